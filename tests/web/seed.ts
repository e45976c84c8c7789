import { communities } from "../../deploy/demo/content/communities.ts";
import { threads } from "../../deploy/demo/content/index.ts";
import type { DemoThread } from "../../deploy/demo/content/types.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { findKnownCommunity } from "../../node/communities/known.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { composePost } from "../../node/posts/compose.ts";
import { editPost } from "../../node/posts/edit.ts";
import { postById, postByIri } from "../../node/posts/find.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { PostKind } from "../../node/posts/types.ts";
import { markUseful } from "../../node/posts/useful.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { joinEverybody, type Officer, type Role } from "./cast.ts";
import type { Scene } from "./scene.ts";

/** Communities, what is written in them, and who wrote it, as far as a test made them; posts by their IRI. */
export interface Seed<R extends string = Role> {
  readonly scene: Scene;
  readonly cast: Readonly<Record<R, Officer>>;
  /** IRIs, by the handle at home. */
  readonly communities: Map<string, string>;
}

type Known = Pick<Seed<never>, "communities">;

export interface Writing<R extends string = Role> {
  readonly by: R;
  readonly community: string;
  readonly kind?: PostKind;
  readonly title?: string;
  readonly text: string;
  /** IRI of what is answered. */
  readonly parent?: string;
}

/** The councils of the scene, all connected, with their people, and no community yet. */
export async function seedPeople(scene: Scene): Promise<Seed> {
  const cast = await joinEverybody(scene);
  for (const [a, b] of [
    ["sunderland", "somerset"],
    ["wiltshire", "somerset"],
    ["sunderland", "wiltshire"],
  ] as const) {
    if (a in scene.net.nodes && b in scene.net.nodes) await scene.net.connect(a, b);
  }
  return { scene, cast, communities: new Map() };
}

/** Starts a community of the demo at a founder's own site. */
export async function startCommunity(seed: Seed, founder: Role, key: string): Promise<void> {
  const drawn = communities.find((one) => one.key === key);
  if (!drawn) throw new Error(`The demo has no community ${key}.`);
  const { name, purpose, charter, level, themes, lang } = drawn;
  const draft = { name, purpose, charter, level, themes, language: lang, handle: key };
  const { actorId, site } = seed.cast[founder];
  const { iri } = await createCommunity(site.ctx, { actorId }, draft);
  seed.communities.set(key, iri);
}

/** Somebody joins, or asks to join where that is the way, from their own site. */
export async function join<R extends string>(
  seed: Seed<R>,
  role: R,
  community: string,
  words = "",
): Promise<void> {
  const { actorId, site } = seed.cast[role];
  await joinCommunity(site.ctx, { actorId, communityId: await communityOn(seed, site, community), words });
}

/** Publishes at the author's own site and lets nothing travel yet; returns the post's IRI. */
export async function write<R extends string>(
  seed: Seed<R>,
  { by, community, kind, title = "", text, parent }: Writing<R>,
): Promise<string> {
  const { actorId, site } = seed.cast[by];
  const parentId = parent === undefined ? null : await postOn(site, parent);
  const content = await composePost(site.ctx, {
    kind: kind ?? (parentId === null ? "question" : "reply"),
    communityId: await communityOn(seed, site, community),
    title,
    text,
    parentId,
    themes: [],
    lang: null,
    submission: null,
  });
  return (await publishPost(site.ctx, { authorId: actorId, content, joins: true })).iri;
}

/** The author changes a post at their own site. */
export async function change<R extends string>(
  seed: Seed<R>,
  { by, community, post, text }: { by: R; community: string; post: string; text: string },
): Promise<void> {
  const { actorId, site } = seed.cast[by];
  const before = await postById(site.ctx.sql, await postOn(site, post));
  const content = await composePost(site.ctx, {
    kind: before.kind,
    communityId: await communityOn(seed, site, community),
    title: before.title,
    text,
    parentId: null,
    themes: before.themes,
    lang: null,
    submission: null,
  });
  await editPost(site.ctx, { actorId, postId: before.id, content, seen: before.revision });
}

/** The question's author accepts an answer, at their own site. */
export async function accept<R extends string>(seed: Seed<R>, role: R, answer: string): Promise<void> {
  const { actorId, site } = seed.cast[role];
  await acceptAnswer(site.ctx, { actorId, postId: await postOn(site, answer) });
}

export async function useful<R extends string>(seed: Seed<R>, role: R, post: string): Promise<void> {
  const { actorId, site } = seed.cast[role];
  await markUseful(site.ctx, { actorId, postId: await postOn(site, post) });
}

/** Row id of a community at a site that knows it. */
export async function communityOn(
  { communities: known }: Known,
  site: NetworkNode,
  key: string,
): Promise<string> {
  const found = await findKnownCommunity(site.ctx, known.get(key) ?? "");
  if (!found) throw new Error(`${site.name} does not know ${key}.`);
  return found.id;
}

/** Row id of a post at a site that holds it. */
export async function postOn(site: NetworkNode, iri: string): Promise<string> {
  const post = await postByIri(site.ctx.sql, iri);
  if (!post) throw new Error(`${site.name} does not hold ${iri}.`);
  return post.id;
}

/** Where a community's page is at a site. */
export function pathAt({ communities: known }: Known, site: NetworkNode, key: string): string {
  const home = new URL(known.get(key) ?? "");
  return home.origin === site.origin ? `/c/${key}` : `/c/${key}@${home.host}`;
}

/** Threads of the demo's communities, as they were written for it. */
export function threadsOf(...keys: readonly string[]): readonly DemoThread[] {
  return threads.filter((thread) => keys.includes(thread.community));
}

/** A text without mentions of people who are not in this test. */
export function plain(text: string): string {
  return text.replaceAll(/@\{(\w+)\}/g, (_, key: string) => key.charAt(0).toUpperCase() + key.slice(1));
}
