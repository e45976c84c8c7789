import type { Act, PostRef } from "./acts.ts";
import type { DemoPost, DemoThread } from "./content/types.ts";
import { later, type Point, pointOf } from "./moments.ts";

/** Everything that is done in one thread. */
export function actsOfThread(thread: DemoThread): Act[] {
  const posts = [thread.opening, ...thread.replies];
  return [...posts.flatMap((post, number) => actsOfPost({ thread, number }, post)), ...order(thread)];
}

/** The post that a reference names. */
export function postOf({ thread, number }: PostRef): DemoPost {
  return number === 0 ? thread.opening : (thread.replies[number - 1] ?? thread.opening);
}

/** The number of the post that a reply answers. */
export function parentOf({ thread, number }: PostRef): number {
  const { replyTo } = postOf({ thread, number });
  if (replyTo === undefined) return 0;
  return [thread.opening, ...thread.replies].slice(0, number).findLastIndex((post) => post.by === replyTo);
}

function actsOfPost(post: PostRef, text: DemoPost): Act[] {
  const at = pointOf(text);
  const { community } = post.thread;
  const { accepted, edited, removed, reported } = text;
  const about = { post, community };
  return [
    { kind: "post", at, person: text.by, ...about },
    ...(text.useful ?? []).map(
      (person, turn): Act => ({ kind: "useful", at: readAt(at, post, turn), person, ...about }),
    ),
    ...(accepted
      ? [{ kind: "accept-answer", at: pointOf(accepted), person: post.thread.opening.by, ...about } as const]
      : []),
    ...(edited
      ? [{ kind: "edit", at: pointOf(edited), person: text.by, text: edited.text, ...about } as const]
      : []),
    ...(removed ? [{ kind: "remove", at: pointOf(removed), ...whoAndWhy(removed), ...about } as const] : []),
    ...(reported
      ? [{ kind: "report", at: pointOf(reported), ...whoAndWhy(reported), ...about } as const]
      : []),
  ];
}

function order(thread: DemoThread): Act[] {
  const about = { post: { thread, number: 0 }, community: thread.community };
  const { pinned, locked } = thread;
  return [
    ...(pinned ? [{ kind: "pin", at: pointOf(pinned), person: pinned.by, ...about } as const] : []),
    ...(locked ? [{ kind: "lock", at: pointOf(locked), ...whoAndWhy(locked), ...about } as const] : []),
  ];
}

function whoAndWhy({ by, reason }: { by: string; reason: string }) {
  return { person: by, reason };
}

/** When a reader marks a post useful: the first within the half hour, the others over the day that follows. */
function readAt(posted: Point, post: PostRef, turn: number): Point {
  const soon = 7 + ((post.number * 11 + post.thread.title.length) % 23);
  return later(posted, soon + turn * 53);
}
