import { readDomain } from "../../node/councils/email.ts";
import { manyOf } from "./values.ts";

/** Reads `cop:mailDomains`, at most 200; what is no domain is left out. */
export function mailDomainsOf(value: unknown): readonly string[] {
  const texts = manyOf(value)
    .slice(0, 200)
    .flatMap((item) => (typeof item === "string" ? (readDomain(item) ?? []) : []));
  return [...new Set(texts)];
}
