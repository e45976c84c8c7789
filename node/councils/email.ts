import { domainToASCII } from "node:url";

/** An e-mail address that was checked: lower case, the domain in its ASCII form. */
export interface Email {
  readonly address: string;
  readonly domain: string;
}

// Plain local parts only: no quotes, comments or letters outside ASCII, whose look-alikes would pass for another person.
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
// Characters that a URL's host never has, so that none of them can move the border of the domain in `domainToASCII`.
const NOT_IN_A_DOMAIN = /[\s@/\\?#:%<>[\]^|`{}"',;()&=+*~!$]/;

/**
 * Reads an e-mail address as a person typed it; null when it is none we accept (security §1.3.10: one @, no quotes or
 * commas, no letters outside ASCII before the @, no dot at the end, at most 254 characters).
 */
export function readEmail(typed: string): Email | null {
  const text = typed.trim();
  if (text.length > 254) return null;
  const parts = text.split("@");
  const [local, host] = parts;
  if (parts.length !== 2 || local === undefined || host === undefined) return null;
  // Tested before lower-casing: the Kelvin sign becomes a plain k there.
  if (!/^[\x21-\x7e]{1,64}$/.test(local) || !LOCAL.test(local.toLowerCase())) return null;
  const domain = readDomain(host);
  return domain === null ? null : { address: `${local.toLowerCase()}@${domain}`, domain };
}

/** The ASCII, lower-case form of a domain name with at least two labels; null when it is none, or an IP address. */
export function readDomain(typed: string): string | null {
  const text = typed.trim();
  if (text === "" || text.length > 253 || NOT_IN_A_DOMAIN.test(text)) return null;
  const domain = domainToASCII(text).toLowerCase();
  const labels = domain.split(".");
  if (domain.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  return /^\d+$/.test(labels.at(-1) ?? "") ? null : domain;
}
