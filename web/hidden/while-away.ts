import type { CommunityPage } from "../../node/communities/types.ts";
import type { PostView, ThreadPage } from "../../node/posts/types.ts";
import { type HiddenAt, threadPath } from "./shapes.ts";

// What forms are shown with while the node of a hidden community is away: nothing of it is known here, and the words that
// somebody typed must not be lost.

/** The community as far as its form needs it, where its node is away: the words matter more than the name. */
export function unnamedCommunity({ path, home }: HiddenAt): CommunityPage {
  const none = { id: "", iri: "", handle: "", purpose: "", themes: [], charter: {}, facilitators: [] };
  return {
    ...none,
    name: home,
    path,
    level: "confidential",
    local: false,
    home,
    joining: "invitation",
    members: null,
    councils: null,
    lastActivity: null,
    unanswered: 0,
    relation: { kind: "member", since: new Date(0), role: "member" },
    language: "en",
    audience: null,
    readable: true,
    indexable: false,
    feed: false,
    levelFixed: true,
    holding: { kind: "here" },
    created: new Date(0),
    joinLink: null,
  };
}

/** A thread as far as its reply box needs it, where its node is away. */
export function unreadThread(at: HiddenAt, id: string): ThreadPage {
  const { name, path, level, local, home } = unnamedCommunity(at);
  return {
    community: { id: "", iri: "", handle: "", name, path, level, local, home },
    audience: null,
    id,
    iri: "",
    kind: "topic",
    title: at.home,
    path: threadPath(at, id),
    themes: [],
    hashtags: [],
    pinned: false,
    locked: null,
    posts: [],
    acceptedAnswer: null,
    replies: 0,
    waiting: 0,
    mine: false,
    page: 1,
    pages: 1,
    firstNew: null,
    councils: 0,
    may: { pin: false, lock: false, answerHere: "reply" },
    related: [],
  };
}

/** A post as far as the form about it needs it. */
export function unreadPost(id: string, kind: PostView["kind"]): PostView {
  const person = {
    id: "",
    iri: "",
    name: "",
    handle: "",
    path: "",
    roleTitle: "",
    council: null,
    invitedBy: null,
  };
  const may = { edit: true, delete: false, remove: false, restore: false, appeal: false };
  return {
    id,
    iri: "",
    kind,
    author: { ...person, via: null, initials: "", hue: 1, gone: true },
    number: 1,
    html: "",
    lang: "en",
    published: new Date(0),
    edited: null,
    files: [],
    links: [],
    release: null,
    released: null,
    sourceChanged: null,
    gone: null,
    journey: { kind: "here" },
    useful: 0,
    usefulByMe: false,
    accepted: false,
    replyTo: null,
    isNew: false,
    may: { ...may, accept: false, unaccept: false, useful: false, reply: false, report: true },
    original: null,
  };
}
