import { expect } from "vitest";
import { communities } from "../../deploy/demo/content/communities.ts";
import { councils } from "../../deploy/demo/content/councils.ts";
import { people } from "../../deploy/demo/content/people.ts";
import type { DemoPost, DemoThread } from "../../deploy/demo/content/types.ts";

/** Opening post and replies, in order. */
export function postsOf(thread: DemoThread): readonly DemoPost[] {
  return [thread.opening, ...thread.replies];
}

/** Replies that the asker accepted. */
export function acceptedOf(thread: DemoThread | undefined): readonly DemoPost[] {
  return thread?.replies.filter((post) => post.accepted) ?? [];
}

/** The person of this key; throws where there is none. */
export function personOf(key: string | undefined) {
  return found(people, key);
}

/** The community of this key; throws where there is none. */
export function communityOf(key: string | undefined) {
  return found(communities, key);
}

/** The council of this key; throws where there is none. */
export function councilOf(key: string) {
  return found(councils, key);
}

function found<T extends { readonly key: string }>(list: readonly T[], key: string | undefined): T {
  const hit = list.find((it) => it.key === key);
  if (!hit) throw new Error(`Nothing is called ${key}.`);
  return hit;
}

/** Fails where a value stands twice, naming it. */
export function expectNoneTwice(values: readonly string[]): void {
  expect(values.filter((value, i) => values.indexOf(value) !== i)).toEqual([]);
}
