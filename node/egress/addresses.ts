import ipaddr from "ipaddr.js";

/** One private target that the administrator allows: exact origin (`scheme://host:port`) and address range. */
export type PrivateNetwork = { origin: string; cidr: string };

/** An address and its family, as `node:dns` gives them. */
export type Address = { address: string; family: number };

/** Tells whether a connection to an address and port may be opened for one origin. */
export type AddressRule = (address: string) => boolean;

/**
 * The rule of every name outside the allow-list: unicast and global, nothing else (security §2.3, A01–A03).
 * An allow-list of ranges, never a deny-list: IPv6 must also lie in 2000::/3, which leaves out IPv4-compatible
 * addresses (`::7f00:1`), that ipaddr.js counts as unicast.
 */
export function isGlobalUnicast(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(GLOBAL_UNICAST_V6);
}

/** The rule of one allow-listed origin: an address in one of its ranges; throws on a range that is none. */
export function inRanges(cidrs: readonly string[]): AddressRule {
  const ranges = cidrs.map((cidr) => ipaddr.parseCIDR(cidr));
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([range, bits]) => parsed.kind() === range.kind() && parsed.match(range, bits));
  };
}

const GLOBAL_UNICAST_V6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];
