import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readDocument } from "../../federation/documents.ts";
import { checkEnvelope, checkSigner } from "../../federation/inbox/envelope.ts";
import { headOf } from "../../federation/inbox/guard.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import { ownerNamedBy, pemOf, readActorKeys, readPublicKeyPem } from "../../federation/keys.ts";
import { multikeyOf } from "../../federation/multibase.ts";
import { ACTOR, answer, body, ed25519, KEY_ID, made, rsa, SECONDS, verify } from "../support/deliveries.ts";
import { cavageByHand, rfc9421ByHand } from "../support/hostile-signer.ts";

describe("A15–A19: whose key it is", () => {
  test("A15, A16: a key elsewhere cannot speak for an actor, whatever it claims about its owner", () => {
    const activity = JSON.parse(body);
    expect(checkEnvelope(activity, { keyId: KEY_ID, profile: false })).toMatchObject({
      ok: true,
      actor: ACTOR,
    });
    for (const keyId of [
      "https://evil.example/u#main-key",
      "https://east.example:8443/ap/p/01#main-key",
      "http://east.example/ap/p/01#main-key",
      "https://east.example.evil.example/#k",
      "https://sub.east.example/#k",
    ]) {
      expect(checkEnvelope(activity, { keyId, profile: false }), keyId).toMatchObject({
        ok: false,
        status: 401,
      });
    }
    const claimed = actorDocument("https://evil.example/u", { owner: ACTOR });
    expect(readActorKeys(claimed)).toMatchObject({
      requests: [],
      refused: [{ detail: "owned by another actor" }],
    });
    expect(
      ownerNamedBy(
        { id: "https://evil.example/u#main-key", owner: ACTOR },
        "https://evil.example/u#main-key",
      ),
    ).toBeNull();
  });

  test("A17: a document that bears another address than the one it was fetched from is not read", () => {
    const victim = JSON.stringify(actorDocument(ACTOR));
    expect(readDocument(answer(victim), ACTOR)).toMatchObject({ ok: true });
    expect(readDocument(answer(victim), "https://evil.example/ap/p/01")).toMatchObject({
      ok: false,
      code: "id",
    });
  });

  test("A18: a neighbour on the same node signs for nobody but himself", () => {
    expect(checkSigner(ACTOR, ACTOR)).toEqual({ ok: true });
    for (const signer of [
      "https://east.example/ap/p/02",
      "https://east.example/ap/p/01/",
      `${ACTOR}#main-key`,
      undefined,
    ]) {
      expect(checkSigner(ACTOR, signer)).toMatchObject({ ok: false, status: 401 });
    }
  });

  test("A19: a key counts only when its owner's document lists it as its own, on its own origin", () => {
    const keys = readActorKeys(actorDocument(ACTOR));
    expect(keys.requests).toMatchObject([{ id: KEY_ID, kind: "rsa", revoked: null }]);
    expect(keys.proofs).toMatchObject([
      { id: `${ACTOR}#ed25519-key`, kind: "ed25519", revoked: "2026-01-01T00:00:00Z" },
    ]);
    for (const over of [
      { owner: undefined },
      { owner: "https://east.example/ap/p/02" },
      { id: "https://evil.example/k" },
      { id: undefined },
    ]) {
      expect(readActorKeys(actorDocument(ACTOR, over)), JSON.stringify(over)).toMatchObject({
        requests: [],
        refused: [{}],
      });
    }
    const listed = { ...actorDocument(ACTOR), publicKey: [`${ACTOR}#other`, publicKeyOf(ACTOR)] };
    expect(readActorKeys(listed).requests).toHaveLength(1);
    expect(
      readActorKeys({
        ...listed,
        publicKey: Array.from({ length: 100 }, (_, i) => publicKeyOf(ACTOR, { id: `${ACTOR}#${i}` })),
      }).requests,
    ).toHaveLength(32);
    const keyPath = "https://east.example/users/a/main-key";
    expect(ownerNamedBy({ id: ACTOR, publicKey: { id: keyPath, owner: ACTOR } }, keyPath)).toBe(ACTOR);
  });
});

describe("A25, A27: the key itself", () => {
  test("A25: when a signature fails, the key is asked for once more, and the new one counts at once", async () => {
    const rotated = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const request = cavageByHand({ ...made, privateKey: rotated.privateKey });
    expect(await verify(request, { cached: rsa.publicKey, fresh: rotated.publicKey })).toMatchObject({
      ok: true,
      asked: ["cached", "fresh"],
    });
    expect(await verify(request, { cached: rsa.publicKey, fresh: null })).toMatchObject({
      ok: false,
      code: "signature-invalid",
    });
    expect(
      await verify(cavageByHand(made), { cached: rotated.publicKey, fresh: rotated.publicKey }),
    ).toMatchObject({ ok: false });
    expect(await verify(request, { cached: null })).toMatchObject({
      ok: false,
      code: "signature-key",
      asked: ["cached"],
    });
  });

  test("A key is used only in the way its type allows, whatever the signature says about it", async () => {
    for (const algorithm of ["rsa-sha1", "hmac-sha256", "none", "ed25519", "rsa-sha512", ""]) {
      expect(await verify(cavageByHand({ ...made, algorithm })), algorithm).toMatchObject({ ok: false });
      expect(
        await verify(rfc9421ByHand({ ...made, created: SECONDS, algorithm: algorithm || "x" })),
        algorithm,
      ).toMatchObject({ ok: false });
    }
    expect(
      await verify(cavageByHand({ ...made, algorithm: "rsa-sha256" }), { cached: ed25519.publicKey }),
    ).toMatchObject({ ok: false });
    const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });
    expect(
      await verify(cavageByHand({ ...made, privateKey: elliptic.privateKey }), {
        cached: elliptic.publicKey,
      }),
    ).toMatchObject({ ok: false });
  });

  test("A27: short RSA keys, exponent 1, other types, oversized and private keys are refused", () => {
    const refused: [string, string][] = [
      ["RSA 512", RSA_512],
      ["RSA 1024", pemOf(generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey)],
      ["exponent 1", pemWithExponent(1)],
      ["exponent 3", pemWithExponent(3)],
      ["P-256", pemOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey)],
      ["RSA-PSS", pemOf(generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).publicKey)],
      ["X25519", pemOf(generateKeyPairSync("x25519").publicKey)],
      ["16 KB", `${pemOf(rsa.publicKey)}${"\n".repeat(16_384)}`],
      ["private", rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString()],
      ["cut", pemOf(rsa.publicKey).slice(0, 200)],
      ["words", "-----BEGIN PUBLIC KEY-----\nhello\n-----END PUBLIC KEY-----"],
      ["empty", ""],
    ];
    for (const [what, pem] of refused)
      expect(readPublicKeyPem(pem), what).toMatchObject({ ok: false, code: "key-refused" });
    expect(readPublicKeyPem(pemOf(rsa.publicKey))).toMatchObject({ ok: true });
    expect(readPublicKeyPem(rsa.publicKey.export({ type: "pkcs1", format: "pem" }).toString())).toMatchObject(
      { ok: true },
    );
    const multikeys = ["z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc", "z".repeat(9_000), "", 7];
    for (const publicKeyMultibase of multikeys) {
      const entry = { id: `${ACTOR}#k`, type: "Multikey", controller: ACTOR, publicKeyMultibase };
      expect(readActorKeys({ id: ACTOR, assertionMethod: [entry] })).toMatchObject({
        proofs: [],
        refused: [{}],
      });
    }
  });
});

test("A28: a key document of another media type is not read", () => {
  const document = JSON.stringify(actorDocument(ACTOR));
  const profile = "https://www.w3.org/ns/activitystreams";
  for (const type of [
    "text/plain",
    "application/json",
    "image/png",
    "text/html",
    "",
    "application/ld+json",
    `application/ld+json; profile="https://www.w3.org/ns/json-ld"`,
    "application/activity+jsonx",
    `text/html; profile="${profile}"`,
  ]) {
    expect(readDocument(answer(document, type), ACTOR), type).toMatchObject({
      ok: false,
      code: "media-type",
    });
    const request = cavageByHand({ ...made, headers: { "content-type": type || null } });
    expect(headOf(request), type).toMatchObject({ ok: false, status: 415 });
  }
  for (const type of [
    "application/activity+json",
    "application/activity+json; charset=utf-8",
    "Application/Activity+JSON",
    `application/ld+json; profile="${profile}"`,
    `application/ld+json;charset=utf-8;profile="x ${profile}"`,
    `application/ld+json; profile=${profile}`,
  ]) {
    expect(readDocument(answer(document, type), ACTOR), type).toMatchObject({ ok: true });
  }
});

function publicKeyOf(id: string, over: JsonObject = {}): JsonObject {
  return { id: `${id}#main-key`, owner: id, publicKeyPem: pemOf(rsa.publicKey), ...over };
}

function actorDocument(id: string, over: JsonObject = {}): JsonObject {
  const multikey = {
    id: `${id}#ed25519-key`,
    type: "Multikey",
    controller: id,
    publicKeyMultibase: multikeyOf(ed25519.publicKey),
  };
  return {
    id,
    type: "Person",
    publicKey: publicKeyOf(id, over),
    assertionMethod: [{ ...multikey, revoked: "2026-01-01T00:00:00Z" }],
  };
}

/** The public half of an RSA key with another exponent. */
function pemWithExponent(exponent: number): string {
  const jwk = rsa.publicKey.export({ format: "jwk" });
  const e = Buffer.from([exponent]).toString("base64url");
  return pemOf(createPublicKey({ key: { ...jwk, e }, format: "jwk" }));
}

const RSA_512 = `-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALwPpmxIeIrcpOR/FU6M+Xd0EPcownTe
Asn3ujWVhMYHhkyAONT3C4yQQ+shHaGrqro0YfVZZRx0HCKZfnz3OasCAwEAAQ==
-----END PUBLIC KEY-----
`;
