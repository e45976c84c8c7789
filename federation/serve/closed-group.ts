import { findGroup, type GroupRow } from "../../node/communities/group-rows.ts";
import { listMembersForHolders } from "../../node/communities/wire-read.ts";
import { isHolder } from "../../node/visibility/holders.ts";
import { closedMembersFor } from "../objects/collections.ts";
import { actorDocumentFor } from "../objects/document.ts";
import { roleIriOf } from "../objects/memberships.ts";
import { groupDocument } from "../render/group.ts";
import { documentAnswer, nothingHere, objectAnswer } from "./answer.ts";
import type { GroupRequest } from "./group.ts";
import { readingOf } from "./reading-of.ts";

/** Parts that tell a connected node about its own people, or whom to ask, before any of them is a member. */
const BEFORE_MEMBERSHIP: ReadonlySet<string> = new Set(["moderators", "memberships"]);

type Part = (request: GroupRequest, group: GroupRow) => Promise<Response>;

/**
 * A closed community of this node: anyone may know its name, purpose, rules of joining and keys; everything else is for the
 * nodes that hold it, by their signature, at each request, and is kept by no cache (profile D.2, D-05). What is not for the
 * asker is not there.
 */
export async function closedGroupAnswer(
  request: GroupRequest,
  group: GroupRow,
  parts: Readonly<Record<string, Part>>,
): Promise<Response> {
  const { wire, viewer, part } = request;
  const peer = viewer.kind === "peer" ? viewer.origin : null;
  const holder = peer !== null && (await isHolder(wire.ctx, group.communityId, peer));
  if (part === "") {
    const seen = holder ? await readingOf(request, group, (r) => findGroup(r, { iri: group.iri })) : group;
    const reader = holder ? "holder" : peer === null ? "anyone" : "peer";
    const document = await groupDocument(wire.ctx, seen ?? group, reader);
    return documentAnswer(actorDocumentFor(document), { private: peer !== null });
  }
  if (peer === null || !(holder || BEFORE_MEMBERSHIP.has(part))) return nothingHere();
  const answer = part === "members" ? membersAnswer : parts[part];
  return answer ? unkept(await answer(request, group)) : nothingHere();
}

/** Every member with name, role and council: within a closed community everyone sees everyone (issue of closed rooms §1). */
async function membersAnswer(request: GroupRequest, group: GroupRow): Promise<Response> {
  const members = await readingOf(request, group, (r) => listMembersForHolders(r, group.communityId));
  return objectAnswer(
    closedMembersFor(
      group.iri,
      members.map(({ role, ...member }) => ({ ...member, roleIri: roleIriOf(role) })),
    ),
  );
}

function unkept(answer: Response): Response {
  answer.headers.set("cache-control", "private, no-store");
  answer.headers.delete("etag");
  return answer;
}
