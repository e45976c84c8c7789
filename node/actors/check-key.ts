import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { NodeContext } from "../context.ts";
import { StartRefusal } from "../start-refusal.ts";
import { aboutKey, type KeyPurpose } from "./keys.ts";

/**
 * Holds a node to the key that its stored keys were sealed with. A start without it would make another one, and nobody
 * here could sign any more: StartRefusal, and the key that was `created` a moment ago is taken away again.
 */
export async function checkKey(ctx: NodeContext, created: boolean): Promise<void> {
  const [row] = await ctx.sql<{ box: Buffer; purpose: KeyPurpose }[]>`
    select k.private_key as box, k.purpose from actor_keys k join actors a on a.id = k.actor_id
    where a.iri = ${ctx.iris.node} and k.revoked is null limit 1`;
  if (!row) return;
  try {
    ctx.vault.open(row.box, aboutKey(ctx.iris.node, row.purpose));
  } catch {
    const file = join(resolve(ctx.config.dataDir), "secrets", "key");
    if (created) await rm(file, { force: true });
    throw new StartRefusal(
      created
        ? `The key of this node is missing: put the key of the recovery sheet into ${file}, or set MOOTHALL_KEY, and start again.`
        : `The key of this node (${ctx.config.key === null ? file : "MOOTHALL_KEY"}) is not the one its stored keys were sealed with: put the key of the recovery sheet in its place, and start again.`,
    );
  }
}
