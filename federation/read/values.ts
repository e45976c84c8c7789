import { z } from "zod";
import { originOf } from "../../node/iris.ts";
import { lineOf } from "../../node/text/visible.ts";
import { PUBLIC_IRI } from "../contexts.ts";

// The forms in which others write the same thing: one or many (W-03), an id or the object with it, `null` for nothing.

const loose = z.unknown().optional();
const PUBLIC_FORMS = new Set([
  PUBLIC_IRI,
  "as:Public",
  "Public",
  "http://www.w3.org/ns/activitystreams#Public",
]);

/** The members of a list, a lone value as a list of one, `null` and nothing as an empty list. */
export function manyOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** A plain object of JSON, or null. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

/** Every web address in a value: strings, ids of objects, `href` of links; anything else is left out. */
export function irisOf(value: unknown): string[] {
  return manyOf(value).flatMap((item) => {
    const record = recordOf(item);
    const iri = record === null ? item : (record.id ?? record.href);
    return typeof iri === "string" && iri.length <= 2_048 && originOf(iri) !== null ? [iri] : [];
  });
}

/** The first web address in a value, or null. */
export function iriOf(value: unknown): string | null {
  return irisOf(value)[0] ?? null;
}

/** The addressees in a value; Public in whatever form becomes its full IRI (W-04). At most 1,000. */
export function addresseesOf(value: unknown): string[] {
  return manyOf(value)
    .slice(0, 1_000)
    .flatMap((item) => (typeof item === "string" && PUBLIC_FORMS.has(item) ? [PUBLIC_IRI] : irisOf(item)));
}

/** An instant of the years 1 to 9999 from an RFC 3339 text, or null. */
export function instantOf(value: unknown): Date | null {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return null;
  const instant = new Date(value);
  // Outside of them the text of a date has another form, which PostgreSQL does not read; NaN is in no range.
  return instant.getUTCFullYear() >= 1 && instant.getUTCFullYear() <= 9999 ? instant : null;
}

/** The first type of a value that is a text, or null. */
export function typeOf(value: unknown): string | null {
  const type = manyOf(recordOf(value)?.type).find((item) => typeof item === "string");
  return typeof type === "string" ? type : null;
}

/** One web address, or null. */
export const anIri = loose.transform(iriOf);
/** All web addresses. */
export const someIris = loose.transform(irisOf);
/** Addressees with Public in full. */
export const addressees = loose.transform(addresseesOf);
/** An instant, or null. */
export const anInstant = loose.transform(instantOf);
/** True only for `true`. */
export const aFlag = loose.transform((value) => value === true);
/** Text as it came, or null. */
export const aText = loose.transform((value) => (typeof value === "string" ? value : null));
/** A whole number from 0, or null. */
export const aCount = loose.transform((value) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null,
);

/** One visible line of at most `most` characters; empty when there is none. */
export function aLine(most: number) {
  return loose.transform((value) => (typeof value === "string" ? lineOf(value, most) : ""));
}

/** Up to `count` visible lines, empty ones left out. */
export function someLines(count: number, most: number) {
  return loose.transform((value) =>
    manyOf(value)
      .flatMap((item) => (typeof item === "string" ? [lineOf(item, most)] : []))
      .filter((line) => line !== "")
      .slice(0, count),
  );
}

/** A web address that must be there. */
export const requiredIri = loose.transform((value, context) => {
  const iri = iriOf(value);
  if (iri !== null) return iri;
  context.addIssue("no web address");
  return z.NEVER;
});

/** The sentence for the first fault zod found: where, and what. */
export function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? "unreadable" : `${issue.path.join(".") || "document"}: ${issue.message}`;
}
