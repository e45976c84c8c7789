import { describe, expect, it } from "vitest";
import { mayCurate, mayGovern, mayUndo } from "../../federation/read/authority-acts.ts";
import type { Standing } from "../../federation/read/standing.ts";
import type { Decision } from "../../node/refusal.ts";
import { AISHA, CARL, EAST, GROUP, NORTH, TOPIC } from "./wire-facts.ts";

const nobody: Standing = { role: "none", suspended: false, administrator: false };
const member: Standing = { ...nobody, role: "member" };
const facilitator: Standing = { ...nobody, role: "facilitator" };
const OTHER = `${NORTH}/ap/g/other`;
const code = (decision: Decision) => (decision.ok ? "yes" : decision.code);

describe("Who may change a community", () => {
  const collections = {
    featured: `${GROUP}/featured`,
    moderators: `${GROUP}/moderators`,
    members: `${GROUP}/members`,
  };
  const pin = {
    type: "Add",
    objectIri: TOPIC,
    targetIri: collections.featured,
    collections,
    standing: facilitator,
    byGroup: false,
    inCommunity: true,
    moderatorIris: [CARL],
    isMember: true,
  } as const;
  it.each([
    ["a facilitator pins", {}, "yes"],
    ["B-10: a member pins", { standing: member }, "not-allowed"],
    ["a facilitator pins what is elsewhere", { inCommunity: false }, "not-found"],
    [
      "A42: a facilitator changes another community's list",
      { targetIri: `${OTHER}/featured` },
      "wrong-audience",
    ],
    ["B-10: a facilitator adds a member", { targetIri: collections.moderators, objectIri: AISHA }, "yes"],
    [
      "B-10: a member adds herself",
      { targetIri: collections.moderators, objectIri: AISHA, standing: member },
      "not-allowed",
    ],
    [
      "a facilitator adds somebody who is no member",
      { targetIri: collections.moderators, isMember: false },
      "not-a-member",
    ],
    [
      "B-11: the last facilitator goes",
      { type: "Remove", targetIri: collections.moderators, objectIri: CARL },
      "last-facilitator",
    ],
    [
      "B-11: one of two goes",
      { type: "Remove", targetIri: collections.moderators, objectIri: CARL, moderatorIris: [CARL, AISHA] },
      "yes",
    ],
    [
      "the community ends a membership",
      { type: "Remove", targetIri: collections.members, byGroup: true },
      "yes",
    ],
    [
      "a facilitator writes to the members' list",
      { type: "Remove", targetIri: collections.members },
      "not-allowed",
    ],
  ] as const)("%s: %s", (_act, facts, expected) => {
    expect(code(mayCurate({ ...pin, ...facts }))).toBe(expected);
  });

  it("F-07: a facilitator locks and suspends in one's own community only", () => {
    expect(code(mayGovern({ inCommunity: true, standing: facilitator, byGroup: false }))).toBe("yes");
    expect(code(mayGovern({ inCommunity: true, standing: member, byGroup: false }))).toBe("not-allowed");
    expect(code(mayGovern({ inCommunity: false, standing: facilitator, byGroup: false }))).toBe(
      "wrong-audience",
    );
    expect(code(mayGovern({ inCommunity: true, standing: nobody, byGroup: true }))).toBe("yes");
  });

  const of = { id: `${EAST}/ap/a/1`, asType: "Like", actor: AISHA, object: TOPIC, target: null };
  it.each([
    ["one's own mark", {}, "yes"],
    ["A37: another's mark", { actorIri: CARL }, "wrong-author"],
    ["A37: another's mark as a facilitator", { actorIri: CARL, standing: facilitator }, "wrong-author"],
    [
      "A37: a mark that its sender says is one's own, but is not",
      { actorIri: CARL, of: { ...of, actor: CARL }, stored: { type: "Like", actorIri: AISHA } },
      "wrong-author",
    ],
    ["a colleague's lock", { actorIri: CARL, standing: facilitator, of: { ...of, asType: "Lock" } }, "yes"],
    [
      "a facilitator's lock as a member",
      { actorIri: CARL, standing: member, of: { ...of, asType: "Lock" } },
      "not-allowed",
    ],
    [
      "C-08: the asker's choice as a facilitator",
      { actorIri: CARL, standing: facilitator, stored: { type: "ChooseAnswer", actorIri: AISHA } },
      "yes",
    ],
  ] as const)("takes back %s: %s", (_act, facts, expected) => {
    expect(code(mayUndo({ actorIri: AISHA, of, stored: null, standing: nobody, ...facts }))).toBe(expected);
  });
});
