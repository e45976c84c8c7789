import { createHash, generateKeyPairSync, verify } from "node:crypto";
import { Create, Note } from "@fedify/fedify/vocab";
import { expect, test } from "vitest";
import { PROFILE_CONTEXT, PUBLIC_IRI } from "../../federation/contexts.ts";
import { canonicalJson, isJsonObject, type JsonObject } from "../../federation/jcs.ts";
import { decodeMultibase } from "../../federation/multibase.ts";
import { readProof, signProof, verifyProof } from "../../federation/proof.ts";
import { fedifyAcceptsProof, provedByFedify } from "../support/fedify-oracle.ts";

const author = generateKeyPairSync("ed25519");
const group = generateKeyPairSync("ed25519");
const CREATED = new Date("2026-03-01T09:30:00.789Z");
const AUTHOR_KEY = "https://east.example/ap/p/01ak#ed25519-key";

const create: JsonObject = {
  "@context": PROFILE_CONTEXT,
  id: "https://east.example/ap/a/01",
  type: "Create",
  actor: "https://east.example/ap/p/01ak",
  to: [PUBLIC_IRI],
  cc: [],
  "cop:seq": 7,
  object: {
    id: "https://east.example/ap/o/01",
    type: "Note",
    attributedTo: "https://east.example/ap/p/01ak",
    content: "<p>Croeso – 20 mph ✓</p>",
    tag: [{ type: "CommunityPostTag", name: "Signals" }],
    "cop:unknown": { deep: [1, 2.5, null] },
  },
};

const byAuthor = { verificationMethod: AUTHOR_KEY, privateKey: author.privateKey, created: CREATED };
const proved = signProof(create, byAuthor);

test("S-01: a proof has exactly the options of the profile, in whole seconds", () => {
  const { proofValue, ...options } = proved.proof;
  expect(options).toEqual({
    "@context": PROFILE_CONTEXT,
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    verificationMethod: AUTHOR_KEY,
    proofPurpose: "assertionMethod",
    created: "2026-03-01T09:30:00Z",
  });
  expect(proofValue).toMatch(/^z[1-9A-HJ-NP-Za-km-z]{80,90}$/);
});

test("S-02: Fedify and a verifier that hashes the proof as sent accept what we prove", async () => {
  expect(verifyProof(proved, author.publicKey)).toMatchObject({ ok: true, verificationMethod: AUTHOR_KEY });
  expect(await fedifyAcceptsProof(proved, author.publicKey)).toBe(true);
  const { proof, ...message } = JSON.parse(JSON.stringify(proved));
  const { proofValue, ...options } = proof;
  const hash = (value: JsonObject) => createHash("sha256").update(canonicalJson(value)).digest();
  const signature = decodeMultibase(proofValue) ?? new Uint8Array();
  expect(verify(null, Buffer.concat([hash(options), hash(message)]), author.publicKey, signature)).toBe(true);
});

test("S-02: what Fedify proves, we accept, fraction of a second included", async () => {
  const actor = new URL("https://hollo.example/@ann");
  const to = new URL("https://hollo.example/@ann/followers");
  const note = new Note({ id: new URL("https://hollo.example/n/1"), attribution: actor, content: "Hi", to });
  const activity = new Create({ id: new URL("https://hollo.example/c/1"), actor, object: note, to });
  const document = await provedByFedify(activity, author.privateKey, "https://hollo.example/@ann#multikey-2");
  expect(verifyProof(document, author.publicKey)).toMatchObject({ ok: true });
  expect(verifyProof({ ...document, id: "https://hollo.example/c/2" }, author.publicKey)).toMatchObject({
    ok: false,
  });
});

test("A relayed activity keeps its own proof inside the proved Announce, and both hold after transport", async () => {
  const relayed = signProof(
    {
      "@context": PROFILE_CONTEXT,
      id: "https://north.example/ap/a/9",
      type: "Announce",
      actor: "https://north.example/ap/g/01",
      object: proved,
    },
    {
      verificationMethod: "https://north.example/ap/g/01#ed25519-key",
      privateKey: group.privateKey,
      created: CREATED,
    },
  );
  const received = JSON.parse(JSON.stringify(relayed)) as JsonObject;
  const inner = received.object;
  if (!isJsonObject(inner)) throw new Error("no inner activity");
  expect(verifyProof(received, group.publicKey).ok).toBe(true);
  expect(verifyProof(inner, author.publicKey).ok).toBe(true);
  expect(await fedifyAcceptsProof(received, group.publicKey)).toBe(true);
  expect(await fedifyAcceptsProof(inner, author.publicKey)).toBe(true);
  const { proof: _removed, ...unproved } = inner;
  expect(verifyProof({ ...received, object: unproved }, group.publicKey).ok).toBe(false);
});

test("A Linked Data signature added later does not disturb the proof", async () => {
  const signed = { ...proved, signature: { type: "RsaSignature2017", signatureValue: "AAAA" } };
  expect(verifyProof(signed, author.publicKey).ok).toBe(true);
  expect(readProof(signProof(signed, byAuthor))).toMatchObject({ ok: true });
});

test("Every change to a proved document is noticed, by us and by Fedify alike", async () => {
  const object = create.object as JsonObject;
  const tampered: [string, JsonObject][] = [
    ["another text", { ...proved, object: { ...object, content: "<p>30 mph</p>" } }],
    ["another actor", { ...proved, actor: "https://east.example/ap/p/02" }],
    ["one more member", { ...proved, audience: "https://north.example/ap/g/01" }],
    ["one member less", { ...proved, cc: undefined }],
    ["a number in place of text", { ...proved, "cop:seq": "7" }],
    ["another context", { ...proved, "@context": "https://www.w3.org/ns/activitystreams" }],
    ["another time", { ...proved, proof: { ...proved.proof, created: "2026-03-01T09:30:01Z" } }],
    [
      "another key's name",
      { ...proved, proof: { ...proved.proof, verificationMethod: "https://east.example/ap/p/02#k" } },
    ],
  ];
  for (const [change, document] of tampered) {
    const sent = JSON.parse(JSON.stringify(document)) as JsonObject;
    expect(verifyProof(sent, author.publicKey), change).toMatchObject({ ok: false, code: "bad-proof" });
    expect(await fedifyAcceptsProof(sent, author.publicKey), change).toBe(false);
  }
  expect(verifyProof(proved, group.publicKey), "another key").toMatchObject({ ok: false, code: "bad-proof" });
});

test("Exactly one proof of exactly our kind is read; none at all is a different answer from a bad one", () => {
  const { proof } = proved;
  expect(readProof(create)).toMatchObject({ ok: false, code: "no-proof" });
  const bad: JsonObject[] = [
    { ...create, proof: [proof, proof] },
    { ...create, proof: [] },
    { ...create, proof: "z" },
    { ...create, proof: { ...proof, expires: "2030-01-01T00:00:00Z" } },
    { ...create, proof: { ...proof, domain: "north.example" } },
    { ...create, proof: { ...proof, challenge: "1" } },
    { ...create, proof: { ...proof, cryptosuite: "eddsa-rdfc-2022" } },
    { ...create, proof: { ...proof, type: ["DataIntegrityProof"] } },
    { ...create, proof: { ...proof, proofPurpose: "authentication" } },
    { ...create, proof: { ...proof, created: "2026-03-01T09:30:00+00:00" } },
    { ...create, proof: { ...proof, verificationMethod: null } },
    { ...create, proof: { ...proof, proofValue: undefined } },
    { ...create, proof: { ...proof, "@context": "https://www.w3.org/ns/activitystreams" } },
  ];
  for (const document of bad) expect(readProof(document)).toMatchObject({ ok: false, code: "bad-proof" });
  const garbled = ["", "z", "zzzz", `z${"1".repeat(500)}`, String(proof.proofValue).replace("z", "u")];
  for (const proofValue of garbled) {
    expect(verifyProof({ ...create, proof: { ...proof, proofValue } }, author.publicKey).ok).toBe(false);
  }
  expect(verifyProof(proved, generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey).ok).toBe(false);
  expect(verifyProof({ ...proved, name: "\ud800" }, author.publicKey)).toMatchObject({ code: "bad-proof" });
});
