import { isJsonObject, type Json } from "./jcs.ts";

/** A value, or the only member of a list (profile W-03: readers accept either form); undefined for other lists. */
export function single(value: Json | undefined): Json | undefined {
  if (!Array.isArray(value)) return value;
  return value.length === 1 ? (value as readonly Json[])[0] : undefined;
}

/** The members of a list, a lone value as a list of one, nothing as an empty list. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** The id of a value given as IRI, as object with an id, or as a list of one of these; else null. */
export function idOf(value: Json | undefined): string | null {
  const one = single(value);
  if (typeof one === "string") return one;
  return isJsonObject(one) && typeof one.id === "string" ? one.id : null;
}
