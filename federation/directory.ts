import { findKnownCommunity } from "../node/communities/known.ts";
import { learnCommunity } from "../node/communities/learn.ts";
import { inTransaction } from "../node/context.ts";
import { takePeerOptOuts } from "../node/invitations/opt-outs.ts";
import { followCommunity, unfollowCommunity } from "../node/memberships/follow.ts";
import { directoryRead } from "../node/peers/directory-due.ts";
import type { Peer } from "../node/peers/read.ts";
import { actorByIri } from "../node/people/actor.ts";
import { Refusal } from "../node/refusal.ts";
import { isPublicLevel } from "../node/visibility/readable.ts";
import { bringActor } from "./bring-actor.ts";
import { bringCommunity } from "./bring-community.ts";
import { getDocument } from "./get-document.ts";
import { nodeCollectionsOf } from "./objects/node-actor.ts";
import { type ReadListing, readDirectoryPage } from "./read/communities-page.ts";
import { byProof } from "./verify.ts";
import type { Wire } from "./wire.ts";

/** What is read of one node's directory (A55): no council has as many communities. */
const MOST = { pages: 20, communities: 1_000 } as const;

/**
 * Reads a connected node's directory (resolution 17): every listed community becomes an ordinary page here, and the
 * node follows those that anyone may read, so that pages and search are full before the first officer joins, unless
 * its administrator narrowed that (P-12).
 * At most 20 pages and 1,000 communities are read. Throws Outage when the node is away. Returns how many were read.
 */
export async function readDirectory(wire: Wire, peer: Peer): Promise<number> {
  if (peer.nodeIri === null) return 0;
  const began = wire.ctx.clock.now();
  // What it promises is asked for anew, too: whether it keeps closed communities closed.
  await bringActor(wire, peer.nodeIri);
  await readOptOuts(wire, peer);
  let url: string | null = `${nodeCollectionsOf(peer.origin).communities}?page=1`;
  let listed = 0;
  let made: Date | null = null;
  for (let pages = 0; url !== null && pages < MOST.pages && listed < MOST.communities; pages++) {
    const fetched = await getDocument(wire, url, { page: true });
    if (!fetched.ok) break;
    const proof = await byProof(wire, fetched.document, { actor: peer.nodeIri, loggedAt: null });
    if (!proof.ok) break;
    const page = readDirectoryPage(fetched.document, peer.nodeIri);
    // An older copy, from a cache or a restored backup, takes nothing back (P-13).
    if (page.type !== "directory-page" || isOlder(page.made, peer.directoryMade)) break;
    made = made === null || isOlder(page.made, made) ? page.made : made;
    const taken = page.communities.slice(0, MOST.communities - listed);
    for (const listing of taken) await takeListing(wire, peer, listing);
    listed += taken.length;
    url = page.next;
  }
  await directoryRead(wire.ctx, peer.id, { began, made });
  return listed;
}

/** Who of that node's people wants no invitations by mail. One that tells nothing leaves what it told before. */
async function readOptOuts(wire: Wire, peer: Peer): Promise<void> {
  const fetched = await getDocument(wire, nodeCollectionsOf(peer.origin).optOuts);
  const items = fetched.ok ? fetched.document.items : null;
  if (!Array.isArray(items)) return;
  const told = items.filter((item) => typeof item === "string");
  await inTransaction(wire.ctx, (tx) => takePeerOptOuts(tx, peer.id, told));
}

function isOlder(made: Date | null, than: Date | null): boolean {
  return made !== null && than !== null && made < than;
}

async function takeListing(wire: Wire, peer: Peer, listing: ReadListing): Promise<void> {
  try {
    const known = await findKnownCommunity(wire.ctx, listing.iri);
    const stale =
      known === null || known.stub || (listing.updated !== null && known.updated < listing.updated);
    if (stale) await bringCommunity(wire, listing.iri);
    const actor = await actorByIri(wire.ctx.sql, listing.iri);
    if (!actor) return;
    const communityId = await learnCommunity(
      wire.ctx,
      {
        actorId: actor.id,
        level: listing.level,
        joinPolicy: listing.joinPolicy,
        postPolicy: "members",
        purpose: listing.purpose,
        charter: {},
        themes: listing.themes,
        language: listing.language ?? "en",
        members: listing.members,
        councils: listing.councils,
        holders: null,
        lastActivity: listing.lastActivity,
        created: null,
        stub: true,
      },
      { road: "here" },
    );
    if (isPublicLevel(listing.level)) await readAlong(wire, communityId, peer.bringHistory);
  } catch (error) {
    // One community that cannot be read does not hide the others.
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The node follows, or no longer does: whoever joined or follows from here goes on getting what is new. */
async function readAlong(wire: Wire, communityId: string, along: boolean): Promise<void> {
  const node = await actorByIri(wire.ctx.sql, wire.ctx.iris.node);
  if (!node) return;
  const follow = along ? followCommunity : unfollowCommunity;
  await inTransaction(wire.ctx, (tx) => follow(tx, { actorId: node.id, communityId }));
}
