import { generateKeyPairSync } from "node:crypto";
import { PROFILE_CONTEXT } from "../../federation/contexts.ts";
import { signRequest } from "../../federation/sign-request.ts";
import type { Came, Outcome, Sent, Target } from "./types.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const JSON_TYPE = "application/activity+json";

/** Statuses of a refusal. */
export const REFUSED = [400, 401, 403, 408, 413, 415, 422];

/** What came back, and whether it was right. */
export function told({ status }: Came, ok: boolean): Outcome {
  return { came: status === 0 ? "closed without an answer" : String(status), ok };
}

/** The answer, right when it has one of these statuses. */
export const oneOf = (came: Came, statuses: readonly number[]) => told(came, statuses.includes(came.status));

/** An activity by somebody at an address, about the node's own actor. */
export function activity(target: Target, actor: string, more: Record<string, unknown> = {}): string {
  const origin = /^https?:\/\/[^/]+/.exec(actor)?.[0] ?? actor;
  return JSON.stringify({
    "@context": PROFILE_CONTEXT,
    id: `${origin}/ap/a/1`,
    type: "Follow",
    actor,
    object: `${target.origin}/ap/actor`,
    to: [`${target.origin}/ap/actor`],
    ...more,
  });
}

const INBOX = "/ap/actor/inbox";

/** Headers of a delivery, signed with a key that nobody knows. */
function signedHeaders(
  target: Target,
  actor: string,
  body: string,
): Promise<Readonly<Record<string, string>>> {
  return signRequest({
    method: "POST",
    url: `${target.origin}${INBOX}`,
    body: Buffer.from(body),
    keyId: `${actor}#main-key`,
    privateKey: keys.privateKey,
    spec: "cavage",
    now: new Date(),
  });
}

/** Posts a body to the node's inbox. */
export async function deliver(
  target: Target,
  actor: string,
  body: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Came> {
  const headers = { ...(await signedHeaders(target, actor, body)), ...more };
  return target.send({ method: "POST", path: INBOX, body, headers });
}

/** A delivery that nobody signed. */
export const unsigned = (body: string, more: Record<string, string> = {}): Sent => ({
  method: "POST",
  path: "/ap/inbox",
  body,
  headers: { "content-type": JSON_TYPE, ...more },
});

/** A council that is nowhere: its name cannot be looked up (RFC 6761). */
export const NOBODY = "https://council.invalid/ap/actor";
