import { describe, expect, it } from "vitest";
import { articleFor } from "../../federation/objects/article.ts";
import { noteFor } from "../../federation/objects/note.ts";
import {
  mayChooseAnswer,
  mayCreate,
  mayDelete,
  mayLike,
  mayRestore,
  mayUpdate,
} from "../../federation/read/authority.ts";
import { type ReadContent, readContentObject } from "../../federation/read/content-object.ts";
import type { Standing } from "../../federation/read/standing.ts";
import type { Decision } from "../../node/refusal.ts";
import { AISHA, CARL, EAST, GROUP, membersOnly, NOON, reply, THREAD, topic } from "./wire-facts.ts";

const EVE = `${EAST}/ap/p/eve`;
const nobody: Standing = { role: "none", suspended: false, administrator: false };
const member: Standing = { ...nobody, role: "member" };
const facilitator: Standing = { ...nobody, role: "facilitator" };
const suspended: Standing = { ...facilitator, suspended: true };
const open = { iri: GROUP, public: true, postPolicy: "members" } as const;

const code = (decision: Decision) => (decision.ok ? "yes" : decision.code);

function content(object: object): ReadContent {
  const read = readContentObject(JSON.parse(JSON.stringify(object)));
  if (read.type !== "content") throw new Error(JSON.stringify(read));
  return read;
}

const question = content(articleFor(topic));
const answer = content(noteFor(reply));
const closed = content(articleFor({ ...topic, group: membersOnly }));
const create = {
  actorIri: AISHA,
  content: question,
  community: open,
  standing: member,
  thread: null,
  forgotten: null,
};

describe("Who may post", () => {
  it.each([
    ["a member", {}, "yes"],
    ["somebody who is no member", { standing: nobody }, "not-a-member"],
    ["anyone where anyone may", { standing: nobody, community: { ...open, postPolicy: "anyone" } }, "yes"],
    [
      "a member where facilitators post",
      { community: { ...open, postPolicy: "facilitators" } },
      "not-allowed",
    ],
    [
      "a facilitator where facilitators post",
      { standing: facilitator, community: { ...open, postPolicy: "facilitators" } },
      "yes",
    ],
    ["an administrator of the community's node", { standing: { ...nobody, administrator: true } }, "yes"],
    ["somebody suspended", { standing: suspended }, "suspended"],
    ["E-08: somebody in another's name", { actorIri: EVE }, "wrong-author"],
    ["E-08: somebody from elsewhere in another's name", { actorIri: CARL }, "wrong-author"],
    ["C-06: a reply for members in an open community", { content: closed }, "visibility-mismatch"],
    [
      "C-06: a public reply in a community for members",
      { community: { ...open, public: false } },
      "visibility-mismatch",
    ],
    ["C-22: the author of a deleted post, under its id", { forgotten: { authorIri: AISHA } }, "forgotten"],
    ["C-22: the author of a removed post, under its id", { forgotten: { authorIri: null } }, "forgotten"],
    ["the author, whatever another pretended to delete", { forgotten: { authorIri: EVE } }, "yes"],
    ["a member, in a locked thread", { actorIri: CARL, content: answer, thread: { locked: true } }, "locked"],
    [
      "a facilitator, in a locked thread",
      { actorIri: CARL, content: answer, thread: { locked: true }, standing: facilitator },
      "yes",
    ],
  ] as const)("%s: %s", (_who, facts, expected) => {
    expect(code(mayCreate({ ...create, ...facts }))).toBe(expected);
  });
});

describe("Who may edit", () => {
  const stored = { authorIri: AISHA, newest: NOON };
  const at = (ms: number) => ({ ...question, updated: new Date(NOON.getTime() + ms) });
  it.each([
    ["the author, with a later version", { content: at(1), stored }, "yes"],
    ["C-20: the author, with the same version", { content: at(0), stored }, "stale-revision"],
    ["C-20: the author, with an older version", { content: at(-1), stored }, "stale-revision"],
    [
      "C-20: another of the same council",
      { content: at(1), stored: { ...stored, authorIri: EVE } },
      "wrong-author",
    ],
    [
      "a facilitator, another's post",
      { actorIri: CARL, content: at(1), stored, standing: facilitator },
      "wrong-author",
    ],
    [
      "the author of a deleted post",
      { content: at(1), stored, forgotten: { authorIri: AISHA } },
      "forgotten",
    ],
    [
      "the author, making a public post private",
      { content: { ...closed, updated: at(1).updated }, stored },
      "visibility-mismatch",
    ],
    ["somebody suspended", { content: at(1), stored, standing: suspended }, "suspended"],
    ["E-17: a member, of a post not seen before", { content: at(1), stored: null }, "yes"],
    [
      "E-17: no member, of a post not seen before",
      { content: at(1), stored: null, standing: nobody },
      "not-a-member",
    ],
  ] as const)("%s: %s", (_who, facts, expected) => {
    expect(code(mayUpdate({ ...create, ...facts }))).toBe(expected);
  });
});

describe("Who may delete, remove and restore", () => {
  const post = {
    actorIri: AISHA,
    objectIri: topic.iri,
    reason: null,
    stored: { authorIri: AISHA },
    standing: nobody,
    administersOrigin: false,
  };
  it.each([
    ["the author, without a reason", {}, "yes"],
    [
      "C-21: a facilitator elsewhere, without a reason",
      { actorIri: CARL, standing: facilitator },
      "wrong-author",
    ],
    [
      "C-21: a facilitator, with a reason",
      { actorIri: CARL, standing: facilitator, reason: "Off topic" },
      "yes",
    ],
    [
      "C-21: a facilitator, with an empty reason",
      { actorIri: CARL, standing: facilitator, reason: "" },
      "yes",
    ],
    [
      "C-21: a member, with a reason",
      { actorIri: CARL, standing: member, reason: "I disagree" },
      "not-allowed",
    ],
    [
      "a suspended facilitator, with a reason",
      { actorIri: CARL, standing: suspended, reason: "Off topic" },
      "not-allowed",
    ],
    ["A36: another of the same council", { actorIri: EVE }, "wrong-author"],
    ["an administrator of the author's node", { actorIri: EVE, administersOrigin: true }, "yes"],
    ["an administrator of another node", { actorIri: CARL, administersOrigin: true }, "wrong-author"],
    ["A78: the origin, before the post arrived", { stored: null }, "yes"],
    ["A36: another origin, before the post arrived", { actorIri: CARL, stored: null }, "wrong-author"],
  ] as const)("%s: %s", (_who, facts, expected) => {
    expect(code(mayDelete({ ...post, ...facts }))).toBe(expected);
  });

  it("a removal is taken back by a facilitator; a deletion by nobody", () => {
    expect(code(mayRestore({ removedBy: "facilitator", standing: facilitator }))).toBe("yes");
    expect(code(mayRestore({ removedBy: "facilitator", standing: member }))).toBe("not-allowed");
    expect(code(mayRestore({ removedBy: "author", standing: facilitator }))).toBe("forgotten");
  });
});

describe("Who may mark", () => {
  it("useful: any reader, in this community, unless suspended", () => {
    expect(code(mayLike({ inCommunity: true, standing: nobody }))).toBe("yes");
    expect(code(mayLike({ inCommunity: false, standing: member }))).toBe("wrong-audience");
    expect(code(mayLike({ inCommunity: true, standing: suspended }))).toBe("suspended");
  });

  const mark = {
    actorIri: AISHA,
    askerIri: AISHA,
    standing: member,
    threadIri: THREAD,
    answerThreadIri: THREAD,
    isQuestion: true,
  };
  it.each([
    ["C-07: the asker", {}, "yes"],
    ["C-07: a facilitator", { actorIri: CARL, standing: facilitator }, "yes"],
    ["C-07: another member", { actorIri: CARL }, "not-allowed"],
    ["C-07: a reply of another thread", { answerThreadIri: `${THREAD}2` }, "invalid"],
    ["C-07: a reply nobody knows", { answerThreadIri: null }, "invalid"],
    ["an answer to what is no question", { isQuestion: false }, "invalid"],
    ["a suspended asker", { standing: { ...member, suspended: true } }, "suspended"],
  ] as const)("the answer: %s: %s", (_who, facts, expected) => {
    expect(code(mayChooseAnswer({ ...mark, ...facts }))).toBe(expected);
  });
});
