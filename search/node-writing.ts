import type { Change } from "../node/changes/record.ts";
import type { AnyContext, NodeContext, WriteContext } from "../node/context.ts";
import {
  findIndexCommunity,
  findIndexPerson,
  listIndexable,
  listIndexPosts,
} from "../node/discovery/rows.ts";
import { TOUCHED, type Touched } from "../node/discovery/subjects.ts";
import type { Indexable } from "./document.ts";
import { communityDocument } from "./documents/community.ts";
import { personDocument } from "./documents/person.ts";
import { postDocument } from "./documents/post.ts";
import type { SearchEngine } from "./engine.ts";

/**
 * Takes changes of the record into the index. Safe to repeat: an older version never replaces a newer one; the
 * version is the number of the transaction that reads the rows, which only grows. What several of them touch is read
 * and written once; what goes, goes in its turn.
 */
export async function indexChanges(
  engine: SearchEngine,
  tx: WriteContext,
  changes: readonly Change[],
): Promise<void> {
  const steps = stepsOf(changes.flatMap((change) => TOUCHED[change.kind]?.(change) ?? []));
  if (steps.length === 0) return;
  const [row] = await tx.sql<{ version: number }[]>`select pg_current_xact_id()::text::float8 as version`;
  for (const one of steps) await applyTouched(engine, tx, one, row?.version ?? 0);
}

/** The same with less of it: each thing once between two that go. Documents are made from how things stand now. */
function stepsOf(touched: readonly Touched[]): readonly Touched[] {
  const steps: Touched[] = [];
  let since = new Map<string, Touched>();
  for (const one of touched) {
    if (one.kind === "gone") {
      steps.push(...since.values(), one);
      since = new Map();
      continue;
    }
    const key = one.kind === "posts" ? `posts ${one.threads ?? false}` : `${one.kind} ${one.id}`;
    const earlier = since.get(key);
    const ids = one.kind === "posts" && earlier?.kind === "posts" ? [...earlier.ids, ...one.ids] : null;
    since.set(key, ids && one.kind === "posts" ? { ...one, ids: [...new Set(ids)] } : one);
  }
  return [...steps, ...since.values()];
}

async function applyTouched(
  engine: SearchEngine,
  tx: AnyContext,
  touched: Touched,
  version: number,
): Promise<void> {
  if (touched.kind === "gone") {
    await engine.remove(touched.ids, touched.why);
    return;
  }
  const docs = await documentsOf(tx, touched, version);
  if (docs.length > 0) await engine.upsert(docs);
  const ids = touched.kind === "posts" ? touched.ids : [touched.id];
  const missing = ids.filter((id) => !docs.some((doc) => doc.id === id));
  if (missing.length > 0) await engine.remove(missing, "withdrawn");
}

async function documentsOf(
  ctx: AnyContext,
  touched: Exclude<Touched, { kind: "gone" }>,
  version: number,
): Promise<Indexable[]> {
  if (touched.kind === "posts") {
    const rows = await listIndexPosts(ctx, touched.ids, { version, threads: touched.threads ?? false });
    return rows.map(postDocument).filter((doc) => doc !== null);
  }
  if (touched.kind === "community") {
    const row = await findIndexCommunity(ctx, touched.id, version);
    const doc = row ? communityDocument(row) : null;
    return doc ? [doc] : [];
  }
  const row = await findIndexPerson(ctx, touched.id, version);
  const doc = row ? personDocument(row) : null;
  return doc ? [doc] : [];
}

/** Everything that can be found, for `rebuild`. */
export async function* everything(ctx: NodeContext, version: number): AsyncIterable<Indexable> {
  for (const kind of ["communities", "people", "posts"] as const) {
    let after: string | null = null;
    for (;;) {
      const ids: readonly string[] = await listIndexable(ctx, kind, after);
      if (ids.length === 0) break;
      after = ids.at(-1) ?? null;
      if (kind === "posts") yield* await documentsOf(ctx, { kind: "posts", ids }, version);
      else
        for (const id of ids)
          yield* await documentsOf(ctx, { kind: kind === "people" ? "person" : "community", id }, version);
    }
  }
}

/** Builds the index anew where the engine says that it must be; reads go on meanwhile. */
export async function mendIndex(ctx: NodeContext, engine: SearchEngine): Promise<void> {
  const health = await engine.health();
  if (health.reason !== "rebuild-needed") return;
  const [row] = await ctx.sql<{ version: number }[]>`select pg_current_xact_id()::text::float8 as version`;
  await engine.rebuild(everything(ctx, row?.version ?? 0));
}
