import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { makeKeys, storeKeys } from "./keys.ts";

export interface NodeActors {
  readonly nodeId: string;
  readonly scribeId: string;
}

/**
 * The node's own actor (signs fetches, speaks to other nodes) and its scribe (re-issues removals), made at first start;
 * later starts bring their names up to date. Safe when two processes start at once.
 */
export async function ensureNodeActor(ctx: NodeContext): Promise<NodeActors> {
  const host = new URL(ctx.iris.origin).host;
  const nodeId = await ensure(ctx, {
    iri: ctx.iris.node,
    kind: "node",
    handle: host,
    name: ctx.config.nodeName,
  });
  const scribeId = await ensure(ctx, {
    iri: ctx.iris.scribe,
    kind: "service",
    handle: "scribe",
    name: ctx.config.nodeName,
  });
  return { nodeId, scribeId };
}

interface OwnActor {
  readonly iri: string;
  readonly kind: "node" | "service";
  readonly handle: string;
  readonly name: string;
}

async function ensure(ctx: NodeContext, actor: OwnActor): Promise<string> {
  const [found] = await ctx.sql<
    { id: string; name: string }[]
  >`select id, name from actors where iri = ${actor.iri}`;
  if (found?.name === actor.name) return found.id;
  if (found) return rename(ctx, found.id, actor.name);
  const keys = await makeKeys();
  return inTransaction(ctx, async (tx) => {
    const id = newUuid(tx.now);
    const [made] = await tx.sql<{ id: string }[]>`
      insert into actors (id, iri, kind, handle, name, url, inbox, shared_inbox, acted, created, updated)
      values (${id}, ${actor.iri}, ${actor.kind}, ${actor.handle}, ${actor.name}, ${tx.iris.origin}, ${`${actor.iri}/inbox`},
        ${tx.iris.sharedInbox}, true, ${tx.now}, ${tx.now})
      on conflict (iri) do nothing returning id`;
    if (!made) return idOfActor(tx, actor.iri);
    if (actor.kind === "service")
      await tx.sql`insert into handles (handle, actor_id, since) values ('scribe', ${id}, ${tx.now})`;
    await storeKeys(tx, { id, iri: actor.iri }, keys);
    return id;
  });
}

async function rename(ctx: NodeContext, id: string, name: string): Promise<string> {
  await inTransaction(
    ctx,
    (tx) => tx.sql`update actors set name = ${name}, updated = ${tx.now} where id = ${id}`,
  );
  return id;
}

async function idOfActor(tx: WriteContext, iri: string): Promise<string> {
  const [row] = await tx.sql<{ id: string }[]>`select id from actors where iri = ${iri}`;
  if (!row) throw new Error(`No actor ${iri}.`);
  return row.id;
}
