import { createCommunity } from "../../node/communities/create.ts";
import type { NodeContext } from "../../node/context.ts";
import type { HiddenAsk } from "../../node/hidden/asks.ts";
import { inviteElsewhere } from "../../node/hidden/invite.ts";
import { joinedPlace, listPlaces } from "../../node/places/places.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { hiddenCommunity } from "./content/hidden.ts";
import { actorAt, contextOf, residentOf, type World } from "./world.ts";

/**
 * Starts the hidden community: its founder asks, members of the other sites are invited, join and answer through their own
 * sites. `settle` lets the invitations arrive.
 */
export async function startHidden(world: World, settle: () => Promise<void>): Promise<void> {
  const { founder, name, purpose, members, question, answers } = hiddenCommunity;
  const ctx = contextOf(world, founder);
  const { actorId } = residentOf(world, founder);
  const draft = { name, purpose, charter: {}, themes: [], language: "en", level: "confidential" } as const;
  const { id: communityId } = await createCommunity(ctx, { actorId }, draft);
  const content = await composePost(ctx, {
    kind: "question",
    communityId,
    title: question.title,
    text: question.text,
    parentId: null,
    themes: [],
    lang: "en",
    submission: null,
  });
  const asked = await publishPost(ctx, { authorId: actorId, content });
  for (const member of members) {
    const personId = await actorAt(world, ctx, member);
    await inviteElsewhere(ctx, { facilitatorId: actorId, communityId, personId, confirmed: true });
  }
  await settle();
  for (const member of members) await joinHere(world, member);
  for (const { by, text } of answers) {
    const words = {
      title: "",
      text,
      themes: [],
      lang: "en",
      files: null,
      otherwise: "en",
      submission: null,
    } as const;
    await ask(world, by, { ask: "publish", kind: "reply", parent: asked.id, ...words, themes: [] });
  }
}

async function joinHere(world: World, member: string): Promise<void> {
  await ask(world, member, { ask: "join" });
  const { ctx, place } = await placeOf(world, member);
  await joinedPlace(ctx, place.id);
}

async function ask(world: World, person: string, asked: HiddenAsk): Promise<void> {
  const { ctx, place } = await placeOf(world, person);
  await ctx.ports.remote.askHidden(ctx, place, asked);
}

async function placeOf(world: World, person: string): Promise<{ ctx: NodeContext; place: Place }> {
  const ctx = contextOf(world, person);
  const [place] = await listPlaces(ctx, residentOf(world, person).actorId);
  if (!place) throw new Error(`${person} was not invited.`);
  return { ctx, place };
}

type Place = Awaited<ReturnType<typeof listPlaces>>[number];
