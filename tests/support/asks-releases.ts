import { HERE } from "../../node/changes/record.ts";
import { listChangedSources } from "../../node/posts/release-changed.ts";
import { draftRelease, findReleasable, listReleases } from "../../node/posts/release-read.ts";
import { takeRelease } from "../../node/posts/release-take.ts";
import { type Ask, type Asks, heard, idsAt, pretending, readingAs, unrefused, viewing } from "./asks.ts";

const chosen: Ask = (s, inside) => {
  const { id: communityId, topic } = s.rooms.closed;
  const found = findReleasable(readingAs(s.home.ctx, viewing(s, inside)), viewing(s, inside), {
    communityId,
    rootId: topic.id,
  });
  return unrefused(found);
};

const begun: Ask = async (s, inside) => {
  const { id: communityId, topic } = s.rooms.closed;
  const of = { communityId, postIds: [topic.id], wrote: "A member wrote:" };
  return (await draftRelease(readingAs(s.home.ctx, viewing(s, inside)), viewing(s, inside), of)) !== "";
};

/** That something was released of the closed room, as if it had been. */
const released: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { id, topic } = s.rooms.closed;
    await tx.sql`insert into release_sources (source_id, release_iri, made)
      values (${topic.id}, ${`${s.home.origin}/ap/o/none`}, ${tx.now})`;
    return (await listReleases(readingAs(tx, viewing(s, inside)), viewing(s, inside), id)).length > 0;
  });

/** What stands in the closed room, as if it had been released of an open one. */
const item: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { open, closed } = s.rooms;
    await tx.sql`insert into release_sources (source_id, release_iri, made)
      values (${open.topic.id}, ${closed.topic.iri}, ${tx.now})`;
    const rows = await listReleases(readingAs(tx, viewing(s, inside)), viewing(s, inside), open.id);
    return rows.some((row) => row.item !== null);
  });

/** Whether a node takes in that something of the closed room was released, where somebody is a member or nobody any more. */
const taken: Ask = (s, inside) =>
  pretending(s.other, async (tx) => {
    const { iri: groupIri, topic } = s.rooms.closed;
    const { communityId } = await idsAt(tx, { room: groupIri, post: topic.iri });
    await heard(tx, communityId, true);
    if (!inside)
      await tx.sql`update memberships set state = 'ended' where community_id = ${communityId}
        and actor_id = ${s.people.sunny.actorId}`;
    const [by] = await tx.sql<{ iri: string }[]>`
      select a.iri from posts p join actors a on a.id = p.author_id where p.iri = ${topic.iri}`;
    const release = { itemIri: `${s.home.origin}/ap/o/none`, sources: [topic.iri] };
    const said = { groupIri, byIri: by?.iri ?? "", reason: "Others ask the same.", released: release };
    return (await takeRelease(tx, said, HERE)) === "taken";
  });

/** Whether whoever released something learns that what stands in the closed room was changed since. */
const changed: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { open, closed } = s.rooms;
    const viewer = viewing(s, inside);
    const me = viewer.kind === "person" ? viewer.actorId : null;
    await tx.sql`insert into release_sources (source_id, release_iri, made)
      values (${closed.topic.id}, ${open.topic.iri}, ${tx.now})`;
    await tx.sql`update posts set author_id = ${me} where id = ${open.topic.id}`;
    await tx.sql`update posts set updated = ${tx.now}::timestamptz + interval '1 hour' where id = ${closed.topic.id}`;
    return (await listChangedSources(tx, viewer, open.topic.id)).size > 0;
  });

/** What is released of a community. */
export const RELEASES: Asks = {
  "node/posts/release-changed.ts listChangedSources readableCommunities": changed,
  "node/posts/release-read.ts draftRelease readableCommunities": begun,
  "node/posts/release-read.ts findReleasable readableCommunities": chosen,
  "node/posts/release-read.ts listReleases readableCommunities": released,
  "node/posts/release-read.ts listReleases readableCommunities 2": item,
  "node/posts/release-take.ts takeRelease isHeldHere": taken,
};
