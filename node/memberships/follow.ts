import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { isPublicLevel } from "../visibility/readable.ts";

export interface Following {
  readonly actorId: string;
  readonly communityId: string;
  readonly follow?: { readonly iri: string; readonly json: unknown };
}

/**
 * Reads along without being a member: people in restricted communities, other nodes and foreign accounts anywhere
 * public. Accepted at once (profile B-02); a community elsewhere is told by letter. Doing it twice changes nothing.
 * Refuses `not-found` where content is not public.
 */
export function followCommunity(
  ctx: NodeContext | WriteContext,
  following: Following,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, following.communityId);
    if (!isPublicLevel(community.level)) refuse("not-found");
    const actor = await actorById(tx.sql, following.actorId);
    const [before] = await tx.sql<{ state: string; follow_iri: string | null }[]>`
      select state, follow_iri from follows where community_id = ${community.id} and actor_id = ${actor.id} for update`;
    const again = before && (before.state === "active" || before.state === "requested");
    if (again && (origin.road === "here" || before.follow_iri === following.follow?.iri)) return;
    const state = community.local ? "active" : "requested";
    const [row] = await tx.sql<{ id: string }[]>`
      insert into follows (community_id, actor_id, state, follow_iri, follow, since)
      values (${community.id}, ${actor.id}, ${state}, ${following.follow?.iri ?? null},
        ${following.follow ? tx.sql.json(following.follow.json as never) : null}, ${tx.now})
      on conflict (community_id, actor_id) do update set state = excluded.state, since = excluded.since, ended = null,
        follow_iri = excluded.follow_iri, follow = excluded.follow
      returning id`;
    const followId = row?.id ?? refuse("not-found");
    const changeId = await recordChange(tx, {
      kind: "follow.started",
      actorId: actor.id,
      communityId: community.id,
      subjectId: followId,
      origin,
    });
    if (community.local && origin.road !== "here")
      await answerFollower(tx, { ...following, followId, changeId });
    if (!community.local && actor.local) await askToFollow(tx, { ...following, followId, changeId });
  });
}

/** Stops reading along; a community elsewhere is told with Undo{Follow}. Doing it twice changes nothing. */
export function unfollowCommunity(
  ctx: NodeContext | WriteContext,
  following: Following,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.sql<{ id: string; follow_iri: string | null }[]>`
      update follows set state = 'ended', ended = ${tx.now}
      where community_id = ${following.communityId} and actor_id = ${following.actorId} and state in ('active', 'requested')
      returning id, follow_iri`;
    if (!row) return;
    await recordChange(tx, {
      kind: "follow.ended",
      actorId: following.actorId,
      communityId: following.communityId,
      subjectId: row.id,
      origin,
    });
    if (origin.road !== "here") return;
    const community = await communityHome(tx.sql, following.communityId);
    const actor = await actorById(tx.sql, following.actorId);
    const inbox = community.local ? null : await inboxOf(tx, community.actorId);
    if (!inbox) return;
    const iri = await insertActivity(tx, {
      type: "Undo",
      actorIri: actor.iri,
      objectIri: row.follow_iri,
      communityId: community.id,
      readers: "addressees",
      addressees: [community.iri],
      facts: { undoes: "Follow", object: community.iri },
    });
    await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  });
}

/** Nobody reads a community along any more that becomes one for members only. */
export async function endFollows(tx: WriteContext, communityId: string): Promise<void> {
  await tx.sql`update follows set state = 'ended', ended = ${tx.now}
    where community_id = ${communityId} and state in ('active', 'requested')`;
}

type Wired = Following & { readonly followId: string; readonly changeId: string };

async function answerFollower(tx: WriteContext, following: Wired): Promise<void> {
  const inbox = await inboxOf(tx, following.actorId);
  if (!inbox || !following.follow) return;
  const community = await communityHome(tx.sql, following.communityId);
  const actor = await actorById(tx.sql, following.actorId);
  const iri = await insertActivity(tx, {
    type: "Accept",
    actorIri: community.iri,
    objectIri: following.follow.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [actor.iri],
    facts: { followId: following.followId },
    changeId: following.changeId,
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}

async function askToFollow(tx: WriteContext, following: Wired): Promise<void> {
  const community = await communityHome(tx.sql, following.communityId);
  const actor = await actorById(tx.sql, following.actorId);
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox) refuse("not-connected", { home: community.name });
  const iri = await insertActivity(tx, {
    type: "Follow",
    actorIri: actor.iri,
    objectIri: community.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { followId: following.followId },
    changeId: following.changeId,
  });
  await tx.sql`update follows set follow_iri = ${iri} where id = ${following.followId}`;
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}
