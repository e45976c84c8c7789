import type { ComponentChildren } from "preact";
import type { Refusal } from "../node/refusal.ts";
import type { WebContext } from "./env.ts";
import type { FormState } from "./forms.ts";
import type { Speech } from "./language.ts";
import { sentenceOf, statusOf } from "./refusals.ts";
import { json, type PageOptions, page, wantsJson } from "./respond.tsx";

export interface FormPageOptions {
  readonly title: string;
  readonly form: FormState;
  /** What a JSON client gets on GET. */
  readonly json?: unknown;
  /** Where the form was refused by a verb. */
  readonly refusal?: Refusal | undefined;
}

/** A page with a form: as it is (200), or again with what is wrong and what was typed (422; 429 beyond a limit). */
export function formPage(
  c: WebContext,
  options: FormPageOptions,
  body: ComponentChildren,
): Response | Promise<Response> {
  const { title, form, refusal } = options;
  const failed = form.errors.length > 0;
  const status: PageOptions["status"] = !failed ? 200 : refusal?.code === "too-many" ? 429 : 422;
  if (!wantsJson(c)) return page(c, { title, status, cache: "private" }, body);
  const code = refusal?.code ?? "invalid";
  return json(c, failed ? { code, errors: form.errors } : (options.json ?? { title }), {
    cache: "private",
    status,
  });
}

/**
 * The form again with a refusal in the words of the field it names: `account.error.<field>.<reason or code>` where there
 * is such a sentence, else the general one.
 */
export function refusedAccountForm(state: FormState, refusal: Refusal, speech: Speech): FormState {
  const { field, reason } = refusal.facts;
  const name = typeof field === "string" ? field : null;
  return { ...state, errors: [{ field: name, text: sentenceFor(refusal, name, reason, speech) }] };
}

function sentenceFor(refusal: Refusal, field: string | null, reason: unknown, speech: Speech): string {
  const key = `account.error.${field ?? "form"}.${typeof reason === "string" ? reason : refusal.code}`;
  const { most, least, value } = refusal.facts;
  const facts = Object.fromEntries(
    Object.entries({ most, least, value }).filter(
      (fact): fact is [string, string | number] => typeof fact[1] !== "object" && fact[1] !== undefined,
    ),
  );
  const sentence = speech.t(key, facts);
  return sentence === key ? sentenceOf(refusal, speech) : sentence;
}

/** True for a refusal that belongs to the form, so that what was typed is kept; others are pages of their own. */
export function isAboutForm(refusal: Refusal): boolean {
  return refusal.facts.field !== undefined || [422, 429].includes(statusOf(refusal.code));
}
