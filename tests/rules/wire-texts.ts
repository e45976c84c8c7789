import type { Json } from "../../federation/jcs.ts";

/** Every text anywhere in a document. */
export function textsIn(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
