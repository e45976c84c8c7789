import { randomBytes } from "node:crypto";
import { createGroupActor } from "../actors/create.ts";
import { makeKeys } from "../actors/keys.ts";
import { HERE, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { countMembers } from "../memberships/grant.ts";
import { tellDirectoryChanged } from "../peers/tell-directory.ts";
import { refuse } from "../refusal.ts";
import { keepCharter } from "./charter.ts";
import { checkCommunity, joiningOf } from "./check.ts";
import { newJoinCode } from "./join-link.ts";
import type { CommunityDraft } from "./types.ts";

/**
 * Starts a community here; its founder is its first facilitator. Who can read is fixed from the first post.
 * Refuses `required`, `too-long`, `invalid` (field, most) and `taken` (handle).
 */
export async function createCommunity(
  ctx: NodeContext,
  founder: { actorId: string },
  draft: CommunityDraft,
): Promise<{ id: string; handle: string; iri: string }> {
  return makeCommunity(ctx, founder, checkCommunity(draft));
}

/** The same for a draft that was checked. */
export async function makeCommunity(
  ctx: NodeContext,
  founder: { actorId: string },
  draft: CommunityDraft,
): Promise<{ id: string; handle: string; iri: string }> {
  const keys = await makeKeys();
  const handle = draft.level === "confidential" ? hiddenHandle() : draft.handle;
  return inTransaction(ctx, async (tx) => {
    const group = await createGroupActor(tx, {
      name: draft.name,
      ...(handle ? { handle } : {}),
      summary: draft.purpose,
      keys,
    });
    const id = await insertCommunity(tx, { groupId: group.id, founderId: founder.actorId }, draft);
    const membershipId = newUuid(tx.now);
    await tx.sql`
      insert into memberships (id, community_id, actor_id, role, state, grant_iri, requested, decided)
      values (${membershipId}, ${id}, ${founder.actorId}, 'facilitator', 'active', ${tx.iris.grant(group.iri, membershipId)}, ${tx.now}, ${tx.now})`;
    await countMembers(tx, id);
    await recordChange(tx, {
      kind: "community.created",
      actorId: founder.actorId,
      communityId: id,
      subjectId: id,
      subjectIri: group.iri,
      origin: HERE,
    });
    if (draft.level !== "confidential") await tellDirectoryChanged(tx);
    return { id, handle: group.handle, iri: group.iri };
  });
}

/** The address of a hidden community tells nothing of its name, and a name that is taken tells nobody that it exists. */
function hiddenHandle(): string {
  return `h${randomBytes(9).toString("hex")}`;
}

async function insertCommunity(
  tx: WriteContext,
  who: { readonly groupId: string; readonly founderId: string },
  draft: CommunityDraft,
): Promise<string> {
  const joining = joiningOf(draft);
  const [row] = await tx.sql<{ id: string }[]>`
    insert into communities (id, actor_id, level, join_policy, purpose, themes, language, listed, epoch, join_code, join_code_by,
      join_code_made, created, updated)
    values (${newUuid(tx.now)}, ${who.groupId}, ${draft.level}, ${joining}, ${draft.purpose}, ${[...draft.themes]},
      ${draft.language}, ${draft.level !== "confidential"}, ${randomBytes(8).toString("hex")}, ${newJoinCode()},
      ${who.founderId}, ${tx.now}, ${tx.now}, ${tx.now})
    returning id`;
  if (!row) return refuse("not-found");
  await keepCharter(tx, row.id, draft.charter);
  return row.id;
}
