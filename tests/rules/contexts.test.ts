import { expect, test } from "vitest";
import { checkContext } from "../../federation/check-context.ts";
import {
  ACTOR_CONTEXT,
  AS2_CONTEXT,
  COP_NAMESPACE,
  KNOWN_CONTEXTS,
  PROFILE_CONTEXT,
} from "../../federation/contexts.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";

const PEER = { profile: true };
const OTHER = { profile: false };

function noteWith(context: Json): JsonObject {
  return { "@context": context, id: "https://a.example/1", type: "Note" };
}

test("Our own contexts are accepted, and name by URL only what every node knows (W-07)", () => {
  for (const context of [PROFILE_CONTEXT, ACTOR_CONTEXT]) {
    expect(checkContext(noteWith(context), PEER)).toEqual({ ok: true });
    for (const entry of context) if (typeof entry === "string") expect(KNOWN_CONTEXTS).toContain(entry);
  }
});

test("A document may carry only the entries it uses", () => {
  const context = [AS2_CONTEXT, { cop: COP_NAMESPACE, Hashtag: "as:Hashtag" }];
  expect(checkContext(noteWith(context), PEER)).toEqual({ ok: true });
});

test("Contexts of Mastodon, PeerTube, Mobilizon, Lemmy, WordPress and Pleroma are accepted", () => {
  const contexts: Json[] = [
    [
      AS2_CONTEXT,
      "https://w3id.org/security/v1",
      {
        manuallyApprovesFollowers: "as:manuallyApprovesFollowers",
        toot: "http://joinmastodon.org/ns#",
        featured: { "@id": "toot:featured", "@type": "@id" },
        alsoKnownAs: { "@id": "as:alsoKnownAs", "@type": "@id" },
        movedTo: "as:movedTo",
        schema: "http://schema.org#",
        PropertyValue: "schema:PropertyValue",
        value: "schema:value",
        focalPoint: { "@container": "@list", "@id": "toot:focalPoint" },
        sensitive: "as:sensitive",
      },
    ],
    [
      AS2_CONTEXT,
      { sc: "http://schema.org/", likes: { "@id": "as:likes", "@type": "@id" }, category: "sc:category" },
    ],
    [
      AS2_CONTEXT,
      {
        sc: "http://schema.org#",
        location: { "@id": "sc:location", "@type": "sc:Place" },
        Place: "sc:Place",
      },
    ],
    [AS2_CONTEXT, "https://join-lemmy.org/context.json"],
    [AS2_CONTEXT, { webfinger: "https://webfinger.net/#", resource: "webfinger:resource" }],
    [AS2_CONTEXT, "https://example.org/schemas/litepub-0.1.jsonld", { "@language": "und" }],
    AS2_CONTEXT,
  ];
  for (const context of contexts)
    expect(checkContext(noteWith(context), OTHER), JSON.stringify(context)).toEqual({ ok: true });
});

test("A document without a context is read from other software, not from a profile peer", () => {
  const note: JsonObject = { id: "https://a.example/1", type: "Note" };
  expect(checkContext(note, OTHER)).toEqual({ ok: true });
  expect(checkContext(note, PEER)).toMatchObject({ ok: false });
});

test("A47: up to 16 unknown contexts are passed over from other software, none from a profile peer", () => {
  const urls = (count: number) => Array.from({ length: count }, (_, i) => `https://evil.example/${i}`);
  expect(checkContext(noteWith([AS2_CONTEXT, ...urls(16)]), OTHER)).toEqual({ ok: true });
  expect(checkContext(noteWith([AS2_CONTEXT, ...urls(17)]), OTHER)).toMatchObject({ ok: false });
  expect(checkContext(noteWith([AS2_CONTEXT, ...urls(200)]), OTHER)).toMatchObject({ ok: false });
  expect(checkContext(noteWith([AS2_CONTEXT, ...urls(1)]), PEER)).toMatchObject({ ok: false });
  const spread = {
    ...noteWith(AS2_CONTEXT),
    tag: urls(17).map((url) => ({ "@context": url, type: "Mention" })),
  };
  expect(checkContext(spread, OTHER)).toMatchObject({ ok: false });
});

test("A48: a context that gives a term we read another meaning is refused, its own meaning is not", () => {
  const evil = "https://evil.example/ns#";
  const redefined: JsonObject[] = [
    { actor: `${evil}actor` },
    { actor: { "@id": `${evil}actor`, "@type": "@id" } },
    { actor: null },
    { actor: { "@type": "@id" } },
    { id: "@type" },
    { id: "https://evil.example/id" },
    { type: "@id" },
    { attributedTo: "as:actor" },
    { to: "as:cc" },
    { object: { "@id": "as:target" } },
    { publicKey: "as:attributedTo" },
    { proofValue: "as:name" },
    { Note: "as:Tombstone" },
    { as: evil },
    { cop: evil },
    { sec: evil },
    { content: { "@id": "as:content", "@container": "@graph" } },
    { innocent: { "@id": "as:tag", "@context": { actor: evil } } },
  ];
  for (const entry of redefined) {
    expect(checkContext(noteWith([AS2_CONTEXT, entry]), OTHER), JSON.stringify(entry)).toMatchObject({
      ok: false,
      code: "context",
    });
    const nested = { ...noteWith(AS2_CONTEXT), object: { "@context": entry, type: "Note" } };
    expect(checkContext(nested, OTHER), JSON.stringify(entry)).toMatchObject({ ok: false });
  }
  const same: JsonObject[] = [
    { actor: { "@id": "as:actor", "@type": "@id" } },
    { actor: "https://www.w3.org/ns/activitystreams#actor" },
    { id: "@id", type: "@type" },
    { inbox: "ldp:inbox" },
    { as: "https://www.w3.org/ns/activitystreams#" },
    { constructor: "https://a.example/c", toString: "https://a.example/t" },
  ];
  for (const entry of same)
    expect(checkContext(noteWith([AS2_CONTEXT, entry]), OTHER), JSON.stringify(entry)).toEqual({ ok: true });
});

test("A48: @vocab, @base and @import are refused wherever a context stands", () => {
  for (const keyword of ["@vocab", "@base", "@import", "@type", "@id", "@direction"]) {
    const context = { [keyword]: "https://evil.example/" };
    for (const document of [
      noteWith(context),
      noteWith([AS2_CONTEXT, context]),
      noteWith([AS2_CONTEXT, { x: { "@id": "as:x", "@context": context } }]),
      { ...noteWith(AS2_CONTEXT), object: { "@context": [context] } },
    ]) {
      expect(checkContext(document, OTHER), JSON.stringify(document)).toMatchObject({ ok: false });
    }
  }
  expect(checkContext(noteWith({ "@language": "cy", "@version": 1.1, "@protected": true }), OTHER)).toEqual({
    ok: true,
  });
});

test("A49: @graph, @included, @reverse and @nest are refused as members and behind another name", () => {
  for (const keyword of [
    "@graph",
    "@included",
    "@reverse",
    "@nest",
    "@id",
    "@type",
    "@list",
    "@set",
    "@index",
    "@json",
  ]) {
    expect(checkContext({ ...noteWith(AS2_CONTEXT), [keyword]: [] }, OTHER), keyword).toMatchObject({
      ok: false,
    });
    expect(
      checkContext({ ...noteWith(AS2_CONTEXT), object: { tag: [{ [keyword]: [] }] } }, OTHER),
      keyword,
    ).toMatchObject({ ok: false });
  }
  for (const keyword of ["@graph", "@included", "@reverse", "@nest"]) {
    expect(checkContext(noteWith([AS2_CONTEXT, { hidden: keyword }]), OTHER), keyword).toMatchObject({
      ok: false,
    });
    expect(
      checkContext(noteWith([AS2_CONTEXT, { hidden: { [keyword]: "as:actor" } }]), OTHER),
      keyword,
    ).toMatchObject({ ok: false });
  }
  for (const context of [null, 1, true, [null], [[AS2_CONTEXT]]]) {
    expect(checkContext(noteWith(context), OTHER), JSON.stringify(context)).toMatchObject({ ok: false });
  }
  const spoken = { ...noteWith(AS2_CONTEXT), name: { "@value": "Heol", "@language": "cy" } };
  expect(checkContext(spoken, OTHER)).toEqual({ ok: true });
});
