import { findGroup, type GroupRow } from "../../node/communities/group-rows.ts";
import {
  countFollowers,
  isFollower,
  listGrants,
  listModerators,
  listShares,
} from "../../node/communities/wire-read.ts";
import { findCurrentEntry, listLog } from "../../node/outbox/log-entry.ts";
import { listAdministrators } from "../../node/people/document.ts";
import { findMovedFrom } from "../../node/posts/move-read.ts";
import { findThreadIds, listPinned } from "../../node/posts/wire-read.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import { threadEtag } from "../digests.ts";
import type { JsonObject } from "../jcs.ts";
import { countFor, featuredFor, membersFor, moderatorsFor, outboxFor } from "../objects/collections.ts";
import { actorDocumentFor } from "../objects/document.ts";
import { groupCollectionsOf } from "../objects/group.ts";
import { membershipsFor } from "../objects/memberships.ts";
import { threadFor } from "../objects/thread.ts";
import { groupDocument } from "../render/group.ts";
import { keptDocument } from "../render/kept.ts";
import type { Wire } from "../wire.ts";
import { documentAnswer, nothingHere, objectAnswer, seeOther } from "./answer.ts";
import { appealedAnswer } from "./appealed.ts";
import { closedGroupAnswer } from "./closed-group.ts";
import { mirrorAnswer } from "./file.ts";
import { historyAnswer } from "./history.ts";
import { readingOf } from "./reading-of.ts";
import { receiptsAnswer } from "./receipts.ts";
import { syncAnswer } from "./sync.ts";

export interface GroupRequest {
  readonly wire: Wire;
  readonly groupIri: string;
  readonly part: string;
  readonly query: URLSearchParams;
  readonly viewer: Viewer;
  readonly ifNoneMatch: string | null;
}

/** A local community and its collections; of a closed one by its own rule, and of a hidden one nothing. */
export async function groupAnswer(request: GroupRequest): Promise<Response> {
  const group = await findGroup(request.wire.ctx, { iri: request.groupIri });
  if (!group?.local || group.level === "confidential") return nothingHere();
  if (!isPublicLevel(group.level)) return closedGroupAnswer(request, group, PARTS);
  const answer = PARTS[request.part];
  return answer ? answer(request, group) : nothingHere();
}

type Answer = (request: GroupRequest, group: GroupRow) => Promise<Response>;

const PARTS: Readonly<Record<string, Answer>> = {
  "": async ({ wire }, group) => documentAnswer(actorDocumentFor(await groupDocument(wire.ctx, group))),
  outbox: async (request, group) =>
    objectAnswer(
      outboxFor(groupCollectionsOf(group.iri).outbox, group.iri, await newestAnnounces(request, group)),
    ),
  followers: async ({ wire, query, viewer }, group) => {
    const asked = query.get("is_follower");
    if (asked !== null) {
      const known = viewer.kind === "peer" && (await isFollower(wire.ctx, group.communityId, asked));
      return known
        ? objectAnswer(countFor(groupCollectionsOf(group.iri).followers, 1), { private: true })
        : nothingHere();
    }
    return objectAnswer(
      countFor(groupCollectionsOf(group.iri).followers, await countFollowers(wire.ctx, group.communityId)),
    );
  },
  following: async (_request, group) => objectAnswer(countFor(groupCollectionsOf(group.iri).following, 0)),
  featured: async (request, group) => {
    const pinned = await readingOf(request, group, (r) => listPinned(r, group.communityId));
    return objectAnswer(featuredFor(group.iri, pinned));
  },
  moderators: async ({ wire }, group) =>
    objectAnswer(moderatorsFor(group.iri, await moderatorsOf(wire, group))),
  members: async ({ wire, viewer }, group) => {
    const shares =
      viewer.kind === "peer" ? await listShares(wire.ctx, group.communityId, viewer.origin) : null;
    return objectAnswer(membersFor(group.iri, group.members, shares), { private: viewer.kind === "peer" });
  },
  memberships: async ({ wire, viewer }, group) => {
    if (viewer.kind !== "peer") return nothingHere();
    const grants = await listGrants(wire.ctx, group.communityId, viewer.origin);
    const facts = grants.map((grant) => ({ ...grant, groupIri: group.iri }));
    return objectAnswer(membershipsFor(group.iri, `${viewer.origin}/ap/actor`, facts), { private: true });
  },
  history: historyAnswer,
  sync: syncAnswer,
  t: threadAnswer,
  o: async (request, group) => {
    const entry = await announceOf(request, group);
    return entry ? documentAnswer(entry) : nothingHere();
  },
  receipts: receiptsAnswer,
  appealed: appealedAnswer,
  m: ({ wire, query, viewer }, { communityId }) =>
    mirrorAnswer(wire.ctx, { communityId, digest: query.get("digest"), viewer }),
};

async function threadAnswer(request: GroupRequest, group: GroupRow): Promise<Response> {
  const { wire, query, ifNoneMatch } = request;
  const thread = await readingOf(request, group, (r) => findThreadIds(r, group.iri, query.get("root") ?? ""));
  if (!thread) return movedAnswer(request, group);
  const etag = threadEtag(thread.postIris);
  if (ifNoneMatch === etag) return new Response(null, { status: 304, headers: { etag } });
  return objectAnswer(threadFor({ ...thread, iri: wire.ctx.iris.thread(group.iri, thread.rootIri) }), {
    etag,
  });
}

/** A thread that was moved to another community here is found there. */
async function movedAnswer({ wire, query }: GroupRequest, group: GroupRow): Promise<Response> {
  const rootIri = query.get("root") ?? "";
  const movedTo = await findMovedFrom(wire.ctx.sql, group.iri, rootIri);
  return movedTo === null ? nothingHere() : seeOther(wire.ctx.iris.thread(movedTo, rootIri));
}

/** Facilitators; where a community has lost the last one, the administrators, who are that of record (profile B.4). */
async function moderatorsOf(wire: Wire, group: GroupRow): Promise<readonly string[]> {
  const iris = await listModerators(wire.ctx, group.communityId);
  return iris.length > 0 ? iris : listAdministrators(wire.ctx);
}

async function newestAnnounces(request: GroupRequest, group: GroupRow): Promise<JsonObject[]> {
  const { wire } = request;
  const entries = await readingOf(request, group, (r) =>
    listLog(r, group.communityId, { before: group.seq + 1 }, 200),
  );
  const found: JsonObject[] = [];
  for (const entry of entries.filter((one) => one.state === "live" && one.type === "Create").slice(0, 50)) {
    const document = await keptDocument(wire.ctx, entry.announceIri);
    if (document) found.push(document);
  }
  return found;
}

/** The logged Announce that carries an object now, verifiable by its inner proof (profile D.2). */
async function announceOf(request: GroupRequest, group: GroupRow): Promise<JsonObject | null> {
  const objectIri = request.query.get("id") ?? "";
  const announceIri = await readingOf(request, group, (r) =>
    findCurrentEntry(r, group.communityId, objectIri),
  );
  return announceIri === null ? null : keptDocument(request.wire.ctx, announceIri);
}
