import { recordAudit } from "../audit/record.ts";
import { isLoopbackOrigin } from "../config.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";

import { refuse } from "../refusal.ts";
import { readSetting, writeSetting } from "./store.ts";

/** `trial`: stays on this computer for good. `final`: the address this node keeps. Null: not asked yet. */
export type AddressChoice = "trial" | "final" | null;

/** What was answered when the first run asked for the final address. */
export async function addressChoice(r: { readonly sql: Reader }): Promise<AddressChoice> {
  const value = await readSetting(r, "address");
  return value === "trial" || value === "final" ? value : null;
}

/** The administrator keeps the address of now: a trial on loopback, final elsewhere. */
export function keepAddress(ctx: NodeContext): Promise<AddressChoice> {
  return inTransaction(ctx, async (tx) => {
    const choice = isLoopbackOrigin(tx.iris.origin) ? "trial" : "final";
    await writeSetting(tx, "address", choice);
    await recordAudit(tx, {
      kind: "origin.chosen",
      accountId: null,
      subject: tx.iris.origin,
      facts: { choice },
    });
    return choice;
  });
}

/**
 * Before the first account the data folder can still move to its final address: returns it in its plain form. The node
 * must then be started with it. Refuses `invalid` (field `origin`: no https address of a public name without path),
 * `too-long` (host over 60 characters, resolution 19), `already-exists` once there is an account.
 */
export function chooseAddress(ctx: NodeContext, typed: string): Promise<string> {
  const origin = readFinalOrigin(typed);
  return inTransaction(ctx, async (tx) => {
    await tx.sql`lock table accounts in share row exclusive mode`;
    const accounts = await tx.sql`select 1 from accounts limit 1`;
    if (accounts.length > 0) refuse("already-exists");
    if (origin !== tx.iris.origin) await forgetOwnActors(tx);
    await writeSetting(tx, "origin", origin);
    await writeSetting(tx, "address", "final");
    await recordAudit(tx, {
      kind: "origin.chosen",
      accountId: null,
      subject: origin,
      facts: { choice: "final" },
    });
    return origin;
  });
}

/** Reads a final address: https, a name with a dot, no port of its own, path or user. */
export function readFinalOrigin(typed: string): string {
  const url = URL.parse(/^[a-z]+:\/\//i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`);
  const wrong =
    url === null ||
    url.protocol !== "https:" ||
    url.port !== "" ||
    url.username !== "" ||
    url.pathname !== "/" ||
    url.search !== "" ||
    url.hash !== "" ||
    !/^[a-z0-9.-]+\.[a-z][a-z0-9-]*[a-z0-9]$/.test(url.hostname) ||
    isLoopbackOrigin(url.origin);
  if (wrong) refuse("invalid", { field: "origin" });
  if (url.hostname.length > 60) refuse("too-long", { field: "origin", most: 60 });
  return url.origin;
}

/** The node's own actor carries the old address; the next start makes it anew. Nobody has heard of it yet. */
async function forgetOwnActors(tx: WriteContext): Promise<void> {
  const own = tx.sql`select id from actors where iri in (${tx.iris.node}, ${tx.iris.scribe})`;
  await tx.sql`delete from actor_keys where actor_id in (${own})`;
  await tx.sql`delete from handles where actor_id in (${own})`;
  await tx.sql`delete from actors where iri in (${tx.iris.node}, ${tx.iris.scribe})`;
}
