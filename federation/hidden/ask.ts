import { z } from "zod";
import { signingKeyOf } from "../../node/actors/keys.ts";
import type { EgressResponse } from "../../node/egress/egress.ts";
import { EgressRefused } from "../../node/egress/errors.ts";
import type { HiddenAsk } from "../../node/hidden/asks.ts";
import { originOf } from "../../node/iris.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { findPersonDocument } from "../../node/people/document.ts";
import type { HiddenPlace } from "../../node/places/places.ts";
import { Outage, REFUSAL_CODES, Refusal, refuse } from "../../node/refusal.ts";
import { userAgent } from "../get-document.ts";
import { faceFor, personDocument } from "../person-document.ts";
import { signRequest } from "../sign-request.ts";
import type { Wire } from "../wire.ts";

type Place = Pick<HiddenPlace, "groupIri" | "personIri">;

interface Asking {
  readonly ask: HiddenAsk;
  /** Of a file that is uploaded. */
  readonly bytes: Uint8Array | null;
}

/** A page of 25 long posts. */
const MOST_BYTES = 6 * 1024 * 1024;
const DEADLINE_MS = 10_000;
const UPLOAD_DEADLINE_MS = 60_000;

const tokenAnswer = z.object({ token: z.string().max(2_000), until: z.coerce.date() });
const refusalAnswer = z.object({
  code: z.enum(REFUSAL_CODES),
  facts: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .default({}),
});

/**
 * Asks the node of a hidden community for one of its members here, and gives back what it answers: JSON that the caller
 * reads strictly, and keeps nowhere. Refuses what that node refuses, `not-found` where the community is not there for the
 * person; throws Outage when it is away or busy.
 */
export async function askHidden(wire: Wire, place: Place, asking: Asking): Promise<unknown> {
  const answer = await asked(wire, place, asking);
  return jsonOf(answer);
}

/** The same for a part of a file: what the file is, and the bytes. */
export async function askHiddenFile(
  wire: Wire,
  place: Place,
  ask: Extract<HiddenAsk, { ask: "file" }>,
): Promise<{ facts: unknown; bytes: Uint8Array }> {
  const answer = await asked(wire, place, { ask, bytes: null });
  const facts = answer.headers["cop-file"] ?? "";
  try {
    return { facts: JSON.parse(decodeURIComponent(facts)), bytes: answer.body };
  } catch {
    throw new Outage("unfit-answer");
  }
}

async function asked(wire: Wire, place: Place, asking: Asking): Promise<EgressResponse> {
  const answer = await withToken(wire, place, asking);
  // A token of a key that is gone, or a clock that is off: once more with a new one.
  const again = answer.status === 401 ? await withToken(wire, place, asking) : answer;
  return settled(again);
}

async function withToken(wire: Wire, place: Place, { ask, bytes }: Asking): Promise<EgressResponse> {
  const key = `${place.personIri} ${place.groupIri}`;
  const token = wire.tokens.find(key) ?? (await newToken(wire, place, key));
  const line = JSON.stringify({ token, ask: await withActor(wire, place, ask) });
  const body = bytes === null ? Buffer.from(line) : Buffer.concat([Buffer.from(`${line}\n`), bytes]);
  const answer = await post(wire, place, { by: wire.ctx.iris.node, body, large: bytes !== null });
  if (answer.status === 401) wire.tokens.drop(key);
  return answer;
}

async function newToken(wire: Wire, place: Place, key: string): Promise<string> {
  const body = Buffer.from(JSON.stringify({ ask: { ask: "token" } }));
  const answer = settled(await post(wire, place, { by: place.personIri, body, large: false }));
  const read = tokenAnswer.safeParse(jsonOf(answer));
  if (!read.success) throw new Outage("unfit-answer");
  wire.tokens.keep(key, read.data.token, read.data.until);
  return read.data.token;
}

/** Who is invited and is of this node is introduced: perhaps nobody has heard of them. */
async function withActor({ ctx }: Wire, { groupIri }: Place, ask: HiddenAsk): Promise<HiddenAsk> {
  if (ask.ask !== "invite" || originOf(ask.person) !== ctx.config.origin) return ask;
  const person = await findPersonDocument(ctx, { iri: ask.person });
  if (person === null || person.deleted !== null) return refuse("not-found", { field: "person" });
  const face = faceFor(person, { kind: "peer", origin: originOf(groupIri) ?? "" });
  return { ...ask, actor: { ...(await personDocument(ctx, person, face)), id: person.iri } };
}

interface Post {
  /** Whose key signs: the person's for a token, this node's for everything else. */
  readonly by: string;
  readonly body: Uint8Array;
  readonly large: boolean;
}

async function post(wire: Wire, { groupIri }: Place, { by, body, large }: Post): Promise<EgressResponse> {
  const url = `${groupIri}/reference`;
  const peer = await peerByOrigin(wire.ctx.sql, originOf(url) ?? "");
  if (peer?.state !== "accepted") refuse("not-connected");
  const key = await signingKeyOf(wire.ctx, by, "rsa");
  const signed = await signRequest({
    method: "POST",
    url,
    body,
    mediaType: "application/json",
    keyId: key.keyIri,
    privateKey: key.privateKey,
    spec: peer.signatureSpec,
    now: wire.ctx.clock.now(),
  });
  try {
    return await wire.egress.request({
      method: "POST",
      url,
      body,
      maxBytes: MOST_BYTES,
      deadlineMs: large ? UPLOAD_DEADLINE_MS : DEADLINE_MS,
      headers: { ...signed, accept: "application/json", "user-agent": userAgent(wire) },
    });
  } catch (error) {
    if (error instanceof EgressRefused) throw error;
    throw new Outage((error as { why?: string }).why ?? "unknown", { cause: error });
  }
}

function settled(answer: EgressResponse): EgressResponse {
  if (answer.status === 200) return answer;
  // Not there for this person: a refusal within it is a 422.
  if (answer.status === 404) refuse("not-found", { place: "gone" });
  if (answer.status === 422) {
    const read = refusalAnswer.safeParse(jsonOf(answer));
    if (read.success) throw new Refusal(read.data.code, read.data.facts);
  }
  throw new Outage(`http-${answer.status}`, {
    retryAfterSeconds: Number(answer.headers["retry-after"]) || 30,
  });
}

function jsonOf({ body }: EgressResponse): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw new Outage("unfit-answer");
  }
}
