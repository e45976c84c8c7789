import type { VNode } from "preact";
import type { FormState } from "../forms.ts";
import { SUBMISSION } from "../submission.ts";
import { AskedFirst } from "./personal-warning.tsx";

/** What stands before the fields of a composer: its number, and what is asked before the words go out. */
export function ComposerStart({ form }: { form: FormState }): VNode {
  return (
    <>
      {/* The enter key in a field presses the first button of a form: this one, which posts, not one that adds a file. */}
      <button type="submit" hidden />
      <input type="hidden" name="submission" value={form.text.submission ?? SUBMISSION} />
      <AskedFirst form={form} />
    </>
  );
}
