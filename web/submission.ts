import { createHash, randomUUID } from "node:crypto";

/** Stands in a form where a fresh number belongs, so that pages stay pure and their ETag still. */
export const SUBMISSION = "00000000-5ab1-4551-8000-000000000000";

/** The page as it is sent, in place: every form gets a number of its own. */
export function numberForms(page: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  for (let at = page.indexOf(SUBMISSION); at >= 0; at = page.indexOf(SUBMISSION, at + SUBMISSION.length))
    page.write(randomUUID(), at, "latin1");
  return page;
}

/**
 * The submission that a sent form is (PostDraft.submission): the same form with the same words again is the same
 * submission and posts once, after a lost answer as after a double click. Other words from a form that the browser kept
 * are another one, so that nothing a person wrote is taken for a repetition.
 */
export function submissionOf(formNumber: string | undefined, ...words: readonly string[]): string | null {
  if (formNumber === undefined || formNumber === SUBMISSION) return null;
  const bytes = createHash("sha256")
    .update(JSON.stringify([formNumber, ...words]))
    .digest();
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex", 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
