import { z } from "zod";
import type { PostView, ThreadPage, TopicRow } from "../../node/posts/types.ts";
import {
  communityAt,
  communityLabelAt,
  fileAt,
  type HiddenAt,
  pageOf,
  personAt,
  threadPath,
  written,
} from "./shapes.ts";

// What the node of a hidden community answers, read strictly: docs/api.md says the shapes, and what is not in them is
// left out. Text is cleaned here again, addresses are made anew, and acts that have no page here are taken away.

const moment = z.coerce.date();
const count = z.int().min(0);
const uuid = z.uuid();

/** What an invited person reads before they decide. */
export const invitationAnswer = z.object({
  name: z.string().max(300),
  purpose: z.string().max(1_000),
  language: z.enum(["en", "cy"]).catch("en"),
  members: count,
  councils: count,
  ends: moment.nullable().default(null),
  by: z.string().max(300).nullable().default(null),
  byCouncil: z.string().max(300).nullable().default(null),
  standing: z.enum(["member", "invited"]),
});
export type Invitation = z.output<typeof invitationAnswer>;

function topicAt(at: HiddenAt) {
  const fields = z.object({
    id: uuid,
    kind: z.enum(["topic", "question"]),
    title: z.string().max(1_000),
    excerpt: z.string().max(2_000).default(""),
    community: communityLabelAt(at),
    author: personAt(at),
    published: moment,
    replies: count,
    newReplies: count.default(0),
    lastReply: z
      .object({ by: z.string().max(300), at: moment })
      .nullable()
      .default(null),
    answered: z.boolean().default(false),
    pinned: z.boolean().default(false),
    locked: z.boolean().default(false),
    themes: z.array(z.string().max(100)).max(50).default([]),
    hashtags: z.array(z.string().max(200)).max(100).default([]),
    lang: z.string().max(20).default("en"),
  });
  return fields.transform(
    (topic): TopicRow => ({
      ...topic,
      hashtags: [],
      path: threadPath(at, topic.id),
      journey: { kind: "here" },
    }),
  );
}

export function topicsAnswer(at: HiddenAt) {
  return z.object({ community: communityAt(at), topics: pageOf(topicAt(at)) });
}

export function aboutAnswer(at: HiddenAt) {
  return z.object({ community: communityAt(at) });
}

const may = z.object({
  edit: z.boolean().default(false),
  delete: z.boolean().default(false),
  accept: z.boolean().default(false),
  unaccept: z.boolean().default(false),
  useful: z.boolean().default(false),
  reply: z.boolean().default(false),
  report: z.boolean().default(false),
  remove: z.boolean().default(false),
  restore: z.boolean().default(false),
  appeal: z.boolean().default(false),
});

const gone = z.object({ kind: z.enum(["deleted", "removed"]), reason: z.string().max(2_000) });

function postAt(at: HiddenAt) {
  const fields = z.object({
    id: uuid,
    kind: z.enum(["topic", "question", "reply"]),
    author: personAt(at),
    number: z.int().min(1),
    html: written,
    lang: z.string().max(20).default("en"),
    published: moment,
    edited: moment.nullable().default(null),
    files: z.array(fileAt(at)).max(50).default([]),
    gone: gone.nullable().default(null),
    useful: count.default(0),
    usefulByMe: z.boolean().default(false),
    accepted: z.boolean().default(false),
    replyTo: z
      .object({ number: z.int().min(1), id: uuid, name: z.string().max(300) })
      .nullable()
      .default(null),
    isNew: z.boolean().default(false),
    released: moment.nullable().default(null),
    sourceChanged: moment.nullable().default(null),
    may,
  });
  return fields.transform(
    (post): PostView => ({
      ...post,
      // Its own address would name the community's node and nothing else; it opens for nobody.
      iri: "",
      links: [],
      release: null,
      journey: { kind: "here" },
      // Earlier versions are at its node.
      edited: null,
      original: null,
    }),
  );
}

export function threadAnswer(at: HiddenAt) {
  const post = postAt(at);
  const fields = z.object({
    community: communityLabelAt(at),
    audience: z.object({ members: count, councils: count }).nullable().default(null),
    id: uuid,
    kind: z.enum(["topic", "question"]),
    title: z.string().max(1_000),
    themes: z.array(z.string().max(100)).max(50).default([]),
    pinned: z.boolean().default(false),
    locked: z
      .object({ reason: z.string().max(2_000) })
      .nullable()
      .default(null),
    posts: z.array(post).max(100),
    acceptedAnswer: post.nullable().default(null),
    replies: count,
    mine: z.boolean().default(false),
    page: z.int().min(1),
    pages: z.int().min(1),
    councils: count.default(0),
    may: z.object({
      lock: z.boolean().default(false),
      pin: z.boolean().default(false),
      answerHere: z.enum(["reply", "locked", "suspended"]),
    }),
  });
  return fields.transform(
    (thread): ThreadPage => ({
      ...thread,
      iri: "",
      path: threadPath(at, thread.id),
      hashtags: [],
      audience: { members: 0, councils: 0, ...thread.audience, holders: [at.home] },
      waiting: 0,
      firstNew: null,
      related: [],
    }),
  );
}

export const pageAnswer = z.object({ page: z.int().min(1) });
export const doneAnswer = z.object({});
export const publishedAnswer = z.object({ id: uuid, thread: uuid });
export const sourceAnswer = z.object({
  title: z.string().max(2_000),
  text: z.string().max(200_000),
  revision: z.int().positive(),
  lang: z.string().max(20),
  themes: z.array(z.string().max(100)).max(50),
});
