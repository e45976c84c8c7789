import { decidersElsewhere } from "../../node/appeals/elsewhere.ts";
import { findAppeal } from "../../node/appeals/read.ts";
import { takeOpening } from "../../node/break-glass/receive.ts";
import { HERE } from "../../node/changes/record.ts";
import { communityHome } from "../../node/communities/home.ts";
import { newUuid } from "../../node/ids.ts";
import { unsubscribeKey, unsubscribeToken } from "../../node/mail/unsubscribe.ts";
import { findReport } from "../../node/moderation/read.ts";
import { listOwnReports } from "../../node/moderation/read-own.ts";
import { reportPost } from "../../node/moderation/report.ts";
import { placesOf } from "../../node/moderation/reported.ts";
import { listModeration } from "../../node/modlog/read.ts";
import { tellNodes } from "../../node/modlog/tell-nodes.ts";
import { chooseItems } from "../../node/notifications/digest-items.ts";
import { setNoticeLevel } from "../../node/notifications/levels.ts";
import { loadDigestMail } from "../../node/notifications/mail-digest.ts";
import { toldByActor } from "../../node/notifications/told.ts";
import { findStop } from "../../node/notifications/unsubscribe.ts";
import { unknownNames } from "../../node/posts/named.ts";
import {
  type Ask,
  type Asks,
  asPerson,
  heard,
  idsAt,
  nodeLooking,
  pretending,
  unrefused,
  viewing,
  whoOf,
  within,
} from "./asks.ts";

const ownReport: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    await tx.sql`update reports set reporter_account_id = ${whoOf(s, inside).accountId}
      where id = ${s.rooms.closed.reportId}`;
    const { items } = await listOwnReports(tx, viewing(s, inside), 1);
    return items.some((one) => one.id === s.rooms.closed.reportId && one.path !== null);
  });

const reported: Ask = (s, inside) =>
  pretending(s.home, (tx) =>
    unrefused(
      reportPost(tx, {
        postId: s.rooms.closed.topic.id,
        by: whoOf(s, inside),
        category: "conduct",
        words: "",
      }),
    ),
  );

const flagged: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const actorIri = `${nodeLooking(s, inside).origin}/ap/actor`;
    const flag = { iri: `${actorIri}/flag`, actorIri, objectIris: [s.rooms.closed.topic.iri] };
    return (await placesOf(tx, { ...flag, category: "conduct", words: "", forwardedBy: null })).length > 0;
  });

/** Administrators look after a report that was made to them, and are told where what it is about stands, and not what it says. */
const looked: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { reportId } = s.rooms.closed;
    await tx.sql`update reports set for_administrators = true where id = ${reportId}`;
    const viewer = asPerson(inside ? s.people.facilitator : s.people.administrator);
    return (await findReport(tx, viewer, reportId)).post !== null;
  });

/** Somebody who decides an appeal as another facilitator, or as an administrator where there is none. */
const appealed: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    if (inside)
      await tx.sql`update memberships set state = 'active', role = 'facilitator'
        where community_id = ${s.rooms.closed.id} and actor_id = ${s.people.suspended.actorId}`;
    const viewer = asPerson(inside ? s.people.suspended : s.people.administrator);
    const { readable, html } = await findAppeal(tx, viewer, s.appeals.closed);
    return readable || html !== "";
  });

/** What a letter names: nothing is kept from who reads it, and everything from who does not. */
const named: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const [by] = await tx.sql<
      { iri: string }[]
    >`select iri from actors where id = ${whoOf(s, inside).actorId}`;
    const unknown = await unknownNames(within(tx), by?.iri ?? "", [s.rooms.closed.topic.iri]);
    return unknown.length === 0;
  });

/** A facilitator at another node, who is asked about an appeal where that node holds copies. */
const askedElsewhere: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { id: communityId } = s.rooms.closed;
    await tx.sql`update peers set holds_closed = ${inside} where origin = ${s.other.origin}`;
    await tx.sql`update memberships m set role = 'facilitator' from actors a
      where a.id = m.actor_id and m.community_id = ${communityId} and a.peer_id is not null and m.state = 'active'`;
    const about = { communityId, authorId: s.people.member.actorId, removedBy: null };
    return (await decidersElsewhere(tx, about)).length > 0;
  });

const opened: Ask = (s, inside) =>
  pretending(s.other, async (tx) => {
    const { iri, topic } = s.rooms.closed;
    const { communityId } = await idsAt(tx, { room: iri, post: topic.iri });
    if (!inside)
      await tx.sql`update memberships set state = 'ended' where community_id = ${communityId}
        and actor_id = ${s.people.sunny.actorId}`;
    const [by] = await tx.sql<{ iri: string }[]>`
      select a.iri from posts p join actors a on a.id = p.author_id where p.iri = ${topic.iri}`;
    const words = { groupIri: iri, byIri: by?.iri ?? "", reason: "Asked by the police.", exported: false };
    return (await takeOpening(tx, words, HERE)) === "taken";
  });

const toldElsewhere: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    await tx.sql`update peers set holds_closed = ${inside} where origin = ${s.other.origin}`;
    const community = await communityHome(tx.sql, s.rooms.closed.id);
    const facts = { opening: newUuid(tx.now) };
    await tellNodes(tx, { community, facts });
    const rows = await tx.sql`select 1 from activities
      where type = 'View' and community_id = ${community.id} and facts ->> 'opening' = ${facts.opening}`;
    return rows.length > 0;
  });

/** A list of what is new says what anyone may read, and nothing of a closed community even to its members. */
const inDigest: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { accountId } = s.people.member;
    const mail = {
      ...{ id: newUuid(tx.now), messageId: "", recipient: "", noticeId: null, links: {}, attempts: 0 },
      ...({ kind: "digest", language: "en", created: tx.now, expires: null, accountId } as const),
      facts: { period: "weekly", items: [(inside ? s.rooms.open : s.rooms.closed).topic.id] },
    };
    return (await loadDigestMail(within(tx), mail)) !== null;
  });

const chosen: Ask = (s, inside) =>
  pretending(s.other, async (tx) => {
    const { accountId, actorId } = s.people.sunny;
    const { iri, topic } = s.rooms.closed;
    const { communityId, postId } = await idsAt(tx, { room: iri, post: topic.iri });
    await heard(tx, communityId, inside);
    await tx.sql`delete from notices where account_id = ${accountId}`;
    await tx.sql`insert into news (post_id, community_id, told) values (${postId}, ${communityId}, ${tx.now})
      on conflict do nothing`;
    const asked = { accountId, actorId, daily: null, weekly: null, since: new Date(0), waiting: [postId] };
    return (await chooseItems(tx, asked)).length > 0;
  });

/** Whether they are to be told of something in the closed room. */
const told: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { actorId } = whoOf(s, inside);
    const all = await toldByActor(tx, [actorId], { communityId: s.rooms.closed.id });
    return all.get(actorId)?.mayRead ?? false;
  });

const stopped: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { id } = inside ? s.rooms.open : s.rooms.closed;
    const scope = { what: "community", accountId: s.people.member.accountId, id } as const;
    const token = unsubscribeToken(await unsubscribeKey(tx.sql), scope);
    return (await findStop(within(tx), token)).name !== null;
  });

/** What people are told of without looking: reports, appeals, the moderation log and mails. */
export const TOLD: Asks = {
  "node/appeals/read.ts columns readableCommunities": appealed,
  "node/posts/named.ts unknownNames readableCommunities": named,
  "node/appeals/elsewhere.ts canBeAsked mayHoldClosed": askedElsewhere,
  "node/break-glass/receive.ts takeOpening isHeldHere": opened,
  "node/moderation/read-own.ts listMade readableCommunities": ownReport,
  "node/moderation/read.ts columns readableCommunities": looked,
  "node/moderation/report.ts mayRead readableCommunities": reported,
  "node/moderation/reported.ts concernsUs readableCommunities": flagged,
  "node/modlog/read.ts listModeration readableCommunities": (s, inside) => {
    const { id, handle } = s.rooms.closed;
    const asked = { community: { id, path: `/c/${handle}` }, page: 1 };
    return unrefused(listModeration(s.home.ctx, viewing(s, inside), asked));
  },
  "node/modlog/tell-nodes.ts tellNodes mayHoldClosed": toldElsewhere,
  "node/notifications/digest-items.ts chooseItems readableCommunities": chosen,
  "node/notifications/levels.ts setNoticeLevel knownCommunities": (s, inside) =>
    pretending(s.home, (tx) => {
      const { accountId } = whoOf(s, inside);
      const choice = { accountId, communityId: s.rooms.confidential.id, level: "none" } as const;
      return unrefused(setNoticeLevel(within(tx), choice));
    }),
  "node/notifications/mail-digest.ts rowsOf readableCommunities": inDigest,
  "node/notifications/told.ts readersAmong readableCommunities": told,
  "node/notifications/told.ts readersAmong readableCommunities 2": told,
  "node/notifications/unsubscribe.ts findStop readableCommunities": stopped,
};
