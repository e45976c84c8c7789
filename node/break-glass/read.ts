import { recordAudit } from "../audit/record.ts";
import type { AnyContext, NodeContext } from "../context.ts";
import type { Reader } from "../db/open.ts";

/** A community that an administrator has open now. */
export interface OpenedView {
  readonly id: string;
  readonly communityId: string;
  readonly name: string;
  readonly path: string;
  readonly until: Date;
}

/** What somebody has open at a moment, the first to end first; nothing once they are no administrator any more. */
export async function listOpened(
  sql: Reader,
  who: { readonly actorId: string; readonly at: Date },
): Promise<readonly OpenedView[]> {
  return sql<OpenedView[]>`
    select b.id, b.community_id as "communityId", g.name, '/c/' || g.handle as path, b.until
    from break_glass b join accounts ac on ac.id = b.account_id and ac.administrator and ac.disabled is null
      join communities c on c.id = b.community_id join actors g on g.id = c.actor_id
    where b.actor_id = ${who.actorId} and b.ended is null and b.until > ${who.at} order by b.until, b.id`;
}

/** Whether somebody has this community open at a moment. */
export async function isOpened(
  sql: Reader,
  asked: { readonly actorId: string; readonly communityId: string; readonly at: Date },
): Promise<boolean> {
  return (await listOpened(sql, asked)).some(({ communityId }) => communityId === asked.communityId);
}

/** What the letter about an opening says: for the renderer only. */
export async function findOpening(ctx: AnyContext, id: string) {
  const [row] = await ctx.sql<
    { groupIri: string; byIri: string; reason: string; opened: Date; until: Date }[]
  >`
    select g.iri as "groupIri", a.iri as "byIri", b.reason, b.opened, b.until from break_glass b
      join communities c on c.id = b.community_id join actors g on g.id = c.actor_id join actors a on a.id = b.actor_id
    where b.id = ${id}`;
  return row ?? null;
}

/** Writes into the audit record what was looked at with emergency access: the path of a page or a file, no words of a search. */
export async function recordLooked(
  ctx: NodeContext,
  looked: { readonly accountId: string; readonly path: string; readonly opened: readonly OpenedView[] },
): Promise<void> {
  const { accountId, path, opened } = looked;
  const [first] = opened;
  await recordAudit(ctx, {
    kind: "break-glass.looked",
    accountId,
    subject: path.slice(0, 300),
    facts: { opening: first?.id ?? null, open: opened.length },
  });
}
