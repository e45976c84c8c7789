import { z } from "zod";
import type { FileView } from "../node/files/types.ts";
import { Refusal, refuse } from "../node/refusal.ts";
import type { SummaryError } from "./components/govuk/error-summary.tsx";
import type { WebContext } from "./env.ts";
import type { Facts, Speech } from "./language.ts";
import type { Looked } from "./personal.ts";
import { sentenceOf } from "./refusals.ts";

/** One thing to put right; `field` is the name of a control, or null where the form as a whole is meant. */
export interface FormError {
  readonly field: string | null;
  readonly text: string;
}

/** What a person sent, as text to show again, and what is wrong with it. */
export interface FormState {
  readonly text: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly errors: readonly FormError[];
  /** What somebody is asked about before it goes out; in posts only. */
  readonly looked?: Looked;
  /** What was uploaded with it, or belongs to it already; in posts only. */
  readonly files?: readonly FileView[];
}

export const EMPTY_FORM: FormState = { text: {}, lists: {}, errors: [] };

export type FormReading<T> =
  | { readonly ok: true; readonly value: T; readonly state: FormState }
  | { readonly ok: false; readonly state: FormState };

/**
 * Reads a form or a JSON body by a strict schema. What a person got wrong comes back with the text they entered.
 * Messages of the schema are keys of sentences (`errors.field.titleRequired`). Refuses `invalid` for a field that the
 * form does not have (nobody can type one into a page), for a body that is neither form nor JSON, and for text that
 * cannot be stored.
 */
export async function readForm<T extends z.ZodObject>(
  c: WebContext,
  schema: T,
): Promise<FormReading<z.output<T>>> {
  return checkForm(c, schema, await readBody(c, schema));
}

/** The same for a body that was read already. */
export function checkForm<T extends z.ZodObject>(
  c: WebContext,
  schema: T,
  body: Body,
): FormReading<z.output<T>> {
  if (holdsUnstorable(body)) refuse("invalid", { field: "body" });
  const state = { text: textsIn(body), lists: listsIn(body), errors: [] };
  const result = schema.safeParse(body);
  if (result.success) return { ok: true, value: result.data, state };
  if (result.error.issues.some((issue) => issue.code === "unrecognized_keys"))
    refuse("invalid", { field: "form" });
  return { ok: false, state: { ...state, errors: errorsIn(result.error, c.get("speech")) } };
}

/** The form again, with what a verb refused: beside the field it named, or above. */
export function refusedForm(state: FormState, refusal: Refusal, speech: Speech): FormState {
  const { field } = refusal.facts;
  const name = typeof field === "string" ? field : null;
  const missing = `errors.missing.${name}`;
  const special = refusal.code === "required" ? speech.t(missing) : missing;
  return {
    ...state,
    errors: [{ field: name, text: special === missing ? sentenceOf(refusal, speech) : special }],
  };
}

/** The message beside a control, or null. */
export function errorOf(form: FormState, field: string): string | null {
  return form.errors.find((error) => error.field === field)?.text ?? null;
}

/** The lines of the summary at the top; each leads to its control, whose id is its name. */
export function summaryOf(form: FormState): readonly SummaryError[] {
  return form.errors.map(({ field, text }) => (field === null ? { text } : { text, href: `#${field}` }));
}

/** Runs a verb; a refusal comes back as a value, so that the page can keep what was typed. Anything else is thrown. */
export async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; refusal: Refusal }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, refusal: error };
    throw error;
  }
}

export type Body = Record<string, unknown>;

/** NUL and halves of characters, which no browser sends and PostgreSQL does not take (resolution 26), at any depth. */
function holdsUnstorable(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\u0000") || !value.isWellFormed();
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => holdsUnstorable(key) || holdsUnstorable(inner));
}

export async function readBody(c: WebContext, schema: z.ZodObject): Promise<Body> {
  const type = c.req.header("content-type") ?? "";
  if (/^application\/json\b/i.test(type)) return readJson(await c.req.text());
  // A button without fields, sent by a program, has no body at all.
  if (type === "") return {};
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    return refuse("invalid", { field: "body" });
  const form = await sentForm(c);
  return shapedBody(form, schema);
}

/** Fields as sent, each a list where the schema wants one. */
export function shapedBody(form: Body, schema: z.ZodObject): Body {
  const entries = Object.entries(form).map(
    ([name, value]) => [name, shaped(value, schema.shape[name])] as const,
  );
  return Object.fromEntries(entries);
}

/** The fields of a form as sent. Refuses `invalid` for a body that is not of the kind that its type says. */
export async function sentForm(c: WebContext) {
  try {
    return await c.req.parseBody({ all: true });
  } catch {
    return refuse("invalid", { field: "body" });
  }
}

function readJson(text: string): Body {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Body;
  } catch {
    // Falls through: text that is no JSON is refused like JSON that is no object.
  }
  return refuse("invalid", { field: "body" });
}

// A browser sends one checked box as a single value; where the schema wants a list, one is a list of one.
function shaped(value: unknown, wanted: unknown): unknown {
  return isList(wanted) && !Array.isArray(value) ? [value] : value;
}

function isList(schema: unknown): boolean {
  if (schema instanceof z.ZodArray) return true;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isList(schema.unwrap());
  return false;
}

function textsIn(body: Body): Record<string, string> {
  const texts = Object.entries(body).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(texts);
}

function listsIn(body: Body): Record<string, readonly string[]> {
  const lists = Object.entries(body).flatMap(([name, value]) =>
    Array.isArray(value) ? [[name, value.filter((item) => typeof item === "string")] as const] : [],
  );
  return Object.fromEntries(lists);
}

function errorsIn(error: z.ZodError, speech: Speech): readonly FormError[] {
  const first = new Map<string, FormError>();
  for (const issue of error.issues) {
    const field = issue.path.length > 0 ? String(issue.path[0]) : null;
    if (!first.has(field ?? ""))
      first.set(field ?? "", { field, text: speech.t(keyOf(issue), factsOf(issue)) });
  }
  return [...first.values()];
}

function keyOf(issue: z.core.$ZodIssue): string {
  return issue.message.startsWith("errors.") ? issue.message : "errors.field.invalid";
}

function factsOf(issue: z.core.$ZodIssue): Facts {
  if (issue.code === "too_big") return { most: Number(issue.maximum) };
  if (issue.code === "too_small") return { least: Number(issue.minimum) };
  return {};
}
