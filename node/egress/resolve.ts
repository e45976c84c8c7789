import { lookup, Resolver } from "node:dns/promises";
import type { Address } from "./addresses.ts";

/** Finds every address of a host name; rejects with the resolver's own error code. */
export type Resolve = (hostname: string) => Promise<Address[]>;

/**
 * Resolves names that strangers choose. c-ares, not getaddrinfo: a name server that never answers would hold
 * one of libuv's four threads, where RSA keys also sign. A new resolver each time knows the current name servers.
 */
export const resolvePublicly: Resolve = async (hostname) => {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const found = [...addressesOf(v4, 4), ...addressesOf(v6, 6)];
  if (found.length === 0 && v4.status === "rejected") throw v4.reason;
  return found;
};

/** Resolves names that the administrator chose: hosts file and name service of the machine included. */
export const resolveLocally: Resolve = (hostname) => lookup(hostname, { all: true });

/** Tells whether a name is `localhost` or below it; such names mean this machine and never go to DNS (RFC 6761). */
export function isLocalhost(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost");
}

function addressesOf(result: PromiseSettledResult<string[]>, family: number): Address[] {
  return result.status === "fulfilled" ? result.value.map((address) => ({ address, family })) : [];
}
