import { findRestoration, noteAsked } from "../node/backup/restorations.ts";
import { claimEffect } from "../node/changes/effects.ts";
import type { Origin } from "../node/changes/record.ts";
import { type CommunityHome, communityByIri } from "../node/communities/home.ts";
import { inTransaction, type WriteContext } from "../node/context.ts";
import { isHeld, relogActivity } from "../node/outbox/relog.ts";
import type { EndedLog } from "../node/outbox/renew-epoch.ts";
import { actorByIri } from "../node/people/actor.ts";
import { postByIri } from "../node/posts/find.ts";
import { Refusal } from "../node/refusal.ts";
import { getDocument } from "./get-document.ts";
import { performAct } from "./inbox/act.ts";
import { NotHereYet } from "./inbox/act-place.ts";
import { type Act, actOf, peopleOf } from "./inbox/entry-act.ts";
import { isKnown } from "./inbox/judge-entry.ts";
import { isJsonObject, type JsonObject } from "./jcs.ts";
import { type ReadEntry, readHistoryPage } from "./read/history-page.ts";
import { instantOf } from "./read/values.ts";
import { replicaIriOf } from "./serve/replica.ts";
import { byProof } from "./verify.ts";
import type { Wire } from "./wire.ts";

/** `known`: it is here already, or no act; `lost`: its author's account or the thing it speaks of is gone for good. */
type Recovered = "recovered" | "known" | "lost";

/**
 * Asks a node what it keeps of this node's communities beyond what this node remembers after it was brought back, and
 * takes it into their logs again. Returns how much was done. Throws Outage when the node is away: it is asked again.
 */
export async function recoverFrom(wire: Wire, origin: string): Promise<number> {
  const restoration = await findRestoration(wire.ctx);
  if (restoration === null || restoration.finished !== null) return 0;
  let [recovered, lost] = [0, 0];
  for (const log of restoration.logs) {
    for (const entry of await readReplica(wire, origin, log)) {
      const outcome = await recoverEntry(wire, log, entry);
      if (outcome === "recovered") recovered++;
      if (outcome === "lost") lost++;
    }
  }
  await noteAsked(wire.ctx, origin, { recovered, lost });
  return recovered + 1;
}

/** All that a node keeps of one log above the last number that is remembered; nothing where it keeps no such thing. */
async function readReplica(wire: Wire, origin: string, log: EndedLog): Promise<readonly ReadEntry[]> {
  const partOf = replicaIriOf(origin, log.iri, log.epoch);
  const all: ReadEntry[] = [];
  for (let after = log.seq; ; ) {
    const fetched = await getDocument(wire, `${partOf}&after=${after}`, { page: true });
    if (!fetched.ok) return all;
    const page = readHistoryPage(fetched.document, { groupIri: log.iri, historyIri: partOf });
    const last = page.type === "history-page" ? page.entries.at(-1) : undefined;
    if (page.type !== "history-page" || page.epoch !== log.epoch || !last || last.seq <= after) return all;
    all.push(...page.entries.filter((entry) => entry.seq > after));
    after = last.seq;
  }
}

/** This very node proved the entry when it announced it: whoever brings it back is believed for that, and for nothing else. */
async function recoverEntry(wire: Wire, log: EndedLog, { announce, seq }: ReadEntry): Promise<Recovered> {
  const community = await communityByIri(wire.ctx.sql, log.iri);
  const inner = announce?.object;
  if (!community?.local || announce === null || !isJsonObject(inner)) return "known";
  if (announce["cop:epoch"] !== log.epoch) return "known";
  const published = instantOf(announce.published);
  if (published === null) return "known";
  const judged = await byProof(wire, announce, { actor: log.iri, loggedAt: published });
  if (!judged.ok) return "known";
  const act = actOf(inner, community);
  if (act === null || act.object === community.iri) return "known";
  for (const iri of peopleOf(act, community)) if (!(await isKnown(wire, iri))) return "lost";
  return inTransaction(wire.ctx, (tx) => takeBack(tx, act, { community, inner, seq, epoch: log.epoch }));
}

/** What of a log unsigned readers do not see. */
const UNSEEN = new Set(["Like", "Block"]);

interface Place {
  readonly community: CommunityHome;
  readonly inner: JsonObject;
  readonly seq: number;
  readonly epoch: string;
}

async function takeBack(tx: WriteContext, act: Act, place: Place): Promise<Recovered> {
  const { community, inner, seq, epoch } = place;
  const actor = await actorByIri(tx.sql, act.actor);
  if (!actor) return "lost";
  if (await isHeld(tx, act.id)) return "known";
  const bytes = Buffer.from(JSON.stringify(inner), "utf8");
  const activity = { iri: act.id, actorIri: act.actor, type: act.type, bytes };
  // What it let in once is not judged anew: its log is the record of what was let in.
  const origin: Origin = { road: "relay", activity, seq, epoch };
  try {
    await tx.sql.savepoint(async (sql) => {
      const within = { ...tx, sql };
      await claimEffect(within, { actorIri: act.actor, iri: act.id }, "recovered");
      await performAct(within, act, { community, actor, origin });
      const post = await postByIri(within.sql, act.object);
      await relogActivity(within, {
        communityId: community.id,
        activity,
        objectIri: act.object,
        private: UNSEEN.has(act.type) || (act.type === "Undo" && UNSEEN.has(act.of.asType ?? "")),
        titled: post !== null && post.kind !== "reply",
      });
    });
    return "recovered";
  } catch (error) {
    if (error instanceof NotHereYet || error instanceof Refusal) return "lost";
    throw error;
  }
}
