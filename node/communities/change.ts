import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { endFollows } from "../memberships/follow.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { insertActivity, keepForHolders } from "../outbox/emit.ts";
import { relayToAll } from "../outbox/relay.ts";
import { tellDirectoryChanged } from "../peers/tell-directory.ts";
import { actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { keepCharter } from "./charter.ts";
import { checkCommunity, joiningOf } from "./check.ts";
import { type CommunityHome, communityHome } from "./home.ts";
import type { CommunityDraft } from "./types.ts";

export interface CommunityChange {
  readonly facilitatorId: string;
  readonly communityId: string;
  readonly draft: Omit<CommunityDraft, "handle">;
  readonly indexable: boolean;
  readonly feed: boolean;
}

/**
 * A facilitator changes a local community's texts, themes, how one joins, and whether search engines and feeds may
 * have it. Who can read is fixed from the first post. Wire: Update{Group}, announced.
 * Refuses `not-allowed`, `level-fixed`, `required`, `too-long`, `not-found` (a community elsewhere).
 */
export function changeCommunity(
  ctx: NodeContext | WriteContext,
  change: CommunityChange,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, change.communityId);
    if (!community.local) refuse("not-found");
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, change.facilitatorId, community.id, "share")));
    const draft = checkCommunity({ ...change.draft });
    checkLevel(community, draft.level);
    const narrows = isPublicLevel(community.level) && !isPublicLevel(draft.level);
    if (narrows) await shutOut(tx, community.id);
    // What only members may read has no feed and is in no search engine, whatever a form says.
    const open = isPublicLevel(draft.level);
    const joining = joiningOf(draft);
    await tx.sql`update communities set level = ${draft.level}, join_policy = ${joining}, purpose = ${draft.purpose},
      themes = ${[...draft.themes]}, language = ${draft.language},
      indexable = ${change.indexable && open}, feed = ${change.feed && open}, updated = ${tx.now} where id = ${community.id}`;
    await keepCharter(tx, community.id, draft.charter);
    await tx.sql`update actors set name = ${draft.name}, summary = ${draft.purpose}, updated = ${tx.now} where id = ${community.actorId}`;
    const changeId = await recordChange(tx, {
      kind: "community.updated",
      actorId: change.facilitatorId,
      communityId: community.id,
      subjectId: community.id,
      subjectIri: community.iri,
      origin,
    });
    // Of a hidden one nobody is told anything.
    if (community.level === "confidential") return;
    await announceUpdate(tx, community, change.facilitatorId, changeId);
    await tellDirectoryChanged(tx);
  });
}

/**
 * Both open levels are read by anyone, so moving between them changes only how one joins; anything else is fixed from the
 * first post, and who may know of it from the beginning.
 */
function checkLevel(community: CommunityHome, level: CommunityDraft["level"]): void {
  if (community.level === level) return;
  if (isPublicLevel(level) && isPublicLevel(community.level)) return;
  // What was listed cannot be hidden any more, and what was promised to be hidden is not listed.
  if (community.firstPost !== null || [level, community.level].includes("confidential"))
    refuse("level-fixed");
}

/**
 * Before its first post a community becomes closed: nobody reads along any more, and what was said about it to anyone is for
 * its holders (A65). Refuses `level-fixed` where people of other nodes are members, who joined something open.
 */
async function shutOut(tx: WriteContext, communityId: string): Promise<void> {
  const [elsewhere] = await tx.sql`select 1 from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${communityId} and m.state in ('active', 'suspended', 'requested') and a.peer_id is not null limit 1`;
  if (elsewhere) refuse("level-fixed");
  await endFollows(tx, communityId);
  await keepForHolders(tx, communityId);
}

async function announceUpdate(
  tx: WriteContext,
  community: CommunityHome,
  actorId: string,
  changeId: string,
): Promise<void> {
  const actor = await actorById(tx.sql, actorId);
  const iri = await insertActivity(tx, {
    type: "Update",
    actorIri: actor.local ? actor.iri : community.iri,
    objectIri: community.iri,
    communityId: community.id,
    readers: "anyone",
    changeId,
    facts: { what: "group" },
  });
  await tx.sql`update log_entries set state = 'spent' where community_id = ${community.id} and object_iri = ${community.iri}
    and type = 'Update' and state = 'live'`;
  await relayToAll(tx, community.id, { activityIri: iri, objectIri: community.iri, type: "Update" });
}
