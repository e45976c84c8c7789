import { makeAppeal } from "../../../node/appeals/make.ts";
import { createCommunity } from "../../../node/communities/create.ts";
import { inviteElsewhere, joinHidden } from "../../../node/hidden/invite.ts";
import { idOf } from "../../../node/ids.ts";
import { changeRole } from "../../../node/memberships/roles.ts";
import { reportPost } from "../../../node/moderation/report.ts";
import { chooseHolding } from "../../../node/peers/closed.ts";
import { peerByOrigin } from "../../../node/peers/read.ts";
import { actorByIri } from "../../../node/people/actor.ts";
import { joinedPlace, listPlaces } from "../../../node/places/places.ts";
import { composePost } from "../../../node/posts/compose.ts";
import { lockThread } from "../../../node/posts/keep-order.ts";
import { publishPost } from "../../../node/posts/publish.ts";
import { removePost } from "../../../node/posts/remove.ts";
import { communityIdOf } from "../../support/three-councils.ts";
import type { Seed } from "../seed.ts";

/** What the hidden places of an officer in Sunderland are called there. */
export interface HiddenMarks {
  /** A community of Somerset, and a discussion and somebody's reply in it. */
  readonly hidden: string;
  readonly hiddenThread: string;
  readonly hiddenPost: string;
  /** The facilitator's own post, a report of it, a reply that was removed, and a discussion that is closed. */
  readonly hiddenOther: string;
  readonly hiddenReport: string;
  readonly hiddenGone: string;
  readonly hiddenClosed: string;
  /** The officer's own reply that was removed, and an appeal of somebody else's that they decide. */
  readonly hiddenOwnGone: string;
  readonly hiddenAppeal: string;
  /** Somebody of the community's own council. */
  readonly hiddenMember: string;
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
    byOfficer: true,
  });
  const run = await runBy(seed, joined, thread.id);
  await start(seed, "Merger of two districts", "Before anybody may know of it.");
  await seed.scene.settle();
  const places = await listPlaces(amara.site.ctx, amara.actorId);
  const invitation = places.find(({ state }) => state === "invited");
  const hidden = `/hidden/${idOf(member.id)}`;
  const hiddenThread = `${hidden}/t/${idOf(thread.id)}`;
  return {
    hidden,
    hiddenThread,
    hiddenOther: `${hiddenThread}/p/${idOf(thread.id)}`,
    hiddenReport: `${hidden}/reports/${idOf(run.reportId)}`,
    hiddenGone: `${hiddenThread}/p/${idOf(run.removed)}`,
    hiddenClosed: `${hidden}/t/${idOf(run.closed)}`,
    hiddenOwnGone: `${hiddenThread}/p/${idOf(run.ownRemoved)}`,
    hiddenMember: `${hidden}/members/${idOf(seed.cast.carys.actorId)}`,
    hiddenAppeal: `${hidden}/appeals/${idOf(run.appealId)}`,
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

/** The officer facilitates it too; a post is reported, a reply removed, another discussion closed. */
async function runBy(seed: Seed, room: Room, threadId: string) {
  const { martin } = seed.cast;
  const { ctx } = martin.site;
  const { communityId, personId } = room;
  await changeRole(ctx, { byId: martin.actorId, actorId: personId, communityId, facilitator: true });
  const made = { title: null, text: "I rang her mother.", parentId: threadId };
  const { id: removed } = await write(seed, room, made);
  await removePost(ctx, { actorId: martin.actorId, postId: removed, reason: "It names a parent." });
  const own = { title: null, text: "Ours signed it on the day.", parentId: threadId, byOfficer: true };
  const { id: ownRemoved } = await write(seed, room, own);
  await removePost(ctx, { actorId: martin.actorId, postId: ownRemoved, reason: "It can be told who." });
  const { id: closed } = await write(seed, room, {
    title: "Which room?",
    text: "Where do we meet?",
    parentId: null,
  });
  await lockThread(ctx, { actorId: martin.actorId, rootId: closed, on: true, reason: "Booked." });
  const [peer] = await ctx.sql<
    { peerId: string }[]
  >`select peer_id as "peerId" from actors where id = ${personId}`;
  const { reportId } = await reportPost(ctx, {
    ...{ postId: threadId, by: { peerId: peer?.peerId ?? "", actorId: personId } },
    ...({ category: "conduct", words: "This was said in confidence." } as const),
  });
  const appealId = await appealOf(seed, room, threadId);
  return { reportId, removed, closed, ownRemoved, appealId };
}

/** A member of the community's own council appeals against the removal of their reply. */
async function appealOf(seed: Seed, { communityId }: Room, threadId: string): Promise<string> {
  const { martin, carys } = seed.cast;
  const { ctx } = martin.site;
  const now = ctx.clock.now();
  await ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    values (${communityId}, ${carys.actorId}, 'active', ${now}, ${now})`;
  const words = {
    kind: "reply",
    communityId,
    title: "",
    text: "We asked the family twice, and wrote it down.",
    parentId: threadId,
  } as const;
  const content = await composePost(ctx, { ...words, themes: [], lang: "en", submission: null });
  const { id: postId } = await publishPost(ctx, { authorId: carys.actorId, content });
  await removePost(ctx, { actorId: martin.actorId, postId, reason: "It says more than the panel agreed." });
  const appealing = {
    authorId: carys.actorId,
    postId,
    words: "The panel agreed to it on Monday; the minutes say so.",
  };
  return (await makeAppeal(ctx, appealing)).id;
}

interface Words {
  /** Null: a reply. */
  readonly title: string | null;
  readonly text: string;
  readonly parentId: string | null;
  readonly byOfficer?: boolean;
}

/** A discussion or reply by the facilitator, or by the officer. */
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
  const authorId = words.byOfficer ? room.personId : seed.cast.martin.actorId;
  return publishPost(ctx, { authorId, content });
}
