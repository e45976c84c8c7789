import { LIMITS } from "../../node/text/limits.ts";
import { plainOf } from "../../node/text/plain.ts";
import { cutAt } from "../../node/text/visible.ts";

/** Words for a person, from HTML or plain text, as plain text of at most 1,000 characters; empty when there are none. */
export function wordsOf(...values: readonly unknown[]): string {
  const found = values.find((value) => typeof value === "string" && value.trim() !== "");
  return typeof found === "string" ? cutAt(plainOf(found), LIMITS.wordsCharacters) : "";
}
