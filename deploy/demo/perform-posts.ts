import { reportPost } from "../../node/moderation/report.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { composePost } from "../../node/posts/compose.ts";
import { editPost } from "../../node/posts/edit.ts";
import { lockThread, pinThread } from "../../node/posts/keep-order.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { removePost } from "../../node/posts/remove.ts";
import type { PostDraft } from "../../node/posts/types.ts";
import { markUseful } from "../../node/posts/useful.ts";
import type { Act, PostRef } from "./acts.ts";
import { parentOf, postOf } from "./plan-threads.ts";
import { communityAt, contextOf, personOf, placeOf, postAt, residentOf, type World } from "./world.ts";

type ActOnPost = Extract<Act, { post: PostRef }>;

/** Writes a post, or does something with one, as the person of the act. */
export async function performOnPost(world: World, act: ActOnPost): Promise<void> {
  if (act.kind === "post") return publish(world, act);
  const ctx = contextOf(world, act.person);
  const { actorId, accountId } = residentOf(world, act.person);
  const postId = await postAt(world, ctx, act.post);
  switch (act.kind) {
    case "useful":
      return markUseful(ctx, { actorId, postId });
    case "accept-answer":
      return acceptAnswer(ctx, { actorId, postId });
    case "edit": {
      const content = await composePost(ctx, await draftOf(world, act, act.text));
      await editPost(ctx, { actorId, postId, content, seen: null });
      return;
    }
    case "remove":
      return removePost(ctx, { actorId, postId, reason: act.reason });
    case "report": {
      await reportPost(ctx, { postId, by: { accountId, actorId }, category: "conduct", words: act.reason });
      return;
    }
    case "pin":
      return pinThread(ctx, { actorId, rootId: postId, on: true });
    case "lock":
      return lockThread(ctx, { actorId, rootId: postId, on: true, reason: act.reason });
  }
}

async function publish(world: World, act: ActOnPost): Promise<void> {
  const ctx = contextOf(world, act.person);
  const content = await composePost(ctx, await draftOf(world, act, postOf(act.post).text));
  const published = await publishPost(ctx, { authorId: residentOf(world, act.person).actorId, content });
  world.posts.set(placeOf(act.post), published.iri);
}

async function draftOf(world: World, act: ActOnPost, text: string): Promise<PostDraft> {
  const ctx = contextOf(world, act.person);
  const { thread, number } = act.post;
  const opens = number === 0;
  return {
    kind: opens ? thread.kind : "reply",
    communityId: await communityAt(world, ctx, act.community),
    title: opens ? thread.title : "",
    text: text.replaceAll(/@\{(\w+)\}/g, (_, key: string) => mentionOf(world, act.person, key)),
    parentId: opens ? null : await postAt(world, ctx, { thread, number: parentOf(act.post) }),
    themes: [],
    lang: postOf(act.post).lang ?? "en",
    submission: null,
  };
}

/** How one person writes another's name, so that it is understood on the writer's site. */
function mentionOf(world: World, writer: string, key: string): string {
  const { handle, iri } = residentOf(world, key);
  return personOf(writer).node === personOf(key).node ? `@${handle}` : `@${handle}@${new URL(iri).host}`;
}
