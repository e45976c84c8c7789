import type { RefusalCode } from "../node/refusal.ts";
import { COP_NAMESPACE } from "./contexts.ts";
import type { JsonObject } from "./jcs.ts";

/** Why something was refused, as the wire names it (profile 1.2; `cop:error` of a Reject, `type` of problem JSON). */
export const WIRE_ERRORS = [
  "not-member",
  "not-trusted",
  "software-refused",
  "bad-proof",
  "wrong-audience",
  "visibility-mismatch",
  "stale-base",
  "locked",
  "suspended",
  "rate-limited",
  "already-decided",
  "file-not-fetched",
  "file-changed",
  "file-refused",
  "already-member",
  "opted-out",
  "bounced",
  "refused",
] as const;

export type WireError = (typeof WIRE_ERRORS)[number];

const BY_CODE: Partial<Record<RefusalCode, WireError>> = {
  "not-a-member": "not-member",
  "needs-approval": "not-member",
  "not-trusted": "not-trusted",
  "not-connected": "not-trusted",
  "not-a-holder": "not-trusted",
  "invitation-only": "not-member",
  unsupported: "software-refused",
  "wrong-audience": "wrong-audience",
  "visibility-mismatch": "visibility-mismatch",
  "stale-revision": "stale-base",
  locked: "locked",
  suspended: "suspended",
  "too-many": "rate-limited",
  "already-decided": "already-decided",
  "file-not-fetched": "file-not-fetched",
  "file-changed": "file-changed",
  "file-refused": "file-refused",
  "already-exists": "already-member",
};

/** The wire's word for one of our refusals; `refused` for those it has no word for (the sentence is in `content`). */
export function wireErrorOf(code: RefusalCode): WireError {
  return BY_CODE[code] ?? "refused";
}

/** Our refusal for the wire's word; `not-allowed` for words we do not know. */
export function refusalOf(error: string): RefusalCode {
  const known = Object.entries(BY_CODE).find(([, word]) => word === error);
  return (known?.[0] as RefusalCode | undefined) ?? "not-allowed";
}

/** A synchronous refusal as problem JSON (RFC 9457, FEP-c180). */
export function problemFor(error: WireError, status: number, detail?: string): JsonObject {
  return {
    type: `${COP_NAMESPACE}err-${error}`,
    title: error,
    status,
    ...(detail === undefined ? {} : { detail }),
  };
}
