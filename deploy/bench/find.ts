import { openDatabase } from "../../node/db/open.ts";
import { searchSql } from "../../node/db/search-sql.ts";
import { openSearch } from "../../search/open.ts";
import { ceilings, show } from "./figures.ts";
import { benchSearch } from "./search.ts";
import { corpusOf } from "./search-corpus.ts";
import { openSites } from "./sites.ts";

/** Documents in the index: MOOTHALL_BENCH_DOCUMENTS, or as many as a region has after some years. */
const DOCUMENTS = Number(process.env.MOOTHALL_BENCH_DOCUMENTS ?? 20_000);

/** Search in a node's own PostgreSQL over invented posts: building the index, then each kind of query, 1 and 16 at once. */
export async function benchFind(): Promise<void> {
  await using sites = await openSites({ names: ["north"], workers: "by-hand" });
  const [node] = sites.nodes;
  if (!node?.ctx.config.databaseUrl) throw new Error("No node started.");
  const pool = openDatabase(node.ctx.config.databaseUrl.reveal(), {
    connections: 16,
    name: "moothall-search",
  });
  try {
    const engine = openSearch({ engine: "postgres", sql: searchSql(pool), clock: node.ctx.clock });
    const newest = node.ctx.clock.now();
    const shape = { documents: DOCUMENTS, communities: 1_000, councils: 400, seed: 1, newest };
    const { docs, ms } = await engine.rebuild(corpusOf(shape));
    show(`Search: ${docs.toLocaleString("en-GB")} documents`, { "index built in (s)": ms / 1_000 });
    const best = await ceilings(node.ctx);
    for (const one of await benchSearch({ engine, clients: [1, 16], queries: 100, groups: 20 }))
      show(`${one.query}, ${one.clients} at once`, {
        "half within (ms)": one.p50,
        "95 of 100 within (ms)": one.p95,
        "per second": one.perSecond,
        "in empty queries, one after the other": (one.p50 * best["empty queries per second"]) / 1_000,
      });
    show("What this computer does at best", best);
  } finally {
    await pool.end();
  }
}
