import type { WriteContext } from "../context.ts";

/** A mail about one new post that has waited so long is told of in the next list. */
const OLD_HOURS = 12;

/**
 * Takes mails about new posts that could not be sent, and lists that could not, out of the queue, for the list that is
 * about to be made; returns the posts they told of. Mails on their way at this moment stay.
 */
export async function foldWaiting(tx: WriteContext, accountId: string): Promise<readonly string[]> {
  const before = new Date(tx.now.getTime() - OLD_HOURS * 3_600_000);
  const rows = await tx.sql<
    { kind: string; facts: { items?: string[]; rest?: string[] }; post_id: string | null }[]
  >`
    delete from mails m
    where m.account_id = ${accountId} and m.sent is null and m.failed is null
      and (m.leased_until is null or m.leased_until <= ${tx.now})
      and (m.kind = 'digest' or (m.kind = 'notice' and m.created < ${before} and exists (
        select 1 from notices n where n.id = m.notice_id and n.kind = 'new-post')))
    returning m.kind, m.facts, (select n.post_id from notices n where n.id = m.notice_id) as post_id`;
  return rows.flatMap((row) => [
    ...(row.facts.items ?? []),
    ...(row.facts.rest ?? []),
    ...(row.post_id ? [row.post_id] : []),
  ]);
}
