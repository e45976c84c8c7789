import { newUuid } from "../../node/ids.ts";
import { NOTICE_MAILS } from "../../node/notifications/mails.ts";
import { noticeRows } from "../../node/notifications/rows.ts";
import { type Ask, type Asks, asPerson, pretending, within } from "./asks.ts";

/** A notice of a kind about the post of the closed room that somebody still has after they left. */
const noticed =
  (kind: string): Ask =>
  (s, inside) =>
    pretending(s.home, async (tx) => {
      const { id, topic } = s.rooms.closed;
      const { accountId } = inside ? s.people.member : s.people.left;
      await tx.sql`insert into notices (account_id, kind, event, community_id, post_id, created)
        values (${accountId}, ${kind}, 'planted', ${id}, ${topic.id}, ${tx.now})`;
      const where = tx.sql`n.account_id = ${accountId} and n.event = 'planted'`;
      const viewer = asPerson(inside ? s.people.member : s.people.left);
      const [row] = await noticeRows(tx.sql, viewer, { where, limit: 1 });
      return kind === "reply" ? row !== undefined : (row?.post?.html ?? "") !== "";
    });

/** A notice about the hidden room that somebody still has after they left. */
const named: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const who = inside ? s.people.member : s.people.left;
    await tx.sql`insert into notices (account_id, kind, event, community_id, created)
      values (${who.accountId}, 'role', 'planted', ${s.rooms.confidential.id}, ${tx.now})`;
    const where = tx.sql`n.account_id = ${who.accountId} and n.event = 'planted'`;
    return (await noticeRows(tx.sql, asPerson(who), { where, limit: 1 })).length > 0;
  });

/** What a visitor reads who reported something: nothing where nobody outside may know what it is. */
const visited: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { reportId } = inside ? s.rooms.open : s.rooms.confidential;
    await tx.sql`update reports set state = 'removed' where id = ${reportId}`;
    const mail = {
      ...{ id: newUuid(tx.now), messageId: "", recipient: "", noticeId: null, links: {}, attempts: 0 },
      ...({
        kind: "report-closed",
        language: "en",
        created: tx.now,
        expires: null,
        accountId: null,
      } as const),
      facts: { reportId },
    };
    return (await NOTICE_MAILS["report-closed"](within(tx), mail)) !== null;
  });

/** What notices say, to people and to visitors who reported something. */
export const NOTICED: Asks = {
  "node/notifications/mails.ts loadVisitorMail knownCommunities": visited,
  "node/notifications/rows.ts mayBeNamed knownCommunities": named,
  "node/notifications/rows.ts noticeRows readableCommunities": noticed("report"),
  "node/notifications/rows.ts standing readableCommunities": noticed("reply"),
};
