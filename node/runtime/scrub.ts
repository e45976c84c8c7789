/** Mail addresses, whatever they stand in. */
const ADDRESS = /[^\s<>"'()[\],;:@/?&=]+@[^\s<>"'()[\],;:@/?&=]+\.[^\s<>"'()[\],;:@/?&=]+/gu;
/** PEM blocks, and long runs of base64url, base64 or hexadecimal: tokens, keys, hashes of them. Ids are shorter. */
const BLOCK = /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g;
const SECRET = /(?<![\w-])(?=[\w-]*[0-9])(?=[\w-]*[A-Za-z])[\w-]{40,}|[A-Za-z0-9+/]{42,}={1,2}/g;
const PASSWORD = /(:\/\/[^\s:@/]*):[^\s@/]+@/g;

const MOST_CHARACTERS = 4_000;
const MOST_DEEP = 4;

/**
 * A value as it may stand in the log. Of an error its name, code and where it happened; its message only without what
 * it quotes where the message may quote what somebody wrote; of a database error never rows or parameters.
 */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return scrubText(value);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? String(value) : value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) return errorOf(value, depth);
  if (depth >= MOST_DEEP || value instanceof Uint8Array || value instanceof Map || value instanceof Set)
    return "[left out]";
  if (Array.isArray(value)) return value.slice(0, 100).map((one) => scrub(one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, scrub(one, depth + 1)]));
}

/** A text without addresses of people, keys, tokens and passwords. */
export function scrubText(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replaceAll(BLOCK, "[key]")
    .replaceAll(PASSWORD, "$1:[hidden]@")
    .replaceAll(SECRET, "[secret]")
    .replaceAll(ADDRESS, "[address]");
}

function errorOf(error: Error, depth: number): Readonly<Record<string, unknown>> {
  const message = messageOf(error);
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const facts = error as { code?: unknown; constraint_name?: unknown; table_name?: unknown };
  return {
    name: error.name,
    message,
    ...(typeof facts.code === "string" ? { code: facts.code } : {}),
    ...(typeof facts.constraint_name === "string" ? { constraint: facts.constraint_name } : {}),
    ...(typeof facts.table_name === "string" ? { table: facts.table_name } : {}),
    ...(frames.length > 0 ? { at: frames.slice(0, 12).map((line) => line.trim()) } : {}),
    ...(error.cause === undefined || depth >= MOST_DEEP ? {} : { cause: scrub(error.cause, depth + 1) }),
  };
}

/** What JSON, addresses and PostgreSQL could not read is quoted in their messages: it is somebody's. */
function messageOf(error: Error): string {
  const code = (error as { code?: unknown }).code;
  const quotes =
    error instanceof SyntaxError ||
    error instanceof URIError ||
    code === "ERR_INVALID_URL" ||
    (typeof code === "string" && /^(22|23)/.test(code));
  const text = quotes
    ? error.message.replaceAll(/"[\s\S]*"|'[\s\S]*'|(?<=Unexpected token ).*/g, "[…]")
    : error.message;
  return scrubText(text);
}
