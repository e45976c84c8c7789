import { describe, expect, test } from "vitest";
import { checkEnvelope } from "../../federation/inbox/envelope.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { ACTOR, KEY_ID } from "../support/deliveries.ts";

describe("A31–A33, A40: what a sender may speak about", () => {
  const note = { id: "https://east.example/ap/o/1", type: "Note", attributedTo: ACTOR, content: "x" };
  const activity = (over: JsonObject): Json => ({
    id: "https://east.example/ap/a/1",
    type: "Create",
    actor: ACTOR,
    object: note,
    ...over,
  });
  const check = (document: Json, keyId = KEY_ID) => checkEnvelope(document, { keyId, profile: false });

  test("A31, A32: content lies on the sender's origin, has an id, and is the sender's own", () => {
    for (const type of ["Create", "Update"]) {
      expect(check(activity({ type }))).toMatchObject({ ok: true, objectIds: [note.id], object: note });
      const owners = [
        ACTOR,
        [ACTOR],
        { id: ACTOR, type: "Person" },
        [{ id: "https://east.example/c/1", type: "Group" }, ACTOR],
      ];
      for (const attributedTo of owners)
        expect(check(activity({ type, object: { ...note, attributedTo } }))).toMatchObject({ ok: true });
      const forged: Json[] = [
        { ...note, id: "https://victim.example/o/1" },
        { ...note, id: "http://east.example/ap/o/1" },
        { ...note, id: "https://east.example:444/ap/o/1" },
        { ...note, id: null },
        { ...note, id: 7 },
        { type: "Note", attributedTo: ACTOR },
        { ...note, attributedTo: "https://east.example/ap/p/02" },
        { ...note, attributedTo: "https://victim.example/u" },
        { ...note, attributedTo: [ACTOR, "https://victim.example/u"] },
        { id: note.id, type: "Note" },
        [note, note],
        [],
        "https://victim.example/o/1",
        "east",
        7,
        null,
      ];
      for (const object of forged)
        expect(check(activity({ type, object })), JSON.stringify(object)).toMatchObject({
          ok: false,
          status: 400,
        });
    }
    expect(check(activity({ object: note.id }))).toMatchObject({
      ok: true,
      objectIds: [note.id],
      object: null,
    });
    const { object: _none, ...bare } = activity({}) as JsonObject;
    expect(check(bare)).toMatchObject({ ok: false, status: 400 });
  });

  test("An actor may change its own document, and no other's", () => {
    const person = { id: ACTOR, type: "Person", name: "New" };
    expect(check(activity({ type: "Update", object: person }))).toMatchObject({ ok: true, object: person });
    for (const id of ["https://east.example/ap/p/02", "https://victim.example/u"]) {
      expect(check(activity({ type: "Update", object: { ...person, id } }))).toMatchObject({
        ok: false,
        status: 400,
      });
      expect(
        check(activity({ type: "Update", object: { ...person, id, attributedTo: ACTOR } })),
      ).toMatchObject({ ok: false });
    }
  });

  test("A33: of an announced object only the id is passed on; an announced activity is, to be proved", () => {
    const victims = { ...note, id: "https://victim.example/o/1", attributedTo: "https://victim.example/u" };
    expect(check(activity({ type: "Announce", object: victims }))).toMatchObject({
      ok: true,
      objectIds: [victims.id],
      object: null,
    });
    const inner = {
      id: "https://victim.example/a/1",
      type: "Create",
      actor: "https://victim.example/u",
      object: victims,
    };
    expect(check(activity({ type: "Announce", object: inner }))).toMatchObject({
      ok: true,
      objectIds: [inner.id],
      object: inner,
    });
    expect(check(activity({ type: "Like", object: victims }))).toMatchObject({
      ok: true,
      objectIds: [victims.id],
      object: null,
    });
    expect(check(activity({ type: "Delete", object: { id: victims.id, type: "Tombstone" } }))).toMatchObject({
      ok: true,
      object: null,
    });
  });

  test("A37: nobody takes back what another did, except acts of moderation, which are judged later", () => {
    for (const type of ["Follow", "Like", "Announce", "Join", "Create"]) {
      const mine = { id: "https://east.example/ap/a/0", type, actor: ACTOR, object: note.id };
      expect(check(activity({ type: "Undo", object: mine }))).toMatchObject({ ok: true, object: mine });
      expect(
        check(activity({ type: "Undo", object: { ...mine, actor: "https://east.example/ap/p/02" } })),
      ).toMatchObject({ ok: false, status: 400 });
    }
    const block = {
      id: "https://east.example/ap/a/0",
      type: "Block",
      actor: "https://east.example/ap/p/02",
      object: ACTOR,
    };
    expect(check(activity({ type: "Undo", object: block }))).toMatchObject({ ok: true });
  });

  test("A40: an activity cannot take an id on another origin", () => {
    for (const id of [
      "https://victim.example/a/1",
      "https://east.example:444/a/1",
      "http://east.example/a/1",
      "urn:uuid:1",
      "",
      null,
      7,
      ["https://east.example/a/1"],
    ]) {
      expect(check(activity({ id })), JSON.stringify(id)).toMatchObject({ ok: false, status: 400 });
    }
    for (const actor of [null, [], [ACTOR, "https://victim.example/u"], "x", { type: "Person" }]) {
      expect(check(activity({ actor })), JSON.stringify(actor)).toMatchObject({ ok: false, status: 400 });
    }
    expect(check(activity({ actor: { id: ACTOR, type: "Person" }, type: ["Create"] }))).toMatchObject({
      ok: true,
      actor: ACTOR,
      type: "Create",
    });
    expect(check(activity({ type: ["Create", "Delete"] }))).toMatchObject({ ok: false, status: 400 });
  });

  test("A report names several things by their ids, and keeps none of their text", () => {
    const object = ["https://north.example/ap/p/9", { ...note, id: "https://north.example/ap/o/9" }];
    expect(check(activity({ type: "Flag", object }))).toMatchObject({
      ok: true,
      objectIds: ["https://north.example/ap/p/9", "https://north.example/ap/o/9"],
      object: null,
    });
    expect(check(activity({ type: "Flag", object: ["x", note.id] }))).toMatchObject({ ok: false });
    expect(check(activity({ type: "Flag", object: [] }))).toMatchObject({ ok: false });
  });
});
