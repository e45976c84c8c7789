import { communityLabelOf, type LabelRow, labelColumns, labelJoins } from "../communities/card.ts";
import type { ReadContext } from "../context.ts";
import { idOf } from "../ids.ts";
import { rootIdOf } from "../posts/root-id.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { readPlace } from "./place.ts";
import type { Draft, DraftRow } from "./types.ts";

const MOST_LISTED = 50;

/** The draft of a place, or null. */
export async function findDraft(
  r: Pick<ReadContext, "sql">,
  accountId: string,
  place: string,
): Promise<Draft | null> {
  const [row] = await r.sql<Draft[]>`
    select id, place, body, updated from drafts where account_id = ${accountId} and place = ${place}`;
  return row ?? null;
}

/** A person's drafts, newest first, at most 50; those whose community they may no longer read are left out. */
export async function listDrafts(r: ReadContext, accountId: string): Promise<readonly DraftRow[]> {
  const drafts = await r.sql<Draft[]>`select id, place, body, updated from drafts
    where account_id = ${accountId} order by updated desc limit ${MOST_LISTED}`;
  const places = drafts.map((draft) => ({ draft, place: readPlace(draft.place) }));
  const postIds = places.flatMap(({ place }) => (place.kind === "reply" ? [place.postId] : []));
  const threads = await threadsOf(r, postIds);
  const asked = places.flatMap(({ place }) => (place.kind === "reply" ? [] : [place.communityId]));
  const communities = await communitiesOf(r, [...asked, ...[...threads.values()].map((t) => t.communityId)]);
  return places.flatMap(({ draft, place }) => {
    const thread = place.kind === "reply" ? threads.get(place.postId) : undefined;
    const community = communities.get(
      place.kind === "reply" ? (thread?.communityId ?? "") : place.communityId,
    );
    if (!community) return [];
    const path = thread
      ? `${community.path}/t/${idOf(thread.rootId)}#reply`
      : `${community.path}/new?kind=${place.kind}`;
    return [{ ...draft, kind: place.kind, community, about: thread?.title ?? null, path }];
  });
}

interface Thread {
  readonly rootId: string;
  readonly communityId: string;
  readonly title: string;
}

/** Where replies belong; whether that may be read, `communitiesOf` says, for every draft. */
async function threadsOf(r: ReadContext, postIds: readonly string[]): Promise<Map<string, Thread>> {
  if (postIds.length === 0) return new Map();
  const rows = await r.sql<(Thread & { id: string })[]>`
    select p.id, root.id as "rootId", root.community_id as "communityId", root.title
    from posts p join posts root on root.id = ${rootIdOf(r.sql)}
    where p.id in ${r.sql(postIds)}`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function communitiesOf(r: ReadContext, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { name: string; path: string }>();
  const rows = await r.sql<LabelRow[]>`
    select ${labelColumns(r.sql)} from communities c ${labelJoins(r.sql)}
    where c.id in ${r.sql(ids)} and c.id in ${readableCommunities(r.sql, r.viewer)}`;
  return new Map(rows.map((row) => [row.id, communityLabelOf(row)]));
}
