import { startSession } from "../../node/accounts/sessions.ts";
import { inTransaction, type NodeContext } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { VISITOR } from "./accounts.ts";
import type { Room } from "./canary-scene.ts";
import { textOfEverything } from "./row-counts.ts";
import type { Somebody } from "./web-scene.ts";

/** A form that names a room, a post of it and words to be found by, in every field in which something can be named. */
export function formAbout(room: Room, bait: string): Record<string, string> {
  const [post, words] = [idOf(room.reply.id), `${bait} let me in.`];
  return {
    ...{ community: room.handle, communities: room.id, communityId: room.id, postId: post, post },
    ...{ item: room.topic.iri, address: room.iri, place: `reply:${idOf(room.topic.id)}`, parent: post },
    ...{ q: bait, title: words, text: words, words, reason: words, note: words, summary: words, theme: bait },
    ...{ category: "conduct", decision: "accept", kind: "question", lang: "en", level: "open" },
  };
}

/** Everything in the database that names a room or one of its posts, but for what people keep for themselves. */
export async function rowsOfRoom(ctx: NodeContext, room: Room): Promise<readonly string[]> {
  const names = [room, room.topic, room.reply, room.removed, room.deleted].flatMap(({ id, iri }) => [
    id,
    iri,
  ]);
  const tables = ["communities", "posts", "post_revisions", "memberships", "useful_marks", "reports"];
  const more = [
    "follows",
    "reading",
    "activities",
    "log_entries",
    "log_decisions",
    "waiting_entries",
    "mentions",
  ];
  const text = await textOfEverything(ctx, [...tables, ...more]);
  return text.split("\n").filter((line) => names.some((name) => line.includes(name)));
}

/** The same person, signed in afresh: some forms end the session. */
export async function signedInAgain(ctx: NodeContext, somebody: Somebody | null): Promise<Somebody | null> {
  if (somebody === null) return null;
  return inTransaction(ctx, (tx) => startSession(tx, { ...somebody, factors: ["password"] }, VISITOR));
}
