import { describe, expect, it } from "vitest";
import { readActivity } from "../../federation/read/activity.ts";
import { AISHA, CARL, EAST, GROUP, NOON, NORTH, northNode, TOPIC } from "./wire-facts.ts";
import { everyActivity } from "./wire-samples.ts";

const activities = everyActivity();
/** As another node gets it: through JSON text. */
const read = (name: string) => readActivity(JSON.parse(JSON.stringify(activities.get(name))));

describe("Every activity one node sends, as another reads it", () => {
  it.each([...activities.keys()])("%s: is read, and neither refused nor passed over", (name) => {
    expect(read(name)).toMatchObject({ type: String(activities.get(name)?.type) });
  });

  it("the parts of acts that decide something", () => {
    expect(read("join")).toMatchObject({ object: GROUP, words: "I lead on school streets." });
    expect(read("accept")).toMatchObject({
      of: { asType: "Join", actor: AISHA, object: GROUP },
      result: { type: "Relationship" },
    });
    expect(read("reject")).toMatchObject({ words: "For highways staff only", error: null });
    expect(read("decide")).toMatchObject({
      type: "Accept",
      audience: GROUP,
      words: "Welcome",
      of: { asType: null },
    });
    expect(read("delete")).toMatchObject({ object: TOPIC, reason: null, ofActor: false });
    expect(read("remove a post")).toMatchObject({ object: TOPIC, reason: "Off topic" });
    expect(read("delete a person")).toMatchObject({ ofActor: true, removeData: true });
    expect(read("log")).toMatchObject({
      log: { epoch: "01jq", seq: 1042, prev: `${NORTH}/ap/a/0` },
      items: [{ form: "activity" }],
    });
    expect(read("announce an id")).toMatchObject({ log: null, items: [{ form: "id", iri: TOPIC }] });
    expect(read("report")).toMatchObject({
      objects: [TOPIC],
      category: "conduct",
      reference: "r-8812",
      actor: `${EAST}/ap/actor`,
    });
    expect(read("suspend")).toMatchObject({ object: AISHA, target: GROUP, until: NOON, reason: "Spam" });
    expect(read("unlock")).toMatchObject({ of: { asType: "Lock", object: TOPIC, actor: CARL } });
    expect(read("ask to connect")).toMatchObject({
      object: `${NORTH}/ap/actor`,
      words: "We share a border.",
      councils: northNode.councils,
    });
    expect(read("refuse a connection")).toMatchObject({
      of: { id: null, actor: `${EAST}/ap/actor` },
      words: "Not yet",
      error: "refused",
    });
  });
});
