import { describe, expect, it } from "vitest";
import { readActivity } from "../../federation/read/activity.ts";
import type { Activity } from "../../federation/read/activity-types.ts";
import {
  mayAnnounce,
  mayBelong,
  mayProve,
  relayOf,
  takesEffect,
  verificationOf,
} from "../../federation/read/authority-relay.ts";
import type { Decision } from "../../node/refusal.ts";
import { AISHA, CARL, EAST, GROUP, NORTH, PUBLIC, TOPIC } from "./wire-facts.ts";

const OTHER = `${NORTH}/ap/g/other`;
const code = (decision: Decision) => (decision.ok ? "yes" : decision.code);

describe("By which road an activity counts", () => {
  const like = (more: object) =>
    readActivity({ id: `${EAST}/ap/a/1`, type: "Like", actor: AISHA, object: TOPIC, ...more }) as Activity;
  const facts = { groupIri: GROUP, profile: false, public: true, aboutThisCommunity: false };
  it.each([
    ["E-09: names this community", { audience: GROUP }, { profile: true }, "yes"],
    ["E-09: names another", { audience: OTHER, to: [GROUP] }, { aboutThisCommunity: true }, "wrong-audience"],
    ["E-09: a council's that names none", { to: [GROUP] }, { profile: true }, "wrong-audience"],
    ["other software's, addressed to it", { to: [PUBLIC], cc: [GROUP] }, {}, "yes"],
    ["other software's, about a post in it", {}, { aboutThisCommunity: true }, "yes"],
    ["other software's, about nothing in it", {}, {}, "wrong-audience"],
    ["other software's, in a closed community", { to: [GROUP] }, { public: false }, "wrong-audience"],
  ] as const)("%s: %s", (_case, sent, more, expected) => {
    expect(code(mayBelong(like(sent), { ...facts, ...more }))).toBe(expected);
  });

  it("E-06: what a community passes on, to whom, and what it keeps", () => {
    expect(["Create", "Undo", "Lock"].map(relayOf)).toEqual(["logged", "logged", "logged"]);
    expect(["Flag", "Join"].map(relayOf)).toEqual(["forwarded", "forwarded"]);
    expect(["Follow", "Accept", "Reject", "Leave", "Offer", "Dislike", "Announce"].map(relayOf)).toEqual(
      Array(7).fill("never"),
    );
  });

  it("E-06, E-11: only the community itself announces, and never an Announce", () => {
    expect(code(mayAnnounce({ announcerIri: GROUP, groupIri: GROUP, innerType: "Create" }))).toBe("yes");
    expect(code(mayAnnounce({ announcerIri: OTHER, groupIri: GROUP, innerType: "Create" }))).toBe(
      "wrong-audience",
    );
    expect(code(mayAnnounce({ announcerIri: GROUP, groupIri: GROUP, innerType: "Announce" }))).toBe(
      "unsupported",
    );
  });

  it.each([
    ["Create", false, "direct", false],
    ["Create", false, "announced", true],
    ["Create", false, "log", true],
    ["Create", true, "direct", true],
    ["Create", true, "announced", false],
    ["Accept", false, "direct", true],
    ["Accept", false, "announced", false],
    ["Flag", true, "direct", true],
    ["Flag", false, "announced", true],
    ["Join", false, "log", false],
  ] as const)(
    "a direct copy never swallows the relay: %s, here %s, %s: %s",
    (type, groupIsLocal, road, expected) => {
      expect(takesEffect({ type, groupIsLocal, road })).toBe(expected);
    },
  );

  const inner = {
    hasProof: false,
    type: "Create",
    actorIri: AISHA,
    groupIri: GROUP,
    fetched: "not-tried",
  } as const;
  it.each([
    ["S-04: with a proof, by its proof and nothing else", { hasProof: true, fetched: "failed" }, "proof"],
    ["without, by somebody of the community's node", { actorIri: CARL }, "group-origin"],
    ["E-07: without, from elsewhere", {}, "fetch"],
    ["E-07: without, from elsewhere, not found there", { fetched: "failed" }, null],
    ["a mark without proof that cannot be fetched", { type: "Like", fetched: "failed" }, "count-anonymously"],
  ] as const)("is proved: %s: %s", (_case, more, expected) => {
    expect(verificationOf({ ...inner, ...more })).toBe(expected);
  });

  it("S-03: a proof is by a key of the very actor", () => {
    expect(code(mayProve(`${AISHA}#ed25519-key`, AISHA))).toBe("yes");
    expect(code(mayProve(`${CARL}#ed25519-key`, AISHA))).toBe("wrong-author");
  });
});
