import type { Refusal, RefusalCode } from "../node/refusal.ts";
import type { Facts, Speech } from "./language.ts";

export type RefusalStatus = 401 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 501 | 503;

/** The status of every refusal; the compiler names a code that is missing. Its sentence is `errors.refusal.<code>`. */
const STATUS: Readonly<Record<RefusalCode, RefusalStatus>> = {
  "not-found": 404,
  "not-signed-in": 401,
  "not-allowed": 403,
  "not-a-member": 403,
  "needs-approval": 403,
  "invitation-only": 403,
  "needs-confirmation": 422,
  "not-a-holder": 409,
  "already-requested": 409,
  suspended: 403,
  locked: 409,
  "stale-revision": 409,
  "too-short": 422,
  "too-long": 422,
  "too-large": 413,
  "no-room": 503,
  "file-not-fetched": 503,
  "file-changed": 422,
  "file-refused": 422,
  required: 422,
  invalid: 422,
  taken: 422,
  "already-exists": 409,
  "already-decided": 409,
  "last-facilitator": 409,
  "level-fixed": 409,
  "wrong-council": 403,
  "no-council": 403,
  "weak-password": 422,
  "wrong-credentials": 422,
  expired: 410,
  used: 410,
  "too-many": 429,
  "not-trusted": 403,
  "not-connected": 409,
  "loopback-only": 403,
  "wrong-origin": 409,
  "wrong-audience": 422,
  "visibility-mismatch": 422,
  "wrong-author": 403,
  forgotten: 410,
  unsupported: 501,
};

/** The HTTP status a refusal is answered with. */
export function statusOf(code: RefusalCode): RefusalStatus {
  return STATUS[code];
}

/** The sentence for the person who was refused, in their language. Lists among the facts are written as such. */
export function sentenceOf(refusal: Refusal, speech: Speech): string {
  const facts = Object.entries(refusal.facts).map(([name, value]) => [name, spoken(value, speech)] as const);
  return speech.t(`errors.refusal.${refusal.code}`, Object.fromEntries(facts) as Facts);
}

function spoken(value: Refusal["facts"][string], speech: Speech): string | number {
  if (typeof value === "string" || typeof value === "number") return value;
  return typeof value === "boolean" ? String(value) : speech.listOf(value);
}
