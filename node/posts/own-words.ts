import type { ReadContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";

/** A post as its author typed it, with the revision that a change counts against. */
export interface OwnWords {
  readonly title: string;
  readonly text: string;
  readonly revision: number;
  readonly lang: string;
  readonly themes: readonly string[];
}

/** One's own words in a discussion, to be changed. Refuses `not-found`, also for another's. */
export async function findOwnWords(
  r: ReadContext,
  viewer: Viewer,
  which: { readonly thread: string; readonly post: string },
): Promise<OwnWords> {
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const [row] = await r.sql<OwnWords[]>`
    select p.title, p.source as text, p.revision, p.lang, p.themes from posts p
    where p.id = ${which.post} and coalesce(p.root_id, p.id) = ${which.thread} and p.author_id = ${me}
      and p.community_id in ${readableCommunities(r.sql, viewer)} and p.state in ('accepted', 'pending')`;
  return row ?? refuse("not-found");
}
