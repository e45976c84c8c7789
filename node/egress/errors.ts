/** A target this node must never reach: forbidden address, port, scheme or URL form. Never retried. */
export class EgressRefused extends Error {
  override readonly name = "EgressRefused";
  readonly url: string;
  /** Where it leads, or how it is written: the two things an operator can do something about. */
  readonly kind: "private" | "form";

  constructor(url: string, reason: string, kind: "private" | "form" = "form") {
    super(`refused: ${reason}`);
    this.url = url;
    this.kind = kind;
  }
}

/** Why a permitted request got no usable answer, in words that a "why late" line can be chosen by. */
export type FailureCause =
  | "timeout"
  | "refused"
  | "reset"
  | "unreachable"
  | "dns"
  | "tls-expired"
  | "tls"
  | "too-large"
  | "encoded"
  | "malformed"
  | "closed"
  | "unknown";

/** A permitted target that gave no usable answer. May be tried again later. */
export class EgressFailed extends Error {
  override readonly name = "EgressFailed";
  readonly url: string;
  readonly why: FailureCause;

  constructor(url: string, why: FailureCause, options?: ErrorOptions) {
    super(`${why}: ${url}`, options);
    this.url = url;
    this.why = why;
  }
}

/**
 * The error that a caller of the egress sees for whatever undici, TLS or DNS threw.
 * Our own two errors pass unchanged, wherever in the chain of causes they stand.
 */
export function egressErrorOf(url: string, error: unknown): EgressRefused | EgressFailed {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof EgressRefused || cause instanceof EgressFailed) return cause;
  }
  return new EgressFailed(url, causeOf(error), { cause: error });
}

function causeOf(error: unknown): FailureCause {
  for (const code of codesOf(error)) {
    const known = CAUSES[code];
    if (known !== undefined) return known;
    if (code.startsWith("HPE_")) return "malformed";
    if (/CERT|TLS|SSL|SIGNATURE|ISSUER/.test(code)) return "tls";
  }
  return "unknown";
}

/** The codes along the chain; of several failed addresses (AggregateError) the first one counts. */
function* codesOf(error: unknown): Generator<string> {
  let current: unknown = error;
  for (let depth = 0; current instanceof Error && depth < 5; depth++) {
    if ("code" in current && typeof current.code === "string") yield current.code;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
}

const CAUSES: Readonly<Record<string, FailureCause>> = {
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  ETIMEDOUT: "timeout",
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  CERT_HAS_EXPIRED: "tls-expired",
  EPROTO: "tls",
  UND_ERR_HEADERS_OVERFLOW: "too-large",
  UND_ERR_RES_EXCEEDED_MAX_SIZE: "too-large",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "malformed",
  UND_ERR_CLOSED: "closed",
  UND_ERR_DESTROYED: "closed",
};
