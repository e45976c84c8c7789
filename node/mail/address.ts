import { refuse } from "../refusal.ts";

/**
 * One address, as a mail server takes it: refuses `invalid` for more than one, for names and comments around it, and
 * for anything that could begin a new header (W23).
 */
export function checkAddress(address: string): string {
  if (
    address.length > 254 ||
    !/^[^\s@,;:<>()[\]\\"\p{Cc}]{1,64}@[^\s@,;:<>()[\]\\"\p{Cc}]+$/u.test(address)
  ) {
    refuse("invalid", { field: "email" });
  }
  return address;
}

/** An id for a mail or a discussion, in the form of RFC 5322 §3.6.4. */
export function messageIdOf(local: string, origin: string): string {
  return `<${local}@${new URL(origin).hostname.replace(/^\[|\]$/g, "")}>`;
}
