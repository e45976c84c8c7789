/** The closed list of expected ways to say no. Each edge translates a code into its own words or status. */
export const REFUSAL_CODES = [
  "not-found",
  "not-signed-in",
  "not-allowed",
  "not-a-member",
  "needs-approval",
  "invitation-only",
  "needs-confirmation",
  "not-a-holder",
  "already-requested",
  "suspended",
  "locked",
  "stale-revision",
  "too-short",
  "too-long",
  "too-large",
  "no-room",
  "file-not-fetched",
  "file-changed",
  "file-refused",
  "required",
  "invalid",
  "taken",
  "already-exists",
  "already-decided",
  "last-facilitator",
  "level-fixed",
  "wrong-council",
  "no-council",
  "weak-password",
  "wrong-credentials",
  "expired",
  "used",
  "too-many",
  "not-trusted",
  "not-connected",
  "loopback-only",
  "wrong-origin",
  "wrong-audience",
  "visibility-mismatch",
  "wrong-author",
  "forgotten",
  "unsupported",
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];
export type RefusalFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** An expected "no". Web turns it into a status and a sentence, the inbox into a Reject, a job cancels, the CLI exits 2. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;
  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.facts = facts;
  }
}

/** Says no. `facts` may name the field (`field`), a limit (`most`), a date (`until`) for the sentence shown. */
export function refuse(code: RefusalCode, facts: RefusalFacts = {}): never {
  throw new Refusal(code, facts);
}

/** What a policy answers: yes, or no with a code and facts. */
export type Decision =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: RefusalCode; readonly facts: RefusalFacts };

export const YES: Decision = { ok: true };

/** A "no" as a value, for policies. */
export function no(code: RefusalCode, facts: RefusalFacts = {}): Decision {
  return { ok: false, code, facts };
}

/** Throws the Refusal of a Decision that is a no. */
export function refuseUnless(decision: Decision): void {
  if (!decision.ok) refuse(decision.code, decision.facts);
}

/** Something else is away (database, another node, mail): worth trying again later; 503 to a browser. */
export class Outage extends Error {
  readonly retryAfterSeconds: number;
  constructor(message: string, options?: { cause?: unknown; retryAfterSeconds?: number }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Outage";
    this.retryAfterSeconds = options?.retryAfterSeconds ?? 30;
  }
}
