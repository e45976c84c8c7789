import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeMultibase, encodeMultibase, multikeyOf, readMultikey } from "../../federation/multibase.ts";

test("Known base58btc texts are written and read", () => {
  const known: [string, string][] = [
    ["Hello World!", "z2NEpo7TZRRrLZSi2U"],
    [
      "The quick brown fox jumps over the lazy dog.",
      "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    ],
    ["\0\0(\x7f\xb4\xcd", "z11233QC4"],
    ["", "z"],
  ];
  for (const [text, encoded] of known) {
    expect(encodeMultibase(Buffer.from(text, "latin1"))).toBe(encoded);
    expect(Buffer.from(decodeMultibase(encoded) ?? []).toString("latin1")).toBe(text);
  }
});

test("Any bytes come back from their text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(decodeMultibase(encodeMultibase(bytes))).toEqual(bytes);
    }),
  );
});

test("Other bases, foreign characters and endless text are refused", () => {
  for (const text of ["", "uAQID", "z0", "zO", "zI", "zl", "z ", "mAQID", `z${"1".repeat(200)}`]) {
    expect(decodeMultibase(text)).toBeNull();
  }
});

test("An Ed25519 key comes back from its Multikey, and no other key is read", () => {
  const { publicKey } = generateKeyPairSync("ed25519");
  const text = multikeyOf(publicKey);
  expect(text).toMatch(/^z6Mk/);
  expect(readMultikey(text)?.equals(publicKey)).toBe(true);
  expect(readMultikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")).not.toBeNull();
  expect(readMultikey("z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc")).toBeNull();
  expect(readMultikey(encodeMultibase(Buffer.alloc(34)))).toBeNull();
  expect(readMultikey(text.slice(0, -1))).toBeNull();
  expect(() => multikeyOf(generateKeyPairSync("x25519").publicKey)).toThrow(TypeError);
});
