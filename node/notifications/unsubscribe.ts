import { inTransaction, type NodeContext, reading } from "../context.ts";
import { optIn, optOut } from "../invitations/opt-outs.ts";
import type { UnsubscribeScope } from "../mail/types.ts";
import { readUnsubscribeToken, unsubscribeKey } from "../mail/unsubscribe.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE } from "../visibility/viewer.ts";

/** What a link stops, for its page. */
export interface StopView {
  readonly what: UnsubscribeScope["what"];
  /** Of the community or the discussion; null where not everyone may know it, since whoever holds the link sees it. */
  readonly name: string | null;
}

/** What a one-click link stops. Refuses `not-found`. */
export async function findStop(ctx: NodeContext, token: string): Promise<StopView> {
  const scope = await scopeOf(ctx, token);
  if (scope.what === "digest" || scope.what === "invitations") return { what: scope.what, name: null };
  const { what, id } = scope;
  return reading(ctx, ANYONE, async ({ sql }) => {
    const open = readableCommunities(sql, ANYONE);
    const [row] =
      what === "community"
        ? await sql<{ name: string }[]>`select g.name from communities c join actors g on g.id = c.actor_id
            where c.id = ${id} and c.id in ${open}`
        : await sql<{ name: string }[]>`select title as name from posts
            where id = ${id} and state = 'accepted' and title <> '' and community_id in ${open}`;
    return { what, name: row?.name ?? null };
  });
}

/**
 * Stops what a link says (RFC 8058): whoever holds the link may, without signing in; the second time changes nothing.
 * Refuses `not-found` for a link this node did not make.
 */
export async function unsubscribe(ctx: NodeContext, token: string): Promise<void> {
  const scope = await scopeOf(ctx, token);
  if (scope.what === "invitations") return optOut(ctx, scope.mark);
  await inTransaction(ctx, async (tx) => {
    const { accountId } = scope;
    if (scope.what === "thread") {
      await tx.sql`insert into muted_threads (account_id, root_id, muted)
        select ${accountId}, p.id, ${tx.now} from posts p, accounts acc where p.id = ${scope.id} and acc.id = ${accountId}
        on conflict do nothing`;
    } else if (scope.what === "community") {
      await tx.sql`insert into notice_levels (account_id, community_id, level, updated)
        select ${accountId}, c.id, 'none', ${tx.now} from communities c, accounts acc where c.id = ${scope.id} and acc.id = ${accountId}
        on conflict (account_id, community_id) do update set level = 'none', updated = excluded.updated`;
    } else {
      await tx.sql`update notice_levels set level = 'none', updated = ${tx.now}
        where account_id = ${accountId} and level in ('daily', 'weekly')`;
      await tx.sql`update accounts set digest_default = 'none'
        where id = ${accountId} and digest_default in ('daily', 'weekly')`;
    }
  });
}

/** Takes back what `unsubscribe` did with the same link. Refuses `not-found`. */
export async function resubscribe(ctx: NodeContext, token: string): Promise<void> {
  const scope = await scopeOf(ctx, token);
  if (scope.what === "invitations") return optIn(ctx, scope.mark);
  await inTransaction(ctx, async (tx) => {
    const { accountId } = scope;
    if (scope.what === "thread") {
      await tx.sql`delete from muted_threads where account_id = ${accountId} and root_id = ${scope.id}`;
    } else if (scope.what === "community") {
      await tx.sql`update notice_levels set level = 'each', updated = ${tx.now}
        where account_id = ${accountId} and community_id = ${scope.id} and level = 'none'`;
    } else {
      await tx.sql`update accounts set digest_default = 'weekly' where id = ${accountId} and digest_default = 'none'`;
    }
  });
}

async function scopeOf(ctx: NodeContext, token: string): Promise<UnsubscribeScope> {
  return readUnsubscribeToken(await unsubscribeKey(ctx.sql), token);
}
