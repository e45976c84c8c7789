import { inTransaction } from "../node/context.ts";
import { noteAgreed } from "../node/memberships/proofs.ts";
import { replaceGrants, settledMemberships } from "../node/memberships/resync.ts";
import { getDocument } from "./get-document.ts";
import { groupCollectionsOf } from "./objects/group.ts";
import { readMemberships } from "./read/memberships-page.ts";
import { membershipDigest } from "./serve/sync.ts";
import type { Wire } from "./wire.ts";

/**
 * Compares the memberships of this node's people in a community elsewhere with what the community says; on a
 * difference takes over its whole set in one fetch (profile B.6, B-14). True when something was put right.
 */
export async function resyncMembers(
  wire: Wire,
  community: { communityId: string; iri: string },
  state: { readonly membersDigest: string; readonly epoch: string },
): Promise<boolean> {
  const { communityId } = community;
  const { membersDigest, epoch } = state;
  if ((await membershipDigest(wire, communityId, null)) === membersDigest) {
    await inTransaction(wire.ctx, (tx) => noteAgreed(tx, communityId, { epoch, people: null }));
    return false;
  }
  const settled = await settledMemberships(wire.ctx, communityId);
  const fetched = await getDocument(wire, groupCollectionsOf(community.iri).memberships, { page: true });
  if (!fetched.ok) return false;
  const read = readMemberships(fetched.document, {
    groupIri: community.iri,
    ownOrigin: wire.ctx.config.origin,
  });
  if (read.type !== "memberships") return false;
  const { grants } = read;
  await inTransaction(wire.ctx, (tx) => replaceGrants(tx, communityId, { grants, settled, epoch }));
  return true;
}
