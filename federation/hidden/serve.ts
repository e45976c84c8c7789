import { z } from "zod";
import { answerAsk } from "../../node/hidden/answer.ts";
import { hiddenAsk } from "../../node/hidden/asks.ts";
import { answerFile, takeUpload } from "../../node/hidden/files.ts";
import { findAsker, type HiddenAsker } from "../../node/hidden/readers.ts";
import { originOf } from "../../node/iris.ts";
import { isPeerReadingHidden } from "../../node/peers/hidden.ts";
import { Refusal } from "../../node/refusal.ts";
import { heardFrom } from "../heard.ts";
import { verifyRequest } from "../http-signatures.ts";
import { readBody } from "../inbox/read-body.ts";
import { nothingHere } from "../serve/answer.ts";
import { readSignature } from "../signature-header.ts";
import type { Wire } from "../wire.ts";
import { issueToken, readToken } from "./tokens.ts";

/** A question with the bytes of one whole file behind it. */
const MOST_BYTES = 26 * 1024 * 1024;

/** `/ap/g/:id/reference`: takes a POST only. */
export const REFERENCE = "/ap/g/:id/reference";

/** The line of a request: who it is for, and what is asked. Bytes of a file may follow the line. */
const line = z.union([
  z.object({ ask: z.object({ ask: z.literal("token") }) }),
  z.object({ token: z.string().max(2_000), ask: hiddenAsk }),
]);

/**
 * Answers the node of a member of a hidden community, for that person: signed by the node, with a token that the person's
 * own signature was answered with. Whatever is wrong – no such community, no member, no mark, no signature – is the same
 * 404. Nothing of an answer may be kept. FEDERATION.md, "Hidden communities".
 */
export async function answerReference(wire: Wire, request: Request, groupIri: string): Promise<Response> {
  const signed = await signedBy(wire, request);
  if (signed === "busy") return new Response(null, { status: 429, headers: { "retry-after": "2" } });
  if (signed === null) return nothingHere();
  const asked = lineOf(signed.body);
  if (asked === null) return nothingHere();
  if (!("token" in asked.line)) return tokenFor(wire, { ...signed, groupIri });
  if (signed.actorIri !== `${signed.origin}/ap/actor`) return nothingHere();
  const claims = readToken(wire.ctx, asked.line.token);
  if (claims === null) return unkept(JSON.stringify({ error: "token" }), 401);
  if (claims.groupIri !== groupIri || claims.origin !== signed.origin) return nothingHere();
  const asker = await findAsker(wire.ctx, claims);
  if (asker === null) return nothingHere();
  return answered(wire, asker, { ask: asked.line.ask, bytes: asked.bytes });
}

interface Signed {
  readonly origin: string;
  readonly actorIri: string;
  readonly body: Uint8Array;
}

/** Who signed, where that is a connected node that may read hidden communities here, or a person of it. */
async function signedBy(wire: Wire, request: Request): Promise<Signed | "busy" | null> {
  const { ctx } = wire;
  const head = readSignature(request.headers);
  const origin = head.ok ? originOf(head.keyId) : null;
  if (origin === null || !(await isPeerReadingHidden(ctx, origin))) return null;
  if (!wire.rate.left(origin).ok) return "busy";
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  const declaredBytes = Number.isSafeInteger(declared) ? declared : null;
  const body = await readBody(request.body, { declaredBytes, maxBytes: MOST_BYTES, timeoutMs: 60_000 });
  if (!body.ok) return null;
  const { pathname, search } = new URL(request.url);
  const verified = await verifyRequest(
    { method: request.method, target: pathname + search, headers: request.headers, body: body.bytes },
    { origin: ctx.config.origin, now: ctx.clock.now(), keyFor: wire.keys.keyFor },
  );
  if (!verified.ok || verified.actorIri === undefined || originOf(verified.actorIri) !== origin) return null;
  if (!wire.rate.take(origin).ok) return "busy";
  await heardFrom(ctx, origin);
  return { origin, actorIri: verified.actorIri, body: body.bytes };
}

function lineOf(body: Uint8Array): { line: z.output<typeof line>; bytes: Uint8Array } | null {
  const end = body.indexOf(10);
  const first = end < 0 ? body : body.subarray(0, end);
  try {
    const parsed = line.safeParse(JSON.parse(Buffer.from(first).toString("utf8")));
    return parsed.success
      ? { line: parsed.data, bytes: end < 0 ? new Uint8Array(0) : body.subarray(end + 1) }
      : null;
  } catch {
    return null;
  }
}

/** To the person's own signature: a token for their node, where the community is there for them. */
async function tokenFor(
  wire: Wire,
  { actorIri, origin, groupIri }: Signed & { readonly groupIri: string },
): Promise<Response> {
  const claims = { personIri: actorIri, groupIri, origin };
  const asker = await findAsker(wire.ctx, claims);
  if (asker === null) return nothingHere();
  const { token, until } = issueToken(wire.ctx, claims);
  return unkept(JSON.stringify({ token, until }));
}

interface Asked {
  readonly ask: z.output<typeof hiddenAsk>;
  readonly bytes: Uint8Array;
}

async function answered(wire: Wire, asker: HiddenAsker, { ask, bytes }: Asked): Promise<Response> {
  try {
    if (ask.ask === "file") {
      const part = await answerFile(wire.ctx, asker, ask);
      return new Response(new Uint8Array(part.bytes), { headers: { ...UNKEPT, ...headersOfFile(part) } });
    }
    const value =
      ask.ask === "upload"
        ? await takeUpload(wire.ctx, asker, { ...ask, bytes })
        : await answerAsk(wire.ctx, asker, ask);
    return unkept(JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return unkept(JSON.stringify({ code: error.code, facts: error.facts }), 422);
  }
}

function headersOfFile({ file }: { readonly file: unknown }): Record<string, string> {
  return { "content-type": "application/octet-stream", "cop-file": encodeURIComponent(JSON.stringify(file)) };
}

const UNKEPT = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" } as const;

function unkept(body: string, status = 200): Response {
  return new Response(body, { status, headers: { ...UNKEPT, "content-type": "application/json" } });
}
