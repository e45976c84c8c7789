import { forgetApplied, type LogPlace, listLogPlaces, logPlace } from "../node/logs/applied.ts";
import { peerByOrigin } from "../node/peers/read.ts";
import type { ComparedCommunity, ResyncedCommunity } from "../node/ports.ts";
import { listContentTuples } from "../node/posts/wire-read.ts";
import { refuse } from "../node/refusal.ts";
import { askSync } from "./catch-up.ts";
import { contentDigest } from "./digests.ts";
import { readDirectory } from "./directory.ts";
import { membershipDigest } from "./serve/sync.ts";
import { syncPlace } from "./sync-place.ts";
import type { Wire } from "./wire.ts";

/**
 * Compares what is held of a connected node's communities with what it says of them (profile B.6, resolution 10),
 * changing nothing. Refuses `not-connected`; throws Outage when it is away.
 */
export async function compareNode(wire: Wire, origin: string): Promise<readonly ComparedCommunity[]> {
  const compared: ComparedCommunity[] = [];
  for (const place of await placesOf(wire, origin)) compared.push(await comparePlace(wire, place));
  return compared;
}

async function comparePlace(wire: Wire, place: LogPlace): Promise<ComparedCommunity> {
  const state = await askSync(wire, place.iri);
  const here = { iri: place.iri, heldTo: place.seq };
  if (!state) return { ...here, there: null, members: "unknown", content: "unknown" };
  const ours = await membershipDigest(wire, place.communityId, null);
  return {
    ...here,
    there: state.seq,
    members: ours === state.membersDigest ? "same" : "different",
    content: await contentOf(wire, place, state),
  };
}

/** Only what is held whole can be compared: older entries may be left out on purpose. */
async function contentOf(
  wire: Wire,
  place: LogPlace,
  state: { epoch: string; seq: number; contentDigest: string | null },
): Promise<ComparedCommunity["content"]> {
  if (state.contentDigest === null) return "unknown";
  const whole = place.floor === 0 && place.gapFrom === null;
  if (!whole || place.epoch !== state.epoch || place.seq !== state.seq) return "partly-held";
  const ours = contentDigest(await listContentTuples(wire.ctx, place.communityId));
  return ours === state.contentDigest ? "same" : "different";
}

/**
 * Reads a connected node's directory, and of each of its communities what lacks, memberships too; `whole`: everything
 * that its logs hold, once more. Refuses `not-connected`; throws Outage when it is away.
 */
export async function resyncNode(
  wire: Wire,
  origin: string,
  { whole }: { whole: boolean },
): Promise<readonly ResyncedCommunity[]> {
  const peer = await peerByOrigin(wire.ctx.sql, origin);
  if (peer?.state !== "accepted") refuse("not-connected", { home: origin });
  await readDirectory(wire, peer);
  const done: ResyncedCommunity[] = [];
  for (const place of await placesOf(wire, origin)) {
    if (whole) await forgetApplied(wire.ctx, place.communityId);
    const now = (await logPlace(wire.ctx, place.communityId)) ?? place;
    done.push(await resyncPlace(wire, now));
  }
  return done;
}

/** Step by step to the end of the log, or until a step is of no use. */
async function resyncPlace(wire: Wire, place: LogPlace): Promise<ResyncedCommunity> {
  const done = { iri: place.iri, answered: false, applied: 0, complete: false, members: false };
  for (let below: number | undefined; ; ) {
    const synced = await syncPlace(wire, place, below);
    if (synced === null) return done;
    done.answered = true;
    done.applied += synced.applied;
    done.complete = synced.complete;
    done.members ||= synced.members;
    if (synced.complete || synced.below === null || synced.settled === 0) return done;
    below = synced.below;
  }
}

async function placesOf(wire: Wire, origin: string): Promise<readonly LogPlace[]> {
  const peer = await peerByOrigin(wire.ctx.sql, origin);
  if (peer?.state !== "accepted") refuse("not-connected", { home: origin });
  return listLogPlaces(wire.ctx, { origin });
}
