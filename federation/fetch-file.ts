import type { EgressStream } from "../node/egress/egress.ts";
import { EgressFailed, EgressRefused } from "../node/egress/errors.ts";
import { FILE_LIMITS } from "../node/files/limits.ts";
import { originOf } from "../node/iris.ts";
import { isBlocked } from "../node/peers/blocked.ts";
import { peerByOrigin } from "../node/peers/read.ts";
import { Outage, refuse } from "../node/refusal.ts";
import { signedHeaders } from "./get-document.ts";
import type { Wire } from "./wire.ts";

/** From the first byte asked for to the last: 25 MB over a slow line. Who sends nothing for 15 s is left before. */
const DEADLINE_MS = 120_000;

/**
 * Fetches a file of another node with a GET signed by this node's actor, and gives its bytes to `take` as they come: at
 * most 25 MB and two minutes. No redirect is followed, no address outside the rules of the egress is reached (A74, SSRF).
 * Refuses `file-not-fetched` (it answered otherwise than 200) and `file-refused` (`reason`: `address`, `too-large`,
 * `encoded`); throws Outage when the node is away, busy or too slow.
 */
export async function fetchFile<T>(
  wire: Wire,
  url: string,
  take: (body: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const origin = originOf(url) ?? "";
  if (await isBlocked(wire.ctx.sql, origin)) refuse("file-not-fetched", { status: 0 });
  const peer = await peerByOrigin(wire.ctx.sql, origin);
  const first = peer?.signatureSpec ?? "cavage";
  const taken = await ask(wire, { url, spec: first, take });
  if (taken !== null) return taken.value;
  const again = await ask(wire, { url, spec: first === "cavage" ? "rfc9421" : "cavage", take });
  return again === null ? refuse("file-not-fetched", { status: 401 }) : again.value;
}

interface Asking<T> {
  readonly url: string;
  readonly spec: "cavage" | "rfc9421";
  readonly take: (body: AsyncIterable<Uint8Array>) => Promise<T>;
}

/** Null where this form of signature is not taken. */
async function ask<T>(wire: Wire, { url, spec, take }: Asking<T>): Promise<{ value: T } | null> {
  const headers = { ...(await signedHeaders(wire, url, spec)), accept: "*/*" };
  const request = {
    method: "GET",
    url,
    headers,
    maxBytes: FILE_LIMITS.fileBytes,
    deadlineMs: DEADLINE_MS,
  } as const;
  try {
    return await wire.egress.stream(request, async (answer) => {
      if (answer.status === 401) return null;
      checkAnswer(answer);
      return { value: await take(answer.body) };
    });
  } catch (error) {
    if (error instanceof EgressRefused) return refuse("file-refused", { reason: "address" });
    if (!(error instanceof EgressFailed)) throw error;
    if (error.why === "too-large" || error.why === "encoded") refuse("file-refused", { reason: error.why });
    throw new Outage(error.why, { cause: error });
  }
}

function checkAnswer({ status, headers }: EgressStream): void {
  if (status >= 500 || status === 429 || status === 408)
    throw new Outage(`http-${status}`, { retryAfterSeconds: Number(headers["retry-after"]) || 30 });
  if (status !== 200) refuse("file-not-fetched", { status });
}
