import { startSession } from "../../node/accounts/sessions.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { inTransaction } from "../../node/context.ts";
import { placeTextOf } from "../../node/drafts/place.ts";
import { saveDraft } from "../../node/drafts/save.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { membershipOf } from "../../node/memberships/read.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { setNoticeLevel } from "../../node/notifications/levels.ts";
import { markAllNotices } from "../../node/notifications/read.ts";
import type { Act } from "./acts.ts";
import type { DemoDraft } from "./content/types.ts";
import { performOnPost } from "./perform-posts.ts";
import { actorAt, communityAt, communityOf, contextOf, residentOf, type World } from "./world.ts";

/** Does one thing as its person, on their own site, by the verb that pages use. */
export async function perform(world: World, act: Act): Promise<void> {
  if ("post" in act) return performOnPost(world, act);
  const ctx = contextOf(world, act.person);
  const { actorId, accountId } = residentOf(world, act.person);
  switch (act.kind) {
    case "start":
      return startCommunity(world, act.community);
    case "join": {
      const communityId = await communityAt(world, ctx, act.community);
      await joinCommunity(ctx, { actorId, communityId, words: act.words });
      return;
    }
    case "accept-request":
      return acceptRequest(world, act);
    case "make-facilitator": {
      const communityId = await communityAt(world, ctx, act.community);
      const who = await actorAt(world, ctx, act.who);
      return changeRole(ctx, { byId: actorId, actorId: who, communityId, facilitator: true });
    }
    case "hear-of-each": {
      const communityId = await communityAt(world, ctx, act.community);
      return setNoticeLevel(ctx, { accountId, communityId, level: "each" });
    }
    case "draft":
      return keepDraft(world, act.draft);
    case "visit":
      return visit(world, act.person);
  }
}

async function startCommunity(world: World, key: string): Promise<void> {
  const { founder, name, purpose, charter, level, themes, lang } = communityOf(key);
  const { actorId } = residentOf(world, founder);
  const made = await createCommunity(
    contextOf(world, founder),
    { actorId },
    { name, handle: key, purpose, charter: { ...charter }, level, themes, language: lang },
  );
  world.communities.set(key, made.iri);
}

async function acceptRequest(
  world: World,
  act: { readonly person: string; readonly who: string; readonly community: string },
): Promise<void> {
  const ctx = contextOf(world, act.person);
  const who = await actorAt(world, ctx, act.who);
  const membership = await membershipOf(ctx.sql, who, await communityAt(world, ctx, act.community));
  if (!membership) throw new Error(`The request of ${act.who} has not come to ${act.person}.`);
  const facilitatorId = residentOf(world, act.person).actorId;
  const given = { facilitatorId, membershipId: membership.id, accept: true, words: "" };
  // Where the asker's site begins to hold copies, they have read so.
  await decideRequest(ctx, { ...given, confirmed: true });
}

async function keepDraft(world: World, draft: DemoDraft): Promise<void> {
  const ctx = contextOf(world, draft.person);
  const communityId = await communityAt(world, ctx, draft.community);
  await saveDraft(ctx, {
    accountId: residentOf(world, draft.person).accountId,
    place: placeTextOf({ kind: draft.kind, communityId }),
    body: { title: draft.title, text: draft.text, themes: [], lang: null, submission: null },
    submission: null,
    seen: null,
  });
}

async function visit(world: World, person: string): Promise<void> {
  const ctx = contextOf(world, person);
  const { accountId, actorId } = residentOf(world, person);
  const start = { accountId, actorId, factors: ["password"] };
  await inTransaction(ctx, (tx) => startSession(tx, start, { address: null, device: "Firefox on Windows" }));
  await markAllNotices(ctx, accountId);
}
