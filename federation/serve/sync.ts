import type { GroupRow } from "../../node/communities/group-rows.ts";
import { listMembershipTuples } from "../../node/communities/wire-read.ts";
import { listContentTuples, listUnrendered } from "../../node/posts/wire-read.ts";
import { contentDigest, membersDigest } from "../digests.ts";
import { roleIriOf } from "../objects/memberships.ts";
import { syncStateFor } from "../objects/sync-state.ts";
import { keptActivity } from "../render/kept.ts";
import type { Wire } from "../wire.ts";
import { nothingHere, objectAnswer } from "./answer.ts";
import type { GroupRequest } from "./group.ts";

/** How far this community is, with digests for the asking node to compare with what it holds (profile B.6). */
export async function syncAnswer({ wire, viewer }: GroupRequest, group: GroupRow): Promise<Response> {
  if (viewer.kind !== "peer") return nothingHere();
  const content = await ownContentDigest(wire, group.communityId);
  const state = syncStateFor({
    groupIri: group.iri,
    epoch: group.epoch,
    seq: group.seq,
    contentDigest: content,
    updated: wire.ctx.clock.now(),
    membersDigest: await membershipDigest(wire, group.communityId, viewer.origin),
  });
  return objectAnswer(state, { private: true });
}

/** The digest of a local community's content; activities that nobody asked for yet are rendered first. */
export async function ownContentDigest(wire: Wire, communityId: string): Promise<string> {
  for (const iri of await listUnrendered(wire.ctx, communityId)) await keptActivity(wire.ctx, iri);
  return contentDigest(await listContentTuples(wire.ctx, communityId));
}

/** The digest of memberships of one origin's people (null: of this node's own people). */
export async function membershipDigest(
  wire: Wire,
  communityId: string,
  origin: string | null,
): Promise<string> {
  const tuples = await listMembershipTuples(wire.ctx, communityId, origin);
  return membersDigest(
    tuples.map((one) => ({ subjectIri: one.subject, roleIri: roleIriOf(one.role), state: one.state })),
  );
}
