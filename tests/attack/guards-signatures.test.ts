import { describe, expect, test } from "vitest";
import { headOf } from "../../federation/inbox/guard.ts";
import { ACTOR, body, ed25519, KEY_ID, made, NOW, SECONDS, verify } from "../support/deliveries.ts";
import { cavageByHand, rfc9421ByHand, type SignedDelivery } from "../support/hostile-signer.ts";

/** Refused with this code before any key is asked for: nothing may be fetched for it. */
async function refusedUnasked(request: SignedDelivery, code: string): Promise<void> {
  expect(await verify(request), code).toMatchObject({ ok: false, code, asked: [] });
}

describe("Honest deliveries pass", () => {
  test("In every shape that the software we know sends", async () => {
    const ways: SignedDelivery[] = [
      cavageByHand(made),
      cavageByHand({
        ...made,
        algorithm: "rsa-sha256",
        components: ["(request-target)", "host", "digest", "date"],
      }),
      cavageByHand({ ...made, components: ["host", "date", "digest", "content-type", "(request-target)"] }),
      cavageByHand({
        ...made,
        created: SECONDS - 5,
        expires: SECONDS + 300,
        components: ["(request-target)", "(created)", "(expires)", "host", "digest"],
      }),
      rfc9421ByHand({ ...made, created: SECONDS }),
      rfc9421ByHand({
        ...made,
        created: SECONDS,
        expires: SECONDS + 60,
        components: ["content-digest", "@path", "@authority", "@method"],
      }),
      cavageByHand({
        ...made,
        headers: { digest: null, date: NOW.toUTCString(), Digest: cavageByHand(made).headers.get("digest") },
      }),
    ];
    for (const request of ways) {
      expect(headOf(request)).toEqual({
        ok: true,
        keyId: KEY_ID,
        keyOrigin: "https://east.example",
        declaredBytes: null,
      });
      expect(await verify(request)).toEqual({ ok: true, keyId: KEY_ID, actorIri: ACTOR, asked: ["cached"] });
    }
    const modern = cavageByHand({ ...made, privateKey: ed25519.privateKey });
    expect(await verify(modern, { cached: ed25519.publicKey })).toMatchObject({ ok: true });
  });

  test("Spaces, letter case and order within the Signature header do not matter", async () => {
    const request = cavageByHand(made);
    const parts = (request.headers.get("signature") ?? "").split(/,(?=[a-z])/i);
    request.headers.set("signature", parts.reverse().join(" ,  "));
    expect(await verify(request)).toMatchObject({ ok: true });
  });
});

describe("A20–A23: what a signature covers", () => {
  test("A20: a changed body, and a digest that is absent, unsigned or SHA-1, are refused before a key is asked for", async () => {
    const sha1 = "SHA=2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
    const other = cavageByHand({ ...made, body: "{}" }).headers.get("digest");
    await refusedUnasked({ ...cavageByHand(made), body: Buffer.from(`${body} `) }, "signature-digest");
    await refusedUnasked(cavageByHand({ ...made, headers: { digest: other } }), "signature-digest");
    await refusedUnasked(cavageByHand({ ...made, headers: { digest: sha1 } }), "signature-digest");
    await refusedUnasked(
      cavageByHand({ ...made, headers: { digest: "constructor=AAAA" } }),
      "signature-digest",
    );
    await refusedUnasked(
      cavageByHand({
        ...made,
        headers: { digest: `${cavageByHand(made).headers.get("digest")},SHA-512=AAAA` },
      }),
      "signature-digest",
    );
    await refusedUnasked(
      cavageByHand({ ...made, components: ["(request-target)", "host", "date"] }),
      "signature-coverage",
    );
    await refusedUnasked(
      rfc9421ByHand({ ...made, created: SECONDS, components: ["@method", "@target-uri"] }),
      "signature-coverage",
    );
    const modern = rfc9421ByHand({ ...made, created: SECONDS });
    await refusedUnasked({ ...modern, body: Buffer.from(`${body} `) }, "signature-digest");
    const absent = cavageByHand(made);
    absent.headers.delete("digest");
    await refusedUnasked(absent, "signature-digest");
  });

  test("A21: dates over an hour away, times in the future, and expired signatures are refused", async () => {
    const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
    const created = ["(request-target)", "(created)", "host", "digest"];
    for (const minutes of [-61, 61])
      await refusedUnasked(cavageByHand({ ...made, now: at(minutes) }), "signature-time");
    for (const minutes of [-59, 59])
      expect(await verify(cavageByHand({ ...made, now: at(minutes) }))).toMatchObject({ ok: true });
    for (const date of ["yesterday", "2026-11-21T10:00:00Z", "Sat, 21 Nov 2026 10:00:00", "0"]) {
      await refusedUnasked(cavageByHand({ ...made, headers: { date } }), "signature-time");
    }
    await refusedUnasked(
      cavageByHand({ ...made, headers: { date: null }, components: ["(request-target)", "host", "digest"] }),
      "signature-coverage",
    );
    await refusedUnasked(
      cavageByHand({ ...made, components: created, created: SECONDS + 301 }),
      "signature-time",
    );
    await refusedUnasked(
      cavageByHand({ ...made, components: created, created: SECONDS - 3_601 }),
      "signature-time",
    );
    await refusedUnasked(cavageByHand({ ...made, components: created }), "signature-time");
    await refusedUnasked(
      cavageByHand({ ...made, created: SECONDS - 9, expires: SECONDS - 1 }),
      "signature-time",
    );
    await refusedUnasked(rfc9421ByHand({ ...made, created: SECONDS + 301 }), "signature-time");
    await refusedUnasked(rfc9421ByHand({ ...made, created: SECONDS - 3_601 }), "signature-time");
    await refusedUnasked(
      rfc9421ByHand({ ...made, created: SECONDS - 60, expires: SECONDS - 1 }),
      "signature-time",
    );
  });

  test("A22: request target and host must be covered, in both forms", async () => {
    for (const components of [["host", "date", "digest"], ["(request-target)", "date", "digest"], ["date"]]) {
      const request = cavageByHand({ ...made, components });
      expect(headOf(request)).toMatchObject({ ok: false, status: 401, code: "signature-coverage" });
      await refusedUnasked(request, "signature-coverage");
    }
    for (const components of [
      ["@target-uri", "content-digest"],
      ["@method", "@authority", "content-digest"],
      ["@method", "@path", "content-digest"],
    ]) {
      await refusedUnasked(rfc9421ByHand({ ...made, created: SECONDS, components }), "signature-coverage");
    }
    const components = ["@method", "@path", "@authority", "content-digest"];
    await refusedUnasked(
      rfc9421ByHand({ ...made, created: SECONDS, components, target: "/ap/inbox?x=1" }),
      "signature-coverage",
    );
  });

  test("A23: a delivery for this node is worth nothing at another node, inbox or method", async () => {
    for (const request of [cavageByHand(made), rfc9421ByHand({ ...made, created: SECONDS })]) {
      expect(await verify(request)).toMatchObject({ ok: true });
      expect(await verify(request, undefined, "https://south.example")).toMatchObject({
        ok: false,
        code: "signature-host",
      });
      const forwarded = { ...request, headers: new Headers(request.headers) };
      forwarded.headers.set("host", "south.example");
      expect(await verify(forwarded, undefined, "https://south.example")).toMatchObject({
        ok: false,
        code: "signature-invalid",
      });
      for (const target of ["/ap/p/02/inbox", "/ap/inbox?", "/ap/inbox/", "/AP/inbox", "/ap/inbox?x=1"]) {
        expect(await verify({ ...request, target }), target).toMatchObject({ ok: false });
      }
      expect(await verify({ ...request, method: "PUT" })).toMatchObject({
        ok: false,
        code: "signature-invalid",
      });
    }
    const plain = rfc9421ByHand({ ...made, created: SECONDS });
    expect(
      await verify(plain, undefined, "http://north.example"),
      "the scheme is part of the address",
    ).toMatchObject({ ok: false });
  });
});
