import { generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  type ReceivedRequest,
  type SignatureResult,
  verifyRequest,
} from "../../federation/http-signatures.ts";
import type { HandMade } from "./hostile-signer.ts";

/** The node that is delivered to, and the moment of every delivery. */
export const ORIGIN = "https://north.example";
export const NOW = new Date("2026-11-21T10:00:00Z");
export const SECONDS = NOW.getTime() / 1000;

/** The sender, its keys, and an honest delivery that attacks start from. */
export const ACTOR = "https://east.example/ap/p/01";
export const KEY_ID = `${ACTOR}#main-key`;
export const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const ed25519 = generateKeyPairSync("ed25519");
export const body = JSON.stringify({
  id: "https://east.example/ap/a/1",
  type: "Like",
  actor: ACTOR,
  object: "https://north.example/ap/o/1",
});
export const made: HandMade = { privateKey: rsa.privateKey, keyId: KEY_ID, now: NOW, body };

/** The verdict on a delivery, and which keys were asked for on the way. */
export async function verify(
  request: ReceivedRequest,
  keys: { cached: KeyObject | null; fresh?: KeyObject | null } = { cached: rsa.publicKey },
  origin = ORIGIN,
): Promise<SignatureResult & { asked: string[] }> {
  const asked: string[] = [];
  const result = await verifyRequest(request, {
    origin,
    now: NOW,
    keyFor: async (_keyId, attempt) => {
      asked.push(attempt);
      const key = keys[attempt];
      return key ? { key, actorIri: ACTOR } : null;
    },
  });
  return { ...result, asked };
}

/** An answer of another server. */
export function answer(text: string, type = "application/activity+json") {
  return { status: 200, headers: { "content-type": type }, body: Buffer.from(text) };
}
