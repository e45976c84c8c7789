import { type Origin, recordChange } from "../changes/record.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { originOf } from "../iris.ts";
import { insertActivity } from "../outbox/emit.ts";
import { LIMITS } from "../text/limits.ts";
import { cutAt, visibleOf } from "../text/visible.ts";
import { closeReports } from "./close.ts";
import { concernedElsewhere, forwardTo } from "./forward.ts";
import { concernsAdministrators } from "./policy.ts";
import { type Place, placesOf, type ReceivedFlag } from "./reported.ts";
import { insertReport, lockReport } from "./rows.ts";

/** Open reports that another node may have here at a time, of one post and in all: more is noise or attack. */
const MOST_OF_POST = 20;
const MOST_OF_PEER = 500;

/**
 * Takes in a report that came by the wire: of a post in a local community (told to its facilitators wherever they are),
 * forwarded by the Group to facilitators here, or of something severe that a person of this node wrote (profile F.1).
 * A report that concerns nobody here is `ignored`; one that is here by another road is `known`. Never refuses.
 */
export async function takeFlag(
  tx: WriteContext,
  flag: ReceivedFlag,
  origin: Extract<Origin, { road: "letter" }>,
): Promise<"taken" | "known" | "ignored"> {
  let outcome: "taken" | "known" | "ignored" = "ignored";
  const passedOn = new Set<string>();
  for (const place of await placesOf(tx, flag)) {
    const peerId = (await reportingPeer(tx, flag)) ?? place.community.peerId;
    if (peerId === null || (await tooMany(tx, place.postIri, peerId))) continue;
    const administrators = administratorsOf(flag, place);
    const reportId = await writeReport(tx, flag, { ...place, peerId, administrators });
    if (reportId === null) {
      if (outcome === "ignored") outcome = "known";
      continue;
    }
    outcome = "taken";
    const passOn = !passedOn.has(place.community.id);
    await tell(tx, { flag, place, reportId, administrators, passOn }, origin);
    passedOn.add(place.community.id);
  }
  return outcome;
}

async function reportingPeer(tx: WriteContext, flag: ReceivedFlag): Promise<string | null> {
  const [row] = await tx.sql<
    { id: string }[]
  >`select id from peers where origin = ${originOf(flag.actorIri)}`;
  return row?.id ?? null;
}

function administratorsOf(flag: ReceivedFlag, place: Place): boolean {
  return concernsAdministrators({
    category: flag.category,
    communityHere: place.community.local,
    authorHere: place.authorHere,
    madeHere: false,
    homeReachable: true,
  });
}

async function tooMany(tx: WriteContext, postIri: string, peerId: string): Promise<boolean> {
  const [count] = await tx.sql<{ here: number; all: number }[]>`
    select count(*) filter (where post_iri = ${postIri}) as here, count(*) as all
    from reports where reporter_peer_id = ${peerId} and state = 'open'`;
  return (count?.here ?? 0) >= MOST_OF_POST || (count?.all ?? 0) >= MOST_OF_PEER;
}

function writeReport(
  tx: WriteContext,
  flag: ReceivedFlag,
  place: Place & { readonly peerId: string; readonly administrators: boolean },
): Promise<string | null> {
  const words = cutAt(visibleOf(flag.words).trim(), LIMITS.wordsCharacters);
  return insertReport(tx, {
    iri: flag.iri,
    communityId: place.community.id,
    postId: place.postId,
    postIri: place.postIri,
    accountId: null,
    peerId: place.peerId,
    email: null,
    category: flag.category,
    // Where nothing was written the sender repeats the category, for programs that insist on words.
    words: words === flag.category ? "" : words,
    forAdministrators: place.administrators,
  });
}

interface Taken {
  readonly flag: ReceivedFlag;
  readonly place: Place;
  readonly reportId: string;
  readonly administrators: boolean;
  /** False where the same Flag was passed on for another of its posts. */
  readonly passOn: boolean;
}

/** A report of what is already gone is answered at once; any other is told, and passed on by its Group. */
async function tell(
  tx: WriteContext,
  { flag, place, reportId, administrators, passOn }: Taken,
  origin: Extract<Origin, { road: "letter" }>,
): Promise<void> {
  const { community } = place;
  if (community.local) await keepFlag(tx, flag, community, origin);
  if (community.local && place.gone) {
    const report = await lockReport(tx, reportId);
    if (report) await closeReports(tx, [report], { state: "removed", decidedBy: null, words: "", origin });
    return;
  }
  await recordChange(tx, {
    kind: "report.made",
    actorId: null,
    communityId: community.id,
    subjectId: reportId,
    subjectIri: place.postIri,
    origin,
    facts: { category: flag.category, administrators },
  });
  if (!community.local || !passOn) return;
  const concern = { community, category: flag.category, authorId: place.authorId };
  await forwardTo(tx, community, flag.iri, await concernedElsewhere(tx, concern));
}

/** The exact bytes are what the Group passes on, and what its answer speaks of. */
async function keepFlag(
  tx: WriteContext,
  flag: ReceivedFlag,
  community: CommunityHome,
  origin: Extract<Origin, { road: "letter" }>,
): Promise<void> {
  await insertActivity(tx, {
    type: "Flag",
    actorIri: flag.actorIri,
    objectIri: flag.objectIris[0] ?? null,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    received: { iri: flag.iri, bytes: origin.activity.bytes },
  });
}
