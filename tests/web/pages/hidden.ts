import { createCommunity } from "../../../node/communities/create.ts";
import { inviteElsewhere, joinHidden } from "../../../node/hidden/invite.ts";
import { idOf } from "../../../node/ids.ts";
import { chooseHolding } from "../../../node/peers/closed.ts";
import { peerByOrigin } from "../../../node/peers/read.ts";
import { actorByIri } from "../../../node/people/actor.ts";
import { joinedPlace, listPlaces } from "../../../node/places/places.ts";
import { composePost } from "../../../node/posts/compose.ts";
import { publishPost } from "../../../node/posts/publish.ts";
import { communityIdOf } from "../../support/three-councils.ts";
import type { Seed } from "../seed.ts";

/** What the hidden places of an officer in Sunderland are called there. */
export interface HiddenMarks {
  /** A community of Somerset, and a discussion and somebody's reply in it. */
  readonly hidden: string;
  readonly hiddenThread: string;
  readonly hiddenPost: string;
  /** Another, which the officer has not joined yet. */
  readonly hiddenInvitation: string;
  /** At its node, for who leads it: where items of that discussion are released from. */
  readonly releasing: string;
}

/** Two hidden communities of Somerset: an officer of Sunderland is in one, and invited to the other. */
export async function seedHidden(seed: Seed): Promise<HiddenMarks> {
  const { amara, martin } = seed.cast;
  const home = martin.site;
  const peer = await peerByOrigin(home.ctx.sql, amara.site.origin);
  await chooseHolding(home.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  const joined = await start(seed, "Serious case panel", "Officers who sit on panels across the region.");
  await seed.scene.settle();
  const [member] = await listPlaces(amara.site.ctx, amara.actorId);
  if (!member) throw new Error("The invitation has not come.");
  await joinHidden(home.ctx, { communityId: joined.communityId, actorId: joined.personId });
  await joinedPlace(amara.site.ctx, member.id);
  const thread = await write(seed, joined, {
    title: "Who keeps the minutes?",
    text: "And for how long?",
    parentId: null,
  });
  const reply = await write(seed, joined, {
    title: null,
    text: "The chair of each panel.",
    parentId: thread.id,
  });
  await start(seed, "Merger of two districts", "Before anybody may know of it.");
  await seed.scene.settle();
  const places = await listPlaces(amara.site.ctx, amara.actorId);
  const invitation = places.find(({ state }) => state === "invited");
  const hidden = `/hidden/${idOf(member.id)}`;
  const hiddenThread = `${hidden}/t/${idOf(thread.id)}`;
  return {
    hidden,
    hiddenThread,
    hiddenPost: `${hiddenThread}/p/${idOf(reply.id)}`,
    releasing: `/c/${joined.handle}/t/${idOf(thread.id)}/release`,
    hiddenInvitation: `/hidden/${idOf(invitation?.id ?? "")}`,
  };
}

interface Room {
  readonly communityId: string;
  /** As its node has it. */
  readonly handle: string;
  /** Of the officer, at the community's node. */
  readonly personId: string;
}

async function start(seed: Seed, name: string, purpose: string): Promise<Room> {
  const { amara, martin } = seed.cast;
  const { ctx } = martin.site;
  const draft = { name, purpose, charter: {}, themes: [], language: "en", level: "confidential" } as const;
  const made = await createCommunity(ctx, { actorId: martin.actorId }, draft);
  const communityId = await communityIdOf(ctx, made.iri);
  const [own] = await amara.site.ctx.sql<
    { iri: string }[]
  >`select iri from actors where id = ${amara.actorId}`;
  const personId = (await actorByIri(ctx.sql, own?.iri ?? ""))?.id ?? "";
  await inviteElsewhere(ctx, { facilitatorId: martin.actorId, communityId, personId, confirmed: true });
  return { communityId, handle: made.handle, personId };
}

interface Words {
  /** Null: a reply. */
  readonly title: string | null;
  readonly text: string;
  readonly parentId: string | null;
}

/** A discussion by the facilitator, or the officer's own reply in it. */
async function write(seed: Seed, room: Room, words: Words) {
  const { title, text, parentId } = words;
  const { ctx } = seed.cast.martin.site;
  const content = await composePost(ctx, {
    kind: title === null ? "reply" : "question",
    communityId: room.communityId,
    title: title ?? "",
    text,
    parentId,
    themes: [],
    lang: "en",
    submission: null,
  });
  const authorId = title === null ? room.personId : seed.cast.martin.actorId;
  return publishPost(ctx, { authorId, content });
}
