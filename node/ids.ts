import { randomBytes } from "node:crypto";

// Crockford's alphabet, lower case: no i, l, o, u; sorts like the number it stands for.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A UUID as 26 lower-case base32 characters, the form ids take in addresses. */
export function idOf(uuid: string): string {
  const hex = uuid.replaceAll("-", "");
  let out = charsOf(parseInt(hex.slice(0, 2), 16), 2);
  // Twenty bits at a time, so that numbers do: pages have hundreds of ids.
  for (let at = 2; at < 32; at += 5) out += charsOf(parseInt(hex.slice(at, at + 5), 16), 4);
  return out;
}

/** The UUID of an id from an address, or null when it is none. */
export function uuidOf(id: string): string | null {
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(id)) return null;
  let hex = hexOf(id.slice(0, 2), 2);
  for (let at = 2; at < 26; at += 4) hex += hexOf(id.slice(at, at + 4), 5);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function charsOf(value: number, count: number): string {
  let out = "";
  for (let left = count - 1; left >= 0; left--) out += ALPHABET.charAt((value >> (5 * left)) & 31);
  return out;
}

function hexOf(chars: string, digits: number): string {
  let value = 0;
  for (const char of chars) value = (value << 5) | ALPHABET.indexOf(char);
  return value.toString(16).padStart(digits, "0");
}

/** A new UUID version 7 (RFC 9562 §5.7): starts with the milliseconds of `now`, so that ids sort by time. */
export function newUuid(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
