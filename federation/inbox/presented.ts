import { originOf } from "../../node/iris.ts";
import type { ProvedGrant } from "../../node/memberships/return.ts";
import type { ReadJoin } from "../read/activity-types.ts";
import { readGrant } from "../read/memberships-page.ts";
import { byProof } from "../verify.ts";
import type { Wire } from "../wire.ts";

/**
 * The grant that a Join presents in `cop:grant` (profile B.6): an Accept that the Group itself proved, with a key that it has
 * not revoked, of a membership of this very sender in this very Group. `no`: it brings one that is not that. Null: it brings none.
 * Only of Groups of this node: no key of anybody else is asked for.
 */
export async function presentedGrant(wire: Wire, join: ReadJoin): Promise<ProvedGrant | "no" | null> {
  const { grant: accept, object: groupIri, actor } = join;
  if (accept === undefined) return null;
  if (originOf(groupIri) !== wire.ctx.config.origin) return "no";
  if (accept === null || accept.type !== "Accept" || accept.actor !== groupIri) return "no";
  const read = readGrant(accept.result, groupIri);
  if (!("grant" in read) || read.grant.personIri !== actor || read.grant.state !== "active") return "no";
  const proved = await byProof(wire, accept, { actor: groupIri, loggedAt: null });
  return proved.ok ? { iri: read.grant.iri, since: read.grant.since } : "no";
}
