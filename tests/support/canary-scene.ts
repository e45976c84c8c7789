import { randomBytes } from "node:crypto";
import { updateProfile } from "../../node/accounts/profile.ts";
import type { Origin } from "../../node/changes/record.ts";
import { makeCommunity } from "../../node/communities/create.ts";
import { inTransaction, type NodeContext } from "../../node/context.ts";
import { placeTextOf } from "../../node/drafts/place.ts";
import { saveDraft } from "../../node/drafts/save.ts";
import type { DraftBody } from "../../node/drafts/types.ts";
import { attachFiles } from "../../node/files/attach.ts";
import { idOf, newUuid } from "../../node/ids.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { reportPost } from "../../node/moderation/report.ts";
import { insertActivity } from "../../node/outbox/emit.ts";
import { relayToAll } from "../../node/outbox/relay.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { composePost } from "../../node/posts/compose.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { editPost } from "../../node/posts/edit.ts";
import type { PostRow } from "../../node/posts/find.ts";
import { lockThread, pinThread } from "../../node/posts/keep-order.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { removePost } from "../../node/posts/remove.ts";
import { markUseful } from "../../node/posts/useful.ts";
import type { Level } from "../../node/visibility/readable.ts";
import { joinAs } from "./accounts.ts";
import { draftCommunity, type Place } from "./attack-scene.ts";
import { uploadText } from "./files.ts";
import type { Somebody } from "./web-scene.ts";

/** A room with words in it that nobody outside may ever see. */
export interface Room extends Place {
  readonly level: Level;
  readonly topic: PostRow;
  readonly reply: PostRow;
  readonly removed: PostRow;
  readonly deleted: PostRow;
  readonly reportId: string;
  /** Id in the address of the file under the topic. */
  readonly file: string;
}

/**
 * Words that are looked for: one for each place where somebody wrote, so that a leak says where it comes from. All of
 * them share one random part.
 */
export class Canary {
  readonly mark = `zq${randomBytes(5)
    .toString("hex")
    .replaceAll(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)))}`;

  /** Stands beside the words in titles, texts and names, and is what one may search for to find them. */
  readonly bait = `qz${randomBytes(5)
    .toString("hex")
    .replaceAll(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)))}`;

  word(where: string): string {
    return `${this.mark}${where}`;
  }

  /** Where in a text, or in bytes written as hexadecimal, a word of ours stands; null when it does not. */
  in(text: string): string | null {
    const lower = text.toLowerCase();
    const hex = Buffer.from(this.mark).toString("hex");
    const at = lower.indexOf(this.mark) >= 0 ? lower.indexOf(this.mark) : lower.indexOf(hex);
    return at < 0 ? null : text.slice(Math.max(0, at - 80), at + 80);
  }
}

export interface RoomPeople {
  readonly facilitator: Somebody;
  readonly member: Somebody;
  readonly suspended: Somebody;
  readonly left: Somebody;
  readonly asking: Somebody;
}

/** Joins people for a room; each is of this node. */
export async function peopleFor(ctx: NodeContext, prefix: string): Promise<RoomPeople> {
  const join = (name: string) =>
    joinAs(ctx, `${prefix} ${name}`, `${prefix}.${name}@somerset.gov.example`.toLowerCase());
  return {
    facilitator: await join("Fay"),
    member: await join("Mona"),
    suspended: await join("Sue"),
    left: await join("Leon"),
    asking: await join("Anya"),
  };
}

/** Makes a room of a level and writes a word into everything that can be written in one. */
export async function fillRoom(
  ctx: NodeContext,
  canary: Canary,
  made: { level: Level; people: RoomPeople; named?: boolean; handle?: string },
): Promise<Room> {
  const { level, people } = made;
  const say = (where: string) => canary.word(`${level}${where}`);
  // Of a closed room anyone may know name, purpose and themes; of a hidden one nothing.
  const named = made.named ?? level === "confidential";
  const place = await makeCommunity(ctx, people.facilitator, {
    ...draftCommunity(named ? `Room ${say("name")} ${canary.bait}` : "Closed room", level),
    handle: made.handle ?? `${level}_room`,
    purpose: named ? `For ${say("purpose")} ${canary.bait}.` : "For members.",
    charter: { who: say("charter") },
    themes: named ? [say("theme")] : [],
  });
  await admit(ctx, place.id, people, say("joining"));
  await inviteInto(ctx, place.id, people, say("invitation"));
  const write = (author: Somebody, where: string, parent: PostRow | null = null) =>
    writeInRoom(ctx, place, { author, words: say(where), bait: canary.bait, parent });
  const topic = await write(people.facilitator, "topic");
  const reply = await write(people.member, "reply", topic);
  const file = await addFile(ctx, topic, say("file"));
  const removed = await write(people.member, "removed", topic);
  const deleted = await write(people.member, "deleted", topic);
  await inRoom(ctx, { people, topic, reply, removed, deleted }, say);
  const { reportId } = await reportPost(ctx, {
    postId: reply.id,
    by: people.facilitator,
    category: "conduct",
    words: say("report"),
  });
  const text = bodyOf(say("draft"));
  const draftPlace = placeTextOf({ kind: "reply", postId: topic.id });
  const draft = {
    accountId: people.member.accountId,
    place: draftPlace,
    body: text,
    seen: null,
    submission: null,
  };
  await saveDraft(ctx, draft);
  return { ...place, level, topic, reply, removed, deleted, reportId, file };
}

/** A file whose name, description and bytes all hold the words. */
async function addFile(ctx: NodeContext, topic: PostRow, words: string): Promise<string> {
  const { id } = await uploadText(ctx, topic.authorId, words, `${words}.txt`);
  const files = [{ id, alt: words }];
  const { id: postId, communityId, authorId: ownerId } = topic;
  await inTransaction(ctx, (tx) => attachFiles(tx, { postId, communityId, ownerId, files }));
  const [row] = await ctx.sql<{ secret: string }[]>`select secret from files where post_id = ${postId}`;
  return idOf(row?.secret ?? "");
}

function bodyOf(text: string): DraftBody {
  return { title: "", text, themes: [], lang: null, submission: null };
}

/** One that its invited person declined, and one of an address; both speak of the room. */
async function inviteInto(
  ctx: NodeContext,
  communityId: string,
  { facilitator, left }: RoomPeople,
  words: string,
): Promise<void> {
  const inviterId = facilitator.actorId;
  const now = ctx.clock.now();
  for (const [inviteeId, address, state] of [
    [left.actorId, null, "declined"],
    [null, `${words}@charity.example`, "pending"],
  ] as const) {
    await ctx.sql`
      insert into invitations (iri, community_id, inviter_id, invitee_id, address, node_iri, words, state, created, ends)
      values (${ctx.iris.activity(newUuid(now))}, ${communityId}, ${inviterId}, ${inviteeId}, ${address}, ${ctx.iris.node}, ${words},
        ${state}, ${now}, ${new Date(now.getTime() + 86_400_000)})`;
  }
}

/** Memberships of every state; until closed rooms have an issue of their own, no verb lets anyone in. */
async function admit(
  ctx: NodeContext,
  communityId: string,
  people: RoomPeople,
  words: string,
): Promise<void> {
  for (const [who, state] of [
    [people.member, "active"],
    [people.suspended, "suspended"],
    [people.left, "ended"],
    [people.asking, "requested"],
  ] as const) {
    await ctx.sql`insert into memberships (community_id, actor_id, state, words, requested, decided)
      values (${communityId}, ${who.actorId}, ${state}, ${words}, ${ctx.clock.now()}, ${ctx.clock.now()})`;
  }
  // W19: even where somebody turned on what only open communities have.
  await ctx.sql`update communities set members = 3, feed = true, indexable = true where id = ${communityId}`;
}

/** What a log of the room would bring: taken in without asking the levels, then given to the wire as any post is. */
async function writeInRoom(
  ctx: NodeContext,
  place: Place,
  by: { author: Somebody; words: string; bait: string; parent: PostRow | null },
): Promise<PostRow> {
  const { author, words, bait, parent } = by;
  const composed = await composePost(ctx, {
    kind: parent ? "reply" : "question",
    communityId: place.id,
    title: parent ? "" : `${words}title ${bait}`,
    text: `${words}text **${bait}** #${words}tag`,
    parentId: parent?.id ?? null,
    themes: [],
    lang: "en",
    submission: null,
  });
  const content = { ...composed, themes: parent ? [] : [`${words}theme`] };
  return inTransaction(ctx, async (tx) => {
    const iri = ctx.iris.activity(newUuid(tx.now));
    const [actor] = await tx.sql<{ iri: string }[]>`select iri from actors where id = ${author.actorId}`;
    const activity = { iri, actorIri: actor?.iri ?? "", type: "Create", bytes: new Uint8Array() };
    const origin: Origin = { road: "relay", activity, seq: 1, epoch: null };
    const post = await publishPost(tx, { authorId: author.actorId, content }, origin);
    await insertActivity(tx, {
      iri,
      type: "Create",
      actorIri: activity.actorIri,
      objectIri: post.iri,
      communityId: place.id,
      readers: "anyone",
      addressees: [place.iri],
      facts: { postId: post.id, revision: 1 },
    });
    await relayToAll(tx, place.id, {
      activityIri: iri,
      objectIri: post.iri,
      type: "Create",
      titled: parent === null,
    });
    return post;
  });
}

/** Everything that is done to posts, each with words of its own where there are any. */
async function inRoom(
  ctx: NodeContext,
  made: Pick<Room, "topic" | "reply" | "removed" | "deleted"> & { people: RoomPeople },
  say: (where: string) => string,
): Promise<void> {
  const { people, topic, reply, removed, deleted } = made;
  const by = people.facilitator.actorId;
  const words = say("edited");
  const draft = {
    kind: "reply",
    communityId: reply.communityId,
    title: "",
    text: words,
    parentId: topic.id,
  } as const;
  const content = await composePost(ctx, { ...draft, themes: [], lang: "en", submission: null });
  await editPost(ctx, { actorId: people.member.actorId, postId: reply.id, content, seen: null });
  await acceptAnswer(ctx, { actorId: by, postId: reply.id });
  await markUseful(ctx, { actorId: by, postId: reply.id });
  await pinThread(ctx, { actorId: by, rootId: topic.id, on: true });
  await lockThread(ctx, { actorId: by, rootId: topic.id, on: true, reason: say("lock") });
  await removePost(ctx, { actorId: by, postId: removed.id, reason: say("reason") });
  await deletePost(ctx, { actorId: people.member.actorId, postId: deleted.id });
}

/** Words that belong to one person or to facilitators in communities that everyone reads. */
export async function fillPrivate(
  ctx: NodeContext,
  canary: Canary,
  made: { open: PostRow; restricted: Place; writer: Somebody; reporter: Somebody },
): Promise<void> {
  const profile = {
    roleTitle: canary.word("role"),
    summary: `${canary.word("about")} ${canary.bait}`,
    topics: [canary.word("expertise"), canary.bait],
    visibility: "hidden",
  } as const;
  await updateProfile(ctx, made.writer.actorId, profile);
  const request = {
    actorId: made.writer.actorId,
    communityId: made.restricted.id,
    words: canary.word("request"),
  };
  await joinCommunity(ctx, request);
  const by = made.reporter;
  await reportPost(ctx, { postId: made.open.id, by, category: "conduct", words: canary.word("openreport") });
  const place = placeTextOf({ kind: "reply", postId: made.open.id });
  const body = bodyOf(canary.word("opendraft"));
  await saveDraft(ctx, { accountId: made.writer.accountId, place, body, seen: null, submission: null });
}
