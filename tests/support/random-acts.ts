import { acceptAnswer, withdrawAnswer } from "../../node/posts/answer.ts";
import { composePost } from "../../node/posts/compose.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { editPost } from "../../node/posts/edit.ts";
import { postByIri } from "../../node/posts/find.ts";
import { lockThread, pinThread } from "../../node/posts/keep-order.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { removePost, restorePost } from "../../node/posts/remove.ts";
import { markUseful, unmarkUseful } from "../../node/posts/useful.ts";
import { Refusal } from "../../node/refusal.ts";
import type { Officer } from "./three-councils.ts";

/** Numbers from 0 up to 1 that a seed decides (mulberry32), so that a failure can be seen again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const ACTS = [
  ["ask", 10],
  ["reply", 30],
  ["edit", 12],
  ["delete", 4],
  ["remove", 5],
  ["restore", 5],
  ["useful", 16],
  ["not useful", 8],
  ["accept", 8],
  ["withdraw", 4],
  ["pin", 4],
  ["unpin", 4],
  ["lock", 2],
  ["unlock", 4],
] as const;

type Act = (typeof ACTS)[number][0];

/**
 * Officers doing what people do in a community, in an order a seed decides. What the rules refuse is passed over.
 * Returns what was done.
 */
export async function actAtRandom(
  officers: readonly Officer[],
  communityOf: (officer: Officer) => Promise<string>,
  random: () => number,
): Promise<Act | null> {
  const one = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const weights = ACTS.flatMap(([act, weight]) => Array<Act>(weight).fill(act));
  const act = one(weights) ?? "reply";
  const officer = one(officers);
  if (!officer) return null;
  const { ctx } = officer.node;
  const communityId = await communityOf(officer);
  const posts = await ctx.sql<{ iri: string; kind: string }[]>`
    select iri, kind from posts where community_id = ${communityId} order by iri`;
  const roots = posts.filter((post) => post.kind !== "reply");
  const post = one(["ask", "pin", "unpin", "lock", "unlock"].includes(act) ? roots : posts);
  const number = Math.floor(random() * 1e9);
  try {
    if (act === "ask" || !post) await writeNew(officer, communityId, null, number);
    else await perform(officer, act, { communityId, iri: post.iri, number });
    return act;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

async function perform(
  officer: Officer,
  act: Act,
  on: { communityId: string; iri: string; number: number },
): Promise<void> {
  const { ctx } = officer.node;
  const { actorId } = officer;
  const post = await postByIri(ctx.sql, on.iri);
  if (!post) return;
  const postId = post.id;
  if (act === "reply") await writeNew(officer, on.communityId, postId, on.number);
  if (act === "edit") {
    const content = await textOf(officer, on.communityId, { parentId: null, number: on.number });
    await editPost(ctx, { actorId, postId, seen: null, content: { ...content, title: post.title } });
  }
  if (act === "delete") await deletePost(ctx, { actorId, postId });
  if (act === "remove") await removePost(ctx, { actorId, postId, reason: `Off the subject (${on.number}).` });
  if (act === "restore")
    await restorePost(ctx, { actorId, postId, reason: `On the subject (${on.number}).` });
  if (act === "useful") await markUseful(ctx, { actorId, postId });
  if (act === "not useful") await unmarkUseful(ctx, { actorId, postId });
  if (act === "accept") await acceptAnswer(ctx, { actorId, postId });
  if (act === "withdraw") await withdrawAnswer(ctx, { actorId, postId });
  if (act === "pin" || act === "unpin") await pinThread(ctx, { actorId, rootId: postId, on: act === "pin" });
  if (act === "lock" || act === "unlock") {
    const reason = `Answered elsewhere (${on.number}).`;
    await lockThread(ctx, { actorId, rootId: postId, on: act === "lock", reason });
  }
}

async function writeNew(
  officer: Officer,
  communityId: string,
  parentId: string | null,
  number: number,
): Promise<void> {
  const content = await textOf(officer, communityId, { parentId, number });
  await publishPost(officer.node.ctx, { authorId: officer.actorId, content });
}

function textOf(officer: Officer, communityId: string, of: { parentId: string | null; number: number }) {
  return composePost(officer.node.ctx, {
    kind: of.parentId === null ? "question" : "reply",
    communityId,
    title: of.parentId === null ? `Who signs off allowance ${of.number}?` : "",
    text: `Our panel looked at case ${of.number} in March.`,
    parentId: of.parentId,
    themes: [],
    lang: "en",
    submission: null,
  });
}
