import { describe, expect, it } from "vitest";
import {
  acceptConnectionFor,
  askToConnectFor,
  refuseConnectionFor,
} from "../../federation/activities/connect.ts";
import { directoryHintFor } from "../../federation/activities/update.ts";
import { problemFor, refusalOf, wireErrorOf } from "../../federation/errors.ts";
import { readActivity } from "../../federation/read/activity.ts";
import { answerToFollow } from "../../federation/read/authority-membership.ts";
import { EAST, NORTH, northNode } from "./wire-facts.ts";
import { by } from "./wire-samples.ts";

const north = `${NORTH}/ap/actor`;
const east = `${EAST}/ap/actor`;
const councils = northNode.councils;
const ask = askToConnectFor(by(east), north, { words: "We share a border\n& three services.", councils });

describe("Two nodes connect", () => {
  it("P-01, P-02: one node follows the other, with its councils and a line for a person", () => {
    expect(ask).toMatchObject({ type: "Follow", actor: east, object: north, to: [north], cc: [] });
    expect(ask.content).toBe("<p>We share a border<br />&amp; three services.</p>");
    expect(readActivity(ask)).toMatchObject({ words: "We share a border\n& three services.", councils });
    expect(askToConnectFor(by(east), north, { words: "", councils: [] })).not.toHaveProperty("content");
  });

  it("a knock by a stranger is answered as not trusted", () => {
    expect(problemFor("not-trusted", 403)).toEqual({
      type: "https://w3id.org/cop/v1#err-not-trusted",
      title: "not-trusted",
      status: 403,
    });
  });

  it("P-06: the answer is the asked node's, to the asking node, a refusal with its reason", () => {
    const yes = acceptConnectionFor(by(north), { received: ask }, { askerIri: east, words: "", councils });
    expect(yes).toMatchObject({ type: "Accept", actor: north, to: [east], object: ask });
    const no = refuseConnectionFor(
      by(north),
      { received: ask },
      { askerIri: east, words: "Not this year.", error: "refused" },
    );
    expect(readActivity(no)).toMatchObject({
      type: "Reject",
      words: "Not this year.",
      error: "refused",
      of: { id: ask.id, actor: east, object: north },
    });
  });

  it("an answer to a request that was not kept names the two nodes", () => {
    const answer = { askerIri: east, words: "", councils };
    const unread = acceptConnectionFor(by(north), { iri: null, askerIri: east }, answer);
    expect(readActivity(unread)).toMatchObject({
      of: { id: null, asType: "Follow", actor: east, object: north },
    });
    const claimed = acceptConnectionFor(by(north), { iri: `${EAST}/ap/a/9`, askerIri: east }, answer);
    expect(readActivity(claimed)).toMatchObject({ of: { id: `${EAST}/ap/a/9`, actor: east } });
  });

  it("P-12: a node that follows a community reads it and is no member", () => {
    const standing = { role: "none", suspended: false, administrator: false } as const;
    const facts = { level: "open", joinPolicy: "open", keepsClosed: true, standing } as const;
    expect(answerToFollow({ ...facts, followerType: "Application" })).toBe("reader");
    expect(answerToFollow({ ...facts, followerType: "Person" })).toBe("member");
  });

  it("P-15: a changed directory is hinted at by its address alone", () => {
    const hint = directoryHintFor(by(north), `${north}/communities`, [east]);
    expect(readActivity(hint)).toMatchObject({
      type: "Update",
      object: `${north}/communities`,
      content: null,
      ofActor: false,
    });
  });

  it("refusals have a word on the wire, and come back as the same refusal", () => {
    for (const code of [
      "not-a-member",
      "not-trusted",
      "locked",
      "suspended",
      "visibility-mismatch",
    ] as const) {
      expect(refusalOf(wireErrorOf(code))).toBe(code);
    }
    expect([wireErrorOf("taken"), refusalOf("something-new")]).toEqual(["refused", "not-allowed"]);
  });
});
