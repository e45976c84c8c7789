import { afterEach } from "vitest";
import { createEgress, type Egress, type EgressOptions } from "../../node/egress/egress.ts";
import type { Resolve } from "../../node/egress/resolve.ts";
import { logOf } from "../../node/log.ts";
import { type Listener, openListener } from "./listener.ts";

/** Every address of this machine to itself. */
export const LOOPBACK = "127.0.0.0/8";
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A listener that is closed after the test. */
export async function listen(...options: Parameters<typeof openListener>): Promise<Listener> {
  const listener = await openListener(...options);
  closers.push(listener.close);
  return listener;
}

/** An egress that is closed after the test; without options it has no allow-list and real DNS. */
export function open(options: Partial<EgressOptions> = {}): Egress {
  const egress = createEgress({ privateNetworks: [], log: logOf("egress"), ...options });
  closers.push(egress.close);
  return egress;
}

/** One GET. */
export function get(egress: Egress, url: string, more: { maxBytes?: number; deadlineMs?: number } = {}) {
  return egress.request({ method: "GET", url, ...more });
}

/** A resolver that gives every name these addresses and counts how often it is asked. */
export function answering(...addresses: string[]): Resolve & { asked: string[] } {
  const asked: string[] = [];
  const resolve = async (hostname: string) => {
    asked.push(hostname);
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return Object.assign(resolve, { asked });
}
