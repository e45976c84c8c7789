/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object as parsed; a member set to `undefined` counts as absent, as in `JSON.stringify`. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/** Tells an object from every other JSON value. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The canonical text of a JSON value (RFC 8785): members sorted by UTF-16 code units, ECMAScript numbers and strings.
 * Throws TypeError on what has no canonical form here: NaN and infinities, lone surrogates, NUL, values that are
 * no plain JSON, and nesting beyond 64.
 */
export function canonicalJson(value: Json): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean" || value === null) return String(value);
  if (typeof value === "number") return numeral(value);
  if (depth === MAX_DEPTH) throw new TypeError("nested too deeply for a canonical form");
  if (Array.isArray(value)) return elements(value, depth + 1);
  if (typeof value === "object" && isPlain(value)) return members(value, depth + 1);
  throw new TypeError(`no canonical form for ${typeof value}`);
}

function elements(items: readonly unknown[], depth: number): string {
  let text = "";
  for (let i = 0; i < items.length; i++) text += (i === 0 ? "" : ",") + write(items[i], depth);
  return `[${text}]`;
}

function members(object: Readonly<Record<string, unknown>>, depth: number): string {
  let text = "";
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value === undefined) continue;
    text += `${(text === "" ? "" : ",") + quoted(key)}:${write(value, depth)}`;
  }
  return `{${text}}`;
}

/** The test is one fast scan; most strings need neither an escape nor a refusal. */
function quoted(text: string): string {
  if (!SPECIAL.test(text)) return `"${text}"`;
  if (!text.isWellFormed() || text.includes("\0")) throw new TypeError("lone surrogate or NUL in a string");
  return JSON.stringify(text);
}

function numeral(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError("not a JSON number");
  return JSON.stringify(value);
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const MAX_DEPTH = 64;

/** What JSON escapes, or what has no canonical form: controls, quote, backslash, surrogates. */
const SPECIAL = /[\u0000-\u001f"\\\ud800-\udfff]/;
