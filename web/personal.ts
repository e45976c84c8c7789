import { createHash } from "node:crypto";
import { type PersonalPhrase, personalPhrases } from "../node/text/personal-data.ts";
import type { WebContext } from "./env.ts";
import type { FormState } from "./forms.ts";
import { wantsJson } from "./respond.tsx";

/** What somebody is asked about before their words go out. */
export interface Looked {
  readonly found: readonly PersonalPhrase[];
  /** Comes back with the form when it is sent again: these phrases were seen. */
  readonly seen: string;
}

/**
 * The form again, with the phrases in it that look as if they named a person or a case; null where there are none, where
 * just these were seen already, and for programs, whose people are not there to be asked. Stores and sends nothing.
 */
export function askFirst(
  c: WebContext,
  state: FormState,
  written: { readonly texts: readonly string[]; readonly looked: string | undefined },
): FormState | null {
  if (wantsJson(c)) return null;
  const found = personalPhrases(...written.texts);
  if (found.length === 0) return null;
  const seen = createHash("sha256")
    .update(JSON.stringify(found.map(({ phrase }) => phrase)))
    .digest("base64url")
    .slice(0, 22);
  return seen === written.looked ? null : { ...state, looked: { found, seen } };
}
