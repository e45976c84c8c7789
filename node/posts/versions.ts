import type { Reading } from "../reading.ts";
import { refuse } from "../refusal.ts";
import { compareWords, type Stretch } from "../text/compare.ts";
import { plainOf } from "../text/plain.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";

export interface PostVersion {
  /** From 1; numbers may be missing where a text was gone for a while. */
  readonly number: number;
  readonly made: Date;
}

export interface PostVersions {
  /** All that are held here, the newest first. */
  readonly versions: readonly PostVersion[];
  /** False where earlier ones are held elsewhere only: the post was changed before it came here. */
  readonly complete: boolean;
  readonly shown: ShownVersion;
}

/** One version, and what changed in it. */
export interface ShownVersion extends PostVersion {
  readonly title: string;
  readonly html: string;
  /** Number of the version it is compared with; null for the earliest held. */
  readonly before: number | null;
  /** Changes of title and text, in plain words; empty for the earliest. */
  readonly changes: { readonly title: readonly Stretch[]; readonly text: readonly Stretch[] };
}

interface Row extends PostVersion {
  readonly published: Date;
}

interface Text extends PostVersion {
  readonly title: string;
  readonly html: string;
}

/**
 * The versions of a post that are held here, for whoever may read the post as it is now (resolution 26); `number` is the
 * one to show, null the latest. Refuses `not-found`, also for what was deleted, removed or never accepted.
 */
export async function findVersions(
  r: Reading,
  viewer: Viewer,
  asked: { postId: string; number: number | null },
): Promise<PostVersions> {
  const { sql } = r;
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const rows = await sql<Row[]>`
    select v.number, v.made, p.published from post_revisions v join posts p on p.id = v.post_id
    where p.id = ${asked.postId} and p.community_id in ${readableCommunities(sql, viewer)}
      and (p.state = 'accepted' or (p.state in ('pending', 'declined') and p.author_id = ${me}))
    order by v.number desc`;
  const at = asked.number === null ? 0 : rows.findIndex((row) => row.number === asked.number);
  const first = rows.at(-1) ?? refuse("not-found");
  const [shown, before] = await textsOf(r, asked.postId, rows.slice(at, at < 0 ? at : at + 2));
  return {
    versions: rows.map(({ number, made }) => ({ number, made })),
    complete: first.number === 1 && first.made <= first.published,
    shown: shownOf(shown ?? refuse("not-found"), before),
  };
}

async function textsOf({ sql }: Reading, postId: string, rows: readonly Row[]): Promise<readonly Text[]> {
  return sql<Text[]>`select number, made, title, html from post_revisions
    where post_id = ${postId} and number = any(${rows.map(({ number }) => number)}) order by number desc`;
}

function shownOf(shown: Text, before: Text | undefined): ShownVersion {
  const changes =
    before === undefined
      ? { title: [], text: [] }
      : {
          title: compareWords(before.title, shown.title),
          text: compareWords(plainOf(before.html), plainOf(shown.html)),
        };
  return { ...shown, before: before?.number ?? null, changes };
}
