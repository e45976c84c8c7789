import { type NodeContext, reading } from "../context.ts";
import { topicsOf } from "../posts/read.ts";
import type { ThreadPage } from "../posts/types.ts";
import { ANYONE, type Viewer } from "../visibility/viewer.ts";

const MOST_SHOWN = 4;
/** So long what the index proposed is proposed again; what is new may be alike a minute later. */
const KEPT_MS = 60_000;
/** Nothing found is asked for again sooner: the index may be away, or behind. */
const NOTHING_KEPT_MS = 10_000;
/** Titles that are remembered. */
const MOST_KEPT = 1_000;

/**
 * Questions like a discussion, answered ones first, at most four: the index proposes among what everyone may read, and
 * each is read again by the rule of who may see it. Empty while the index is away.
 */
export async function findRelated(
  ctx: NodeContext,
  viewer: Viewer,
  thread: Pick<ThreadPage, "id" | "title">,
): Promise<ThreadPage["related"]> {
  if (thread.title === "") return [];
  const alike = await proposed(ctx, thread.title);
  const ids = alike.filter((id) => id !== thread.id).slice(0, MOST_SHOWN);
  if (ids.length === 0) return [];
  const topics = await reading(ctx, viewer, (r) => topicsOf(r, viewer, ids));
  return topics.map(({ title, path, answered, lang, community }) => ({
    title,
    path,
    answered,
    lang,
    community: community.name,
  }));
}

interface Proposal {
  readonly ids: readonly string[];
  readonly at: number;
}

const PROPOSALS = new WeakMap<object, Map<string, Proposal>>();

/** Ids only, by title. */
async function proposed(ctx: NodeContext, title: string): Promise<readonly string[]> {
  const { search } = ctx.ports;
  const known = PROPOSALS.get(search) ?? new Map<string, Proposal>();
  PROPOSALS.set(search, known);
  const now = ctx.clock.now().getTime();
  const before = known.get(title);
  if (before && now - before.at < (before.ids.length > 0 ? KEPT_MS : NOTHING_KEPT_MS)) return before.ids;
  known.delete(title);
  const ids = await search.similarPosts(ctx, ANYONE, title, MOST_SHOWN + 1);
  const oldest = known.size >= MOST_KEPT ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
  known.set(title, { ids, at: now });
  return ids;
}
