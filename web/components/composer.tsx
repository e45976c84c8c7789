import type { ComponentChildren, VNode } from "preact";
import type { CommunityLabel } from "../../node/communities/types.ts";
import { errorOf, type FormState } from "../forms.ts";
import { behavioursOf } from "./composer-behaviours.ts";
import { ComposerPreview } from "./composer-preview.tsx";
import { ComposerStart } from "./composer-start.tsx";
import { Button, ButtonGroup } from "./govuk/button.tsx";
import { Textarea } from "./govuk/textarea.tsx";
import { useSpeech } from "./speech.tsx";
import { Toolbar } from "./toolbar.tsx";

export interface ComposerProps {
  readonly action: string;
  /** Names the draft: the same place always finds its own text again. */
  readonly place: string;
  readonly form: FormState;
  /** Signed in: the draft is also kept here, for another device. */
  readonly keepHere: boolean;
  readonly label: string;
  readonly rows: number;
  /** Characters that may be written. */
  readonly most: number;
  readonly submit: string;
  /** Fields before the text. */
  readonly children?: ComponentChildren;
  /** Fields after the text. */
  readonly choices?: ComponentChildren;
  /** Said beside the button: who will read it. */
  readonly readers: VNode;
  /** The text as it would look, after Preview. */
  readonly preview?: string | null | undefined;
  readonly lang?: string | undefined;
  /** When the draft that fills the form was kept here (ISO 8601), so that a younger one on the device wins. */
  readonly seen?: string | null | undefined;
  /** Where it is written: of a hidden community elsewhere nothing of the text may stay anywhere but in this page. */
  readonly community: Pick<CommunityLabel, "level" | "local">;
}

/** Where people write. A plain form; the behaviours add a toolbar, keep drafts and convert what is pasted. */
export function Composer(props: ComposerProps): VNode {
  const { action, form, label, rows, most, submit, children, readers, preview } = props;
  const { t } = useSpeech();
  return (
    <form class="composer" action={action} method="post" {...behavioursOf(props, t)}>
      <ComposerStart form={form} />
      {children}
      <Textarea
        name="text"
        label={label}
        labelSize="s"
        hint={t("topic.writeHint")}
        rows={rows}
        value={form.text.text}
        error={errorOf(form, "text")}
        maxlength={most}
        lang={props.lang}
        spellcheck
        before={<Toolbar />}
        wrap={(control) => <text-expander keys="@">{control}</text-expander>}
      />
      {props.choices}
      <ComposerPreview html={preview ?? null} />
      <ButtonGroup>
        <Button>{form.looked ? t("topic.personal.postAnyway") : submit}</Button>
        <Button kind="secondary" name="preview" value="yes" formnovalidate>
          {t("topic.preview")}
        </Button>
        <span class="composer__state" role="status" />
      </ButtonGroup>
      <p class="composer__readers">{readers}</p>
    </form>
  );
}
