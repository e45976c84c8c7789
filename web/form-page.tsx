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
  readonly ownCouncil?: PageOptions["ownCouncil"];
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
  // A number of things in one field is for the person to change; a limit over time is not.
  const limited = refusal?.code === "too-many" && refusal.facts.until !== undefined;
  const status: PageOptions["status"] = !failed ? 200 : limited ? 429 : 422;
  if (!wantsJson(c))
    return page(c, { title, status, cache: "private", ownCouncil: options.ownCouncil ?? null }, body);
  const code = refusal?.code ?? "invalid";
  return json(c, failed ? { code, errors: form.errors } : (options.json ?? { title }), {
    cache: "private",
    status,
  });
}

/**
 * The form again with a refusal in the words of the field it names: `<area>.error.<field>.<reason or code>` where there
 * is such a sentence, else the general one.
 */
export function refusedAccountForm(
  state: FormState,
  refusal: Refusal,
  speech: Speech,
  area: "account" | "admin" = "account",
): FormState {
  const { field } = refusal.facts;
  const name = typeof field === "string" ? field : null;
  return {
    ...state,
    errors: [{ field: name, text: sentenceFor(refusal, `${area}.error.${name ?? "form"}`, speech) }],
  };
}

function sentenceFor(refusal: Refusal, stem: string, speech: Speech): string {
  const { reason, most, least, value } = refusal.facts;
  const key = `${stem}.${typeof reason === "string" ? reason : refusal.code}`;
  const facts = Object.entries({ most, least, value }).filter(
    (fact): fact is [string, string | number] => typeof fact[1] === "string" || typeof fact[1] === "number",
  );
  const sentence = speech.t(key, Object.fromEntries(facts));
  return sentence === key ? sentenceOf(refusal, speech) : sentence;
}

/** A program gets what cannot be done as such, with its status; a person the form again, with what they typed. */
export function throwToPrograms(c: WebContext, refusal: Refusal): void {
  if (wantsJson(c) && !isAboutForm(refusal)) throw refusal;
}

/** True for a refusal that belongs to the form, so that what was typed is kept; others are pages of their own. */
export function isAboutForm(refusal: Refusal): boolean {
  return refusal.facts.field !== undefined || [422, 429].includes(statusOf(refusal.code));
}
