import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { Outage, Refusal, refuse } from "../refusal.ts";
import { checkedKind } from "./detect.ts";
import { namedAs } from "./fetched-name.ts";
import { FILE_LIMITS } from "./limits.ts";
import { prepareFile, type Ready } from "./prepare.ts";
import { checkCommunity, checkDay, oneAtATime } from "./quota.ts";
import { checkForViruses } from "./scan.ts";
import { type FileStore, fileStore, type Incoming } from "./store.ts";
import type { FileState, WantedFile } from "./types.ts";

/** A file of another council, and for what it is fetched. */
export interface Fetching {
  readonly file: WantedFile;
  readonly ownerId: string;
  readonly communityId: string;
  /** Null: for a post that has yet to be let into a community of this node. */
  readonly postId: string | null;
  /** Other councils fetch it from here: the bytes that were signed are kept. */
  readonly home: boolean;
}

/**
 * Takes in a file of another council: the bytes that its author signed and no others, checked like an upload here, and a
 * picture made anew for this node's people (profile D.3, W07–W11). Refuses `file-changed`; `file-refused` with `reason`:
 * `kind`, `mismatch`, `archive`, `pixels`, `broken`, `infected`, `too-large`, `quota`. Throws Outage while the virus
 * checker or the disk must be waited for.
 */
export async function keepFetched(
  ctx: NodeContext,
  fetching: Fetching,
  source: AsyncIterable<Uint8Array>,
): Promise<void> {
  const places: string[] = [];
  try {
    await takeIn(ctx, { fetching, source, places });
  } catch (error) {
    throw error instanceof Refusal ? asFetched(error, fetching.file) : error;
  } finally {
    for (const place of places) await rm(place, { force: true });
  }
}

interface TakingIn {
  readonly fetching: Fetching;
  readonly source: AsyncIterable<Uint8Array>;
  readonly places: string[];
}

async function takeIn(ctx: NodeContext, { fetching, source, places }: TakingIn): Promise<void> {
  const { file, home } = fetching;
  const called = namedAs(file) ?? refuse("file-refused", { reason: "kind", file: file.name });
  const store = fileStore(ctx);
  const incoming = await store.receive(source, FILE_LIMITS.fileBytes);
  places.push(incoming.path);
  if (incoming.sha256.toString("hex") !== file.sha256) refuse("file-changed", { file: file.name });
  const kind = await checkedKind(incoming.path, { name: called.name, type: file.mediaType ?? "" });
  const state = await checkForViruses(ctx, incoming.path, called.name);
  // Nothing is announced that nobody has looked at (W11): the act goes on waiting.
  if (state === "waiting" && fetching.postId === null) throw new Outage("virus-check");
  const ready = await prepareFile(store, { incoming, kind, name: called.name, places });
  await keep(ctx, store, {
    ...ready,
    ...called,
    fetching,
    state,
    exact: home && ready.picture ? incoming : null,
  });
}

interface Keeping extends Ready {
  readonly name: string;
  readonly alt: string;
  readonly fetching: Fetching;
  readonly state: FileState;
  /** A picture as it came, beside what was made of it. */
  readonly exact: Incoming | null;
}

/** First the bytes, then the row, as with an upload: what a kill leaves is swept away and fetched again. */
async function keep(ctx: NodeContext, store: FileStore, keeping: Keeping): Promise<void> {
  const { incoming, small, exact } = keeping;
  const now = ctx.clock.now();
  const uuid = newUuid(now);
  await store.keep(incoming.path, uuid, now);
  if (small) await store.keep(small, `${uuid}.small`, now);
  if (exact) await store.keep(exact.path, `${uuid}.exact`, now);
  const kept = await inTransaction(ctx, (tx) => keepRow(tx, uuid, keeping)).catch(async (error: unknown) => {
    if (error instanceof Refusal) await forget(store, uuid);
    throw error;
  });
  if (!kept) await forget(store, uuid);
}

async function forget(store: FileStore, uuid: string): Promise<void> {
  for (const name of [uuid, `${uuid}.small`, `${uuid}.exact`]) await store.remove(name);
}

/** False where nobody wants it any more: its post went meanwhile, or it is here already. */
async function keepRow(tx: WriteContext, uuid: string, keeping: Keeping): Promise<boolean> {
  const { fetching, incoming, kind, picture, small, name, alt, state, exact } = keeping;
  const { file, ownerId, communityId, postId } = fetching;
  const digest = Buffer.from(file.sha256, "hex");
  await oneAtATime(tx, ownerId);
  await oneAtATime(tx, communityId);
  const place = await placeFor(tx, fetching, digest);
  if (place === null) return false;
  if (postId === null) await checkDay(tx.sql, tx.now, { ownerId, bytes: incoming.bytes });
  await checkCommunity(tx.sql, communityId, incoming.bytes);
  await tx.sql`insert into files (id, secret, owner_id, post_id, community_id, place, name, alt, media_type, bytes, sha256,
      width, height, small, state, uploaded, digest, exact)
    values (${uuid}, ${randomUUID()}, ${ownerId}, ${postId}, ${communityId}, ${place}, ${name}, ${alt}, ${kind.mediaType},
      ${incoming.bytes}, ${incoming.sha256}, ${picture?.width ?? null}, ${picture?.height ?? null}, ${small !== null},
      ${state}, ${tx.now}, ${digest}, ${exact !== null})`;
  return true;
}

async function placeFor(tx: WriteContext, { ownerId, communityId, postId }: Fetching, digest: Buffer) {
  const [there] = await tx.sql`select 1 from files where owner_id = ${ownerId} and digest = ${digest}
    and community_id = ${communityId} and post_id is not distinct from ${postId}`;
  if (there) return null;
  if (postId === null) return 0;
  const [link] = await tx.sql<{ place: number }[]>`
    update attached_links set due = null, tries = 0 where post_id = ${postId} and sha256 = ${digest} and state = 'wanted'
    returning place`;
  return link?.place ?? null;
}

/** What is said to somebody who uploads, as it is said of a file that came from elsewhere. */
function asFetched({ code, facts }: Refusal, { name: file }: WantedFile): Refusal | Outage {
  if (code.startsWith("file-")) return new Refusal(code, facts);
  if (code === "no-room") return new Outage("no-room");
  const quota = code === "too-large" && ["day", "community"].includes(String(facts.reason));
  const reason = quota ? "quota" : code === "too-large" ? code : String(facts.reason ?? code);
  return new Refusal("file-refused", { reason, file });
}
