import type { Change } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { findInvitation } from "../invitations/rows.ts";
import { findLetterLead } from "../letters/read.ts";
import { postByIri } from "../posts/find.ts";
import { authorOf } from "../posts/for-notices.ts";
import { facilitatorsOf } from "./facilitators.ts";
import { NO_FACTS, type TellFacts } from "./facts.ts";
import { administratorsOf, gatherAppeal } from "./gather-appeals.ts";
import { gatherPost } from "./gather-posts.ts";
import { toldByActor, toldOf } from "./told.ts";

/** Reads what must be known to decide whom a change is told to; a change about several posts gives several. */
export async function gatherFacts(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  const [noun] = change.kind.split(".");
  if (noun === "post" || noun === "thread" || change.kind === "answer.accepted")
    return gatherPost(tx, change);
  if (noun === "membership") return gatherMembership(tx, change);
  if (noun === "lead") return gatherLetter(tx, change);
  if (noun === "invitation") return gatherInvitation(tx, change);
  if (noun === "facilitator") return gatherRole(tx, change);
  if (noun === "report") return gatherReport(tx, change);
  if (change.kind === "community.opened") return gatherOpening(tx, change);
  if (change.kind === "community.without-lead")
    return [{ ...NO_FACTS, communityId: change.communityId, administrators: await administratorsOf(tx) }];
  if (noun === "appeal") return gatherAppeal(tx, change);
  if (change.kind === "act.refused") return gatherRefused(tx, change);
  if (noun === "peer") return gatherPeer(tx, change);
  if (change.kind === "person.joined") return gatherPerson(tx, change);
  return [];
}

async function gatherMembership(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  const [row] = await tx.sql<
    { id: string; actor_id: string; community_id: string; state: string; requested: Date; level: string }[]
  >`select m.id, m.actor_id, m.community_id, m.state, m.requested, c.level
    from memberships m join communities c on c.id = m.community_id where m.id = ${change.subjectId}`;
  if (!row) return [];
  const about = { communityId: row.community_id };
  const secondId = typeof change.facts.facilitatorId === "string" ? change.facts.facilitatorId : "";
  const ids = secondId === "" ? [row.actor_id] : [row.actor_id, secondId];
  const told = await toldByActor(tx, ids, about);
  const requested = String(row.requested.getTime());
  return [
    {
      ...NO_FACTS,
      ...about,
      subject: told.get(row.actor_id) ?? null,
      second: told.get(secondId) ?? null,
      membership: {
        id: row.id,
        state: row.state,
        requested,
        asked: row.level !== "open" && change.facts.byLink !== true,
      },
      facilitators: await toldOf(tx, await facilitatorsOf(tx.sql, row.community_id), about),
    },
  ];
}

/** Whom somebody wrote to as the lead of a community. */
async function gatherLetter(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  const leadId = change.subjectId === null ? null : await findLetterLead(tx, change.subjectId);
  if (leadId === null) return [];
  const about = { communityId: change.communityId };
  const subject = (await toldByActor(tx, [leadId], about)).get(leadId) ?? null;
  return [{ ...NO_FACTS, ...about, subject }];
}

/** The facilitators of this node, who see who opened their community and why. */
async function gatherOpening(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  const about = { communityId: change.communityId };
  const facilitators = await facilitatorsOf(tx.sql, change.communityId ?? "");
  return [{ ...NO_FACTS, ...about, facilitators: await toldOf(tx, facilitators, about) }];
}

/** Whom an invitation is for. */
async function gatherInvitation(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  const invitation =
    change.subjectId === null ? null : await findInvitation(tx.sql, { id: change.subjectId });
  if (invitation?.state !== "pending" || invitation.inviteeId === null) return [];
  const about = { communityId: change.communityId };
  const told = await toldByActor(tx, [invitation.inviteeId], about);
  return [{ ...NO_FACTS, ...about, subject: told.get(invitation.inviteeId) ?? null }];
}

async function gatherPeer(tx: WriteContext, { communityId }: Change): Promise<readonly TellFacts[]> {
  const about = { communityId };
  const facilitators = communityId === null ? [] : await facilitatorsOf(tx.sql, communityId);
  const administrators = await administratorsOf(tx);
  return [{ ...NO_FACTS, ...about, administrators, facilitators: await toldOf(tx, facilitators, about) }];
}

/** Whose act a community elsewhere refused; of an edit also the post. */
async function gatherRefused(
  tx: WriteContext,
  { communityId, subjectId, subjectIri, facts }: Change,
): Promise<readonly TellFacts[]> {
  const id = String(facts.facilitatorId);
  const subject = (await toldByActor(tx, [id], { communityId })).get(id) ?? null;
  const post = subjectId === null ? null : await postByIri(tx.sql, subjectIri ?? "");
  const place = post && { postId: post.id, rootId: post.rootId ?? post.id };
  return [{ ...NO_FACTS, communityId, subject, ...place }];
}

async function gatherRole(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  if (change.subjectId === null) return [];
  const about = { communityId: change.communityId };
  const subject = (await toldByActor(tx, [change.subjectId], about)).get(change.subjectId) ?? null;
  return [{ ...NO_FACTS, ...about, subject }];
}

async function gatherReport(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  const [row] = await tx.sql<
    {
      id: string;
      community_id: string;
      post_id: string | null;
      state: string;
      reporter: string | null;
      again: boolean;
    }[]
  >`select r.id, r.community_id, r.post_id, r.state, acc.actor_id as reporter, exists (select 1 from reports o
      where o.post_iri = r.post_iri and o.community_id = r.community_id and o.state = 'open' and o.id < r.id) as again
    from reports r left join accounts acc on acc.id = r.reporter_account_id
    where r.id = ${change.subjectId}`;
  if (!row) return [];
  const about = { communityId: row.community_id };
  const reporter = (await toldByActor(tx, [row.reporter], about)).get(row.reporter ?? "") ?? null;
  return [
    {
      ...NO_FACTS,
      ...about,
      postId: row.post_id,
      postAuthorId: await authorOf(tx.sql, row.post_id),
      report: { id: row.id, reporter, outcome: row.state, again: row.again },
      facilitators: await toldOf(tx, await facilitatorsOf(tx.sql, row.community_id), about),
      // Where the report says so: profile F-02, F-03.
      administrators: change.facts.administrators === false ? [] : await administratorsOf(tx),
    },
  ];
}

/** Someone whose council an administrator must confirm. */
async function gatherPerson(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  const [waits] =
    await tx.sql`select 1 from accounts where actor_id = ${change.subjectId} and employer = 'awaiting'`;
  return waits ? [{ ...NO_FACTS, administrators: await administratorsOf(tx) }] : [];
}
