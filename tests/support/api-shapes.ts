import { z } from "zod";
import { MODERATION_KINDS } from "../../node/modlog/types.ts";
import { AttachedLink, File } from "./api-file-shapes.ts";
import { Relation } from "./api-relation-shape.ts";

// What the JSON of the pages looks like: docs/api.md is written from these, and real answers are held against them.

const moment = z.iso.datetime();
const count = z.int().nonnegative();
const level = z.enum(["open", "restricted", "closed", "confidential"]);
const kind = z.enum(["topic", "question", "reply"]);

const Person = z
  .strictObject({
    id: z.uuid(),
    iri: z.url(),
    name: z.string(),
    handle: z.string(),
    path: z.string(),
    roleTitle: z.string(),
    council: z.string().nullable(),
    invitedBy: z.string().nullable(),
    via: z.string().nullable(),
    initials: z.string(),
    hue: z.int(),
    gone: z.boolean(),
  })
  .meta({ id: "Person" });

const label = {
  id: z.uuid(),
  iri: z.url(),
  name: z.string(),
  handle: z.string(),
  path: z.string(),
  level,
  local: z.boolean(),
  home: z.string().nullable(),
};
const CommunityLabel = z.strictObject(label).meta({ id: "CommunityLabel" });

const card = {
  ...label,
  purpose: z.string(),
  themes: z.array(z.string()),
  joining: z.enum(["open", "approval", "invitation"]),
  ...{ members: count.nullable(), councils: count.nullable() },
  lastActivity: moment.nullable(),
  unanswered: count,
  relation: Relation,
};
const CommunityCard = z.strictObject(card).meta({ id: "CommunityCard" });

const Holding = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("here") }),
    z.strictObject({ kind: z.literal("bringing"), brought: count, of: count }),
    z.strictObject({ kind: z.literal("complete"), checked: moment }),
    z.strictObject({ kind: z.literal("since"), from: moment.nullable(), checked: moment }),
    z.strictObject({ kind: z.literal("not-answering"), since: moment, brought: count, of: count }),
    z.strictObject({ kind: z.literal("not-brought") }),
    z.strictObject({ kind: z.literal("on-joining"), brought: count }),
  ])
  .meta({ id: "Holding" });

const audience = z.strictObject({ members: count, councils: count, holders: z.array(z.string()) }).nullable();

const Community = z
  .strictObject({
    ...{ ...card, audience, readable: z.boolean() },
    charter: z.record(z.string(), z.string()),
    facilitators: z.array(Person),
    language: z.string(),
    indexable: z.boolean(),
    feed: z.boolean(),
    levelFixed: z.boolean(),
    holding: Holding,
    created: moment,
    joinLink: z.string().nullable(),
  })
  .meta({ id: "Community" });

const Late = z
  .strictObject({
    home: z.string(),
    since: moment,
    cause: z.enum([
      "not-answering",
      "certificate-expired",
      "certificate",
      "name-not-found",
      "refusing",
      "busy",
      "error",
    ]),
  })
  .meta({ id: "Late" });

const Journey = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("here") }),
    z.strictObject({ kind: z.literal("saved"), since: moment, late: Late.nullable() }),
    z.strictObject({ kind: z.literal("on-its-way"), since: moment }),
    z.strictObject({ kind: z.literal("arrived") }),
    z.strictObject({ kind: z.literal("declined"), reason: z.string(), code: z.string() }),
  ])
  .meta({ id: "Journey" });

const Post = z
  .strictObject({
    id: z.uuid(),
    iri: z.url(),
    kind,
    author: Person,
    number: count,
    html: z.string(),
    lang: z.string(),
    published: moment,
    edited: moment.nullable(),
    files: z.array(File),
    links: z.array(AttachedLink),
    gone: z.strictObject({ kind: z.enum(["deleted", "removed"]), reason: z.string() }).nullable(),
    journey: Journey,
    useful: count,
    usefulByMe: z.boolean(),
    accepted: z.boolean(),
    replyTo: z.strictObject({ number: count, id: z.uuid(), name: z.string() }).nullable(),
    isNew: z.boolean(),
    ...{ release: z.strictObject({ reason: z.string() }).nullable(), released: moment.nullable() },
    sourceChanged: moment.nullable(),
    may: z.strictObject({
      edit: z.boolean(),
      delete: z.boolean(),
      remove: z.boolean(),
      restore: z.boolean(),
      appeal: z.boolean(),
      accept: z.boolean(),
      unaccept: z.boolean(),
      useful: z.boolean(),
      reply: z.boolean(),
      report: z.boolean(),
    }),
    original: z.string().nullable(),
  })
  .meta({ id: "Post" });

const TopicRow = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(["topic", "question"]),
    title: z.string(),
    excerpt: z.string(),
    path: z.string(),
    community: CommunityLabel,
    author: Person,
    published: moment,
    replies: count,
    newReplies: count,
    lastReply: z.strictObject({ by: z.string(), at: moment }).nullable(),
    answered: z.boolean(),
    pinned: z.boolean(),
    locked: z.boolean(),
    journey: Journey,
    themes: z.array(z.string()),
    hashtags: z.array(z.string()),
    lang: z.string(),
  })
  .meta({ id: "TopicRow" });

const paged = { total: count, page: count, pages: count };
const marked = z.array(z.tuple([z.string(), z.boolean()]));
const Topics = z.strictObject({ items: z.array(TopicRow), ...paged }).meta({ id: "Topics" });
const stretches = z.array(z.strictObject({ kind: z.enum(["same", "added", "removed"]), text: z.string() }));

export const API_SHAPES = {
  Communities: z.strictObject({ items: z.array(CommunityCard), ...paged }),
  CommunityTopics: z.strictObject({ community: Community, topics: Topics }),
  CommunityAbout: z.strictObject({ community: Community }),
  CommunityMembers: z.strictObject({
    community: Community,
    members: z.strictObject({
      items: z.array(
        z.strictObject({
          person: Person,
          role: z.enum(["member", "facilitator", "owner"]),
          since: moment,
          paused: z.strictObject({ until: moment.nullable() }).nullable(),
          returned: moment.nullable(),
        }),
      ),
      ...paged,
    }),
    shares: z.array(z.strictObject({ council: z.string(), members: count.nullable() })),
  }),
  ModerationLog: z.strictObject({
    items: z.array(
      z.strictObject({
        ...{ id: z.uuid(), kind: z.enum(MODERATION_KINDS) },
        ...{ by: Person.nullable(), reason: z.string(), happened: moment, path: z.string().nullable() },
        receipts: z
          .array(
            z.strictObject({
              ...{ name: z.string(), sent: moment },
              ...{ confirmed: moment.nullable(), lied: moment.nullable() },
            }),
          )
          .nullable(),
      }),
    ),
    ...paged,
    erasures: z.array(
      z.strictObject({
        ...{ name: z.string(), asked: moment, until: moment, erased: moment.nullable() },
        ...{ lied: moment.nullable(), legalHold: z.string(), silent: z.boolean() },
      }),
    ),
    receiptsAway: z.boolean(),
  }),
  Thread: z.strictObject({
    community: CommunityLabel,
    audience,
    id: z.uuid(),
    iri: z.url(),
    kind: z.enum(["topic", "question"]),
    title: z.string(),
    path: z.string(),
    themes: z.array(z.string()),
    hashtags: z.array(z.string()),
    pinned: z.boolean(),
    locked: z.strictObject({ reason: z.string() }).nullable(),
    posts: z.array(Post),
    acceptedAnswer: Post.nullable(),
    replies: count,
    waiting: count,
    mine: z.boolean(),
    page: count,
    pages: count,
    firstNew: z.strictObject({ page: count, postId: z.uuid() }).nullable(),
    councils: count,
    may: z.strictObject({
      pin: z.boolean(),
      lock: z.boolean(),
      answerHere: z.enum(["reply", "reply-joins", "ask-to-join", "sign-in", "locked", "suspended"]),
    }),
    related: z.array(
      z.strictObject({
        title: z.string(),
        path: z.string(),
        answered: z.boolean(),
        lang: z.string(),
        community: z.string(),
      }),
    ),
  }),
  History: z.strictObject({
    versions: z.array(z.strictObject({ number: count, made: moment })),
    complete: z.boolean(),
    shown: z.strictObject({
      number: count,
      made: moment,
      title: z.string(),
      html: z.string(),
      before: count.nullable(),
      changes: z.strictObject({ title: stretches, text: stretches }),
    }),
  }),
  Found: z.looseObject({
    items: z.array(z.looseObject({ kind: z.string(), title: marked })),
    total: count,
    corrected: z.string().nullable(),
    leftOut: z.array(z.string()),
    behind: z.boolean(),
  }),
  People: z.strictObject({
    items: z.array(z.strictObject({ person: Person, topics: z.array(z.string()) })),
    ...paged,
  }),
  Profile: z.strictObject({
    ...Person.shape,
    details: z
      .strictObject({
        summary: z.string(),
        topics: z.array(z.string()),
        serviceAreas: z.array(z.string()),
        languages: z.array(z.string()),
      })
      .nullable(),
    communities: z.array(z.strictObject({ name: z.string(), path: z.string(), role: z.string() })),
    contributions: z.array(
      z.strictObject({
        postId: z.uuid(),
        title: z.string(),
        path: z.string(),
        kind,
        published: moment,
        community: z.string(),
      }),
    ),
  }),
  Notifications: z.strictObject({
    items: z.array(
      z.strictObject({
        id: z.uuid(),
        kind: z.string(),
        actor: Person.nullable(),
        community: CommunityLabel.nullable(),
        title: z.string().nullable(),
        facts: z.record(z.string(), z.union([z.string(), z.boolean(), z.null()])),
        path: z.string(),
        created: moment,
        read: z.boolean(),
        sentence: z.string(),
      }),
    ),
    unread: count,
    ...paged,
  }),
  EditForm: z.strictObject({
    text: z.strictObject({ title: z.string(), text: z.string(), revision: z.string(), lang: z.string() }),
    files: z.array(File),
    errors: z.array(z.never()),
  }),
  File,
  TakenBack: z.strictObject({ id: z.string() }),
  Posted: z.strictObject({ id: z.uuid(), iri: z.url(), path: z.string() }),
  Joined: z.strictObject({ state: z.enum(["requested", "active"]) }),
  Leaver: z.strictObject({ account: z.uuid(), email: z.string(), name: z.string(), off: moment }),
  Useful: z.strictObject({ useful: z.boolean() }),
  Done: z.strictObject({ path: z.string() }),
  Refused: z.strictObject({ code: z.string(), message: z.string(), request: z.uuid() }),
  Wrong: z.looseObject({
    errors: z.array(z.strictObject({ field: z.string().nullable(), text: z.string() })).min(1),
  }),
} as const satisfies Readonly<Record<string, z.ZodObject>>;

export type ApiShape = keyof typeof API_SHAPES;
