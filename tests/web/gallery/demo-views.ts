import { councils } from "../../../deploy/demo/content/councils.ts";
import { people } from "../../../deploy/demo/content/people.ts";
import type { DemoPerson, DemoPost, DemoThread } from "../../../deploy/demo/content/types.ts";
import type { CommunityCard } from "../../../node/communities/types.ts";
import { idOf } from "../../../node/ids.ts";
import type { PersonLabel } from "../../../node/people/types.ts";
import type { PostView, ThreadPage, TopicRow } from "../../../node/posts/types.ts";
import { htmlOf } from "../../../node/text/markdown.ts";

/** The moment at which the gallery stands still. */
export const NOW = new Date("2026-11-20T16:00:00Z");

/** A stable UUID for a name, so that pictures do not change from run to run. */
export function uuidFor(name: string): string {
  let hash = 2166136261;
  for (const char of name) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619) >>> 0;
  const hex = hash.toString(16).padStart(8, "0");
  return `0193${hex.slice(0, 4)}-${hex.slice(4)}-7000-8000-${hex}${hex.slice(0, 4)}`;
}

const byKey = new Map(people.map((person) => [person.key, person]));

/** A person as the pages name them, seen from Sunderland. */
export function personOf(key: string, change: Partial<PersonLabel> = {}): PersonLabel {
  const person: DemoPerson = byKey.get(key) ?? people[0] ?? raise("No people in the demo.");
  const council = councils.find((one) => one.key === person.council);
  const here = person.node === "sunderland";
  const handle = person.name.toLowerCase().replace(/[^a-z]+/g, "_");
  return {
    id: uuidFor(person.key),
    iri: `https://cop.${person.node}.example/ap/p/${person.key}`,
    name: person.name,
    handle: here ? handle : `${handle}@cop.${person.node}.example`,
    path: `/people/${here ? handle : `${handle}@cop.${person.node}.example`}`,
    roleTitle: person.role,
    council: council?.name ?? null,
    invitedBy: null,
    via: person.council === "exmoor" ? "Somerset Communities" : null,
    initials: person.name
      .split(" ")
      .map((part) => part[0])
      .slice(0, 2)
      .join(""),
    hue: ((person.key.charCodeAt(0) + person.key.length) % 8) + 1,
    gone: false,
    ...change,
  };
}

export function momentOf(post: { daysAgo: number; at: string }): Date {
  const day = new Date(NOW.getTime() - post.daysAgo * 86_400_000).toISOString().slice(0, 10);
  return new Date(`${day}T${post.at}:00Z`);
}

function textOf(post: DemoPost): string {
  return post.text.replace(/@\{(\w+)\}/g, (_, key: string) => `@${byKey.get(key)?.name ?? key}`);
}

const SIGNED_IN_ACTS = {
  edit: false,
  delete: false,
  remove: false,
  restore: false,
  appeal: false,
  accept: false,
  unaccept: false,
  useful: true,
  reply: true,
  report: true,
};

function postView(thread: DemoThread, post: DemoPost, index: number): PostView {
  const all = [thread.opening, ...thread.replies];
  const parent =
    post.replyTo === undefined ? null : all.slice(0, index).findLastIndex((one) => one.by === post.replyTo);
  const author = personOf(post.by);
  return {
    id: uuidFor(`${thread.key}${index}`),
    iri: `https://cop.example/ap/o/${thread.key}${index}`,
    kind: index === 0 ? thread.kind : "reply",
    author,
    number: index + 1,
    html: htmlOf(textOf(post)),
    lang: post.lang ?? "en",
    published: momentOf(post),
    edited: post.edited === undefined ? null : momentOf(post.edited),
    files: [],
    links: [],
    release: null,
    released: null,
    sourceChanged: null,
    gone: post.removed === undefined ? null : { kind: "removed", reason: post.removed.reason },
    journey: { kind: "here" },
    useful: post.useful?.length ?? 0,
    usefulByMe: post.useful?.includes("amara") ?? false,
    accepted: post.accepted !== undefined,
    replyTo:
      parent === null || parent <= 0
        ? null
        : {
            number: parent + 1,
            id: uuidFor(`${thread.key}${parent}`),
            name: personOf(post.replyTo ?? "").name,
          },
    isNew: post.daysAgo < 13,
    may: SIGNED_IN_ACTS,
    original: author.handle.includes("@")
      ? `https://${author.handle.split("@")[1]}/c/${thread.community}/t/${thread.key}`
      : null,
  };
}

/** A discussion of the demo as its page shows it. */
export function threadOf(
  thread: DemoThread,
  community: CommunityCard,
  change: Partial<ThreadPage> = {},
): ThreadPage {
  const posts = [thread.opening, ...thread.replies].map((post, index) => postView(thread, post, index));
  return {
    community,
    audience: null,
    id: uuidFor(`${thread.key}0`),
    iri: `https://cop.somerset.example/ap/o/${thread.key}`,
    kind: thread.kind,
    title: thread.title,
    path: `${community.path}/t/${idOf(uuidFor(`${thread.key}0`))}`,
    themes: community.themes,
    hashtags: [...thread.opening.text.matchAll(/#(\w+)/g)].map((match) => match[1] ?? ""),
    pinned: thread.pinned !== undefined,
    locked: thread.locked === undefined ? null : { reason: thread.locked.reason },
    posts,
    acceptedAnswer: posts.find((post) => post.accepted) ?? null,
    replies: thread.replies.length,
    waiting: 0,
    mine: false,
    page: 1,
    pages: 1,
    firstNew: null,
    councils: new Set(posts.slice(1).map((post) => post.author.council)).size,
    may: { pin: false, lock: false, answerHere: "reply" },
    related: [],
    ...change,
  };
}

/** A discussion of the demo as a row of a list. */
export function rowOf(thread: DemoThread, community: CommunityCard): TopicRow {
  const page = threadOf(thread, community);
  const last = page.posts.at(-1);
  const first = page.posts[0] ?? raise("A thread without posts.");
  return {
    id: page.id,
    kind: thread.kind,
    title: thread.title,
    excerpt: textOf(thread.opening).slice(0, 220),
    path: page.path,
    community,
    author: first.author,
    published: first.published,
    replies: page.replies,
    newReplies: page.posts.filter((post) => post.isNew && post.kind === "reply").length,
    lastReply: page.replies === 0 || last === undefined ? null : { by: last.author.name, at: last.published },
    answered: page.acceptedAnswer !== null,
    pinned: page.pinned,
    locked: page.locked !== null,
    journey: { kind: "here" },
    themes: page.themes,
    hashtags: page.hashtags,
    lang: first.lang,
  };
}

function raise(message: string): never {
  throw new Error(message);
}
