import { describe, expect, it } from "vitest";
import {
  answerToFollow,
  answerToJoin,
  mayAnswer,
  mayDecide,
  outsidersPost,
} from "../../federation/read/authority-membership.ts";
import type { Standing } from "../../federation/read/standing.ts";
import type { Decision } from "../../node/refusal.ts";
import { EAST, GROUP, NORTH } from "./wire-facts.ts";

const nobody: Standing = { role: "none", suspended: false, administrator: false };
const member: Standing = { ...nobody, role: "member" };
const facilitator: Standing = { ...nobody, role: "facilitator" };
const OTHER = `${NORTH}/ap/g/other`;
const code = (decision: Decision) => (decision.ok ? "yes" : decision.code);

describe("Following and joining", () => {
  const follow = {
    level: "open",
    joinPolicy: "open",
    followerType: "Person",
    keepsClosed: false,
    standing: nobody,
  } as const;
  it.each([
    ["B-01: a person follows an open community", {}, "member"],
    ["a node follows an open community", { followerType: "Application" }, "reader"],
    ["a community follows an open community", { followerType: "Group" }, "reader"],
    [
      "B-02: a person follows a community that is open to read",
      { level: "restricted", joinPolicy: "approval" },
      "reader",
    ],
    ["somebody suspended follows", { standing: { ...nobody, suspended: true } }, "reader"],
    [
      "B-03: other software follows a closed community",
      { level: "closed", joinPolicy: "approval" },
      "reject",
    ],
    [
      "a council follows a closed community",
      { level: "closed", joinPolicy: "approval", keepsClosed: true },
      "request",
    ],
    [
      "anyone follows a hidden community",
      { level: "confidential", joinPolicy: "invitation", keepsClosed: true },
      "reject",
    ],
  ] as const)("%s: %s", (_who, facts, expected) => {
    expect(answerToFollow({ ...follow, ...facts })).toBe(expected);
  });

  const join = {
    level: "restricted",
    joinPolicy: "approval",
    joinerType: "Person",
    standing: nobody,
  } as const;
  it.each([
    ["a person asks", {}, "ask"],
    ["a person asks where joining is open", { level: "open", joinPolicy: "open" }, "grant"],
    ["B-05: a member asks again", { standing: member }, "repeat"],
    ["a person asks where one is invited", { joinPolicy: "invitation" }, "reject"],
    ["a node asks", { joinerType: "Application" }, "reject"],
    ["somebody suspended asks", { standing: { ...nobody, suspended: true } }, "reject"],
  ] as const)("%s: %s", (_who, facts, expected) => {
    expect(answerToJoin({ ...join, ...facts })).toBe(expected);
  });

  it.each([
    ["the community, what was asked", { request: { groupIri: GROUP, state: "requested" } }, "yes"],
    [
      "A38: another community",
      { actorIri: OTHER, request: { groupIri: GROUP, state: "requested" } },
      "not-allowed",
    ],
    ["A39: the community, what nobody asked", { request: null }, "not-found"],
    [
      "A39: the community, again after its refusal",
      { request: { groupIri: GROUP, state: "refused" } },
      "already-decided",
    ],
    [
      "the community, ending what it granted",
      { answer: "Reject", request: { groupIri: GROUP, state: "active" } },
      "yes",
    ],
  ] as const)("answers: %s: %s", (_who, facts, expected) => {
    expect(code(mayAnswer({ actorIri: GROUP, answer: "Accept", ...facts }))).toBe(expected);
  });

  const request = { iri: `${EAST}/ap/a/join`, state: "requested" } as const;
  const decision = {
    audience: GROUP,
    groupIri: GROUP,
    standing: facilitator,
    request,
    of: { id: request.iri, asType: null, actor: null, object: null, target: null },
  };
  it.each([
    ["a facilitator", {}, "yes"],
    ["a member", { standing: member }, "not-allowed"],
    ["a facilitator, for another community", { audience: OTHER }, "wrong-audience"],
    ["a second facilitator", { request: { ...request, state: "active" } }, "already-decided"],
    ["a facilitator, about a request nobody made", { request: null }, "not-found"],
  ] as const)("decides: %s: %s", (_who, facts, expected) => {
    expect(code(mayDecide({ ...decision, ...facts }))).toBe(expected);
  });

  it("posts of people outside: councils are told, other software waits for the facilitator", () => {
    expect([outsidersPost("profile"), outsidersPost("other")]).toEqual(["reject", "hold"]);
  });
});
