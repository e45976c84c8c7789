import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type ReceivedRequest,
  type SignatureResult,
  verifyRequest,
} from "../../federation/http-signatures.ts";
import { signRequest } from "../../federation/sign-request.ts";
import { fedifyAcceptsRequest, signedByFedify } from "../support/fedify-oracle.ts";

type Recorded = {
  t: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  keyId: string;
  publicKeyPem: string;
};

const FOLDER = join(process.env.MOOTHALL_PAYLOADS ?? "../shared/payloads", "http-signatures");
const NOW = new Date("2026-11-21T23:10:00Z");
const KEY_ID = "https://east.example/ap/p/01ak#main-key";
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const body = Buffer.from(
  JSON.stringify({ id: "https://east.example/ap/a/1", type: "Create", content: "Ŵyl ✓" }),
);

function verifyWith(
  request: ReceivedRequest,
  origin: string,
  key: KeyObject,
  now = NOW,
): Promise<SignatureResult> {
  return verifyRequest(request, {
    origin,
    now,
    keyFor: async (_keyId, attempt) => (attempt === "cached" ? { key } : null),
  });
}

if (!existsSync(FOLDER))
  console.info(`no recorded signatures at ${FOLDER}: only our own and Fedify's are tried`);

describe.runIf(existsSync(FOLDER))("Requests recorded from other software", () => {
  for (const file of existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".json")) : []) {
    const recorded = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Recorded;
    const key = createPublicKey(recorded.publicKeyPem);
    const origin = `https://${recorded.headers.host}`;
    const request: ReceivedRequest = {
      method: recorded.method,
      target: recorded.path,
      headers: new Headers(recorded.headers),
      body: Buffer.from(recorded.body),
    };
    const change = (name: string, value: string) => new Headers({ ...recorded.headers, [name]: value });

    test(`${file} verifies as it was sent, and not with one byte changed`, async () => {
      const now = new Date(recorded.t);
      expect(await verifyWith(request, origin, key, now)).toEqual({ ok: true, keyId: recorded.keyId });
      const date = recorded.headers.date ?? "";
      const changed: ReceivedRequest[] = [
        { ...request, target: `${request.target}x` },
        { ...request, target: `${request.target}?x=1` },
        { ...request, method: request.method === "POST" ? "PUT" : "HEAD" },
        {
          ...request,
          headers: change(
            "date",
            date.replace(/:(\d)(\d) GMT/, (_, a, b) => `:${a}${(Number(b) + 1) % 10} GMT`),
          ),
        },
        { ...request, headers: change("host", "other.test") },
        {
          ...request,
          headers: change(
            "signature",
            (recorded.headers.signature ?? "").replace(
              /signature="(.)/,
              (_, a) => `signature="${a === "A" ? "B" : "A"}`,
            ),
          ),
        },
        { ...request, body: Buffer.concat([request.body, Buffer.from(" ")]) },
      ];
      for (const forged of changed)
        expect(await verifyWith(forged, origin, key, now)).toMatchObject({ ok: false });
      expect(await verifyWith(request, "https://other.test", key, now), "at another node").toMatchObject({
        ok: false,
      });
      const later = new Date(now.getTime() + 61 * 60_000);
      expect(await verifyWith(request, origin, key, later)).toMatchObject({
        ok: false,
        code: "signature-time",
      });
    });
  }
});

for (const spec of ["cavage", "rfc9421"] as const) {
  const url = "https://north.example/ap/inbox";
  const signing = { keyId: KEY_ID, privateKey: pair.privateKey, spec, now: new Date(Date.now()) };

  test(`S-05: what we sign as ${spec}, we and Fedify verify; a changed copy neither`, async () => {
    const headers = new Headers(await signRequest({ method: "POST", url, body, ...signing }));
    const request = { method: "POST", target: "/ap/inbox", headers, body };
    expect(headers.get("content-type")).toBe("application/activity+json");
    expect(await verifyWith(request, "https://north.example", pair.publicKey, signing.now)).toMatchObject({
      ok: true,
    });
    expect(
      await fedifyAcceptsRequest(new Request(url, { method: "POST", headers, body }), KEY_ID, pair.publicKey),
    ).toBe(true);
    const forged = Buffer.concat([body, Buffer.from(" ")]);
    expect(
      await verifyWith({ ...request, body: forged }, "https://north.example", pair.publicKey, signing.now),
    ).toMatchObject({ ok: false, code: "signature-digest" });
    expect(
      await fedifyAcceptsRequest(
        new Request(url, { method: "POST", headers, body: forged }),
        KEY_ID,
        pair.publicKey,
      ),
    ).toBe(false);
  });

  test(`S-06: a GET that we sign as ${spec}, we and Fedify verify; a query is part of it`, async () => {
    const page = "https://north.example/ap/g/01rs";
    const headers = new Headers(await signRequest({ method: "GET", url: page, body: null, ...signing }));
    const empty = new Uint8Array();
    const request = { method: "GET", target: "/ap/g/01rs", headers, body: empty };
    expect(await verifyWith(request, "https://north.example", pair.publicKey, signing.now)).toMatchObject({
      ok: true,
    });
    expect(await fedifyAcceptsRequest(new Request(page, { headers }), KEY_ID, pair.publicKey)).toBe(true);
    const asked = { ...request, target: "/ap/g/01rs?after=0" };
    expect(await verifyWith(asked, "https://north.example", pair.publicKey, signing.now)).toMatchObject({
      ok: false,
    });
    const withQuery = new Headers(
      await signRequest({ method: "GET", url: `${page}?after=7`, body: null, ...signing }),
    );
    const next = { method: "GET", target: "/ap/g/01rs?after=7", headers: withQuery, body: empty };
    expect(await verifyWith(next, "https://north.example", pair.publicKey, signing.now)).toMatchObject({
      ok: true,
    });
  });

  test(`S-05: what Fedify signs as ${spec}, we verify`, async () => {
    const plain = new Request(url, {
      method: "POST",
      headers: { "content-type": "application/activity+json" },
      body,
    });
    const { headers } = await signedByFedify(plain, signing);
    const request = { method: "POST", target: "/ap/inbox", headers, body };
    expect(await verifyWith(request, "https://north.example", pair.publicKey, signing.now)).toEqual({
      ok: true,
      keyId: KEY_ID,
    });
    expect(await verifyWith(request, "https://south.example", pair.publicKey, signing.now)).toMatchObject({
      ok: false,
    });
  });
}

test("What we send as draft-cavage is what Lemmy, PieFed and NodeBB ask for", async () => {
  const signed = await signRequest({
    method: "POST",
    url: "https://lemmy.example/inbox?x=1",
    body,
    keyId: KEY_ID,
    privateKey: pair.privateKey,
    spec: "cavage",
    now: NOW,
  });
  expect(signed).toMatchObject({
    host: "lemmy.example",
    date: "Sat, 21 Nov 2026 23:10:00 GMT",
    "content-type": "application/activity+json",
  });
  expect(signed.digest).toMatch(/^SHA-256=[A-Za-z0-9+/]{43}=$/);
  expect(signed.signature).toMatch(
    /^keyId="https:\/\/east\.example\/ap\/p\/01ak#main-key",algorithm="rsa-sha256",headers="\(request-target\) host date digest content-type",signature="[A-Za-z0-9+/=]+"$/,
  );
});
