import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodes } from "../../deploy/demo/content/councils.ts";
import type { NodeKey } from "../../deploy/demo/content/types.ts";
import { beginningOf, seedDemo } from "../../deploy/demo/seed.ts";
import { configOf, originOf } from "../../deploy/demo/sites.ts";
import { type World, worldOf } from "../../deploy/demo/world.ts";
import { freePort } from "../../node/db/embedded-server.ts";
import { type RunningNode, startNode } from "../../node/start.ts";
import { createDatabase } from "./database.ts";

/** The demo's three sites in this process, written from its beginning to `now`. */
export async function seedTestDemo(
  now = new Date(),
): Promise<World & AsyncDisposable & { origin(key: NodeKey): string }> {
  const ends: (() => Promise<unknown>)[] = [];
  const clock = beginningOf(now);
  const origins = new Map<NodeKey, string>();
  for (const node of nodes) origins.set(node.key, originOf(node, await freePort()));
  const sites: Partial<Record<NodeKey, RunningNode>> = {};
  for (const { key } of nodes) {
    const database = await createDatabase(key);
    const dataDir = await mkdtemp(join(tmpdir(), `moothall-${key}-`));
    const place = { origin: origins.get(key) ?? "", databaseUrl: database.url, dataDir };
    const node = await startNode(configOf(key, place, [...origins.values()]), {
      clock,
      workers: "by-hand",
      assets: "dist/client",
      connections: 6,
    });
    sites[key] = node;
    ends.push(async () => {
      await node.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    });
  }
  const world = worldOf(clock, sites as Record<NodeKey, RunningNode>);
  const t = Date.now();
  try {
    await seedDemo(world, now, (share) =>
      console.log(share.toFixed(3), ((Date.now() - t) / 1000).toFixed(1)),
    );
  } catch (error) {
    const { authenticate } = await import("../../federation/verify.ts");
    const { keptActivity } = await import("../../federation/render/kept.ts");
    const sun = world.sites.sunderland;
    const wilt = world.sites.wiltshire;
    const rows = await sun.ctx
      .sql`select iri, type, object_iri, actor_iri from activities where type='Announce' and facts->>'unlogged' = 'true'`;
    console.log(rows);
    for (const r of rows) {
      const b = await keptActivity(sun.ctx, r.iri);
      const doc = b && JSON.parse(Buffer.from(b).toString());
      console.log(JSON.stringify(doc, null, 1));
      if (doc)
        console.log(await authenticate(wilt.wire, doc.object, { groupIri: doc.actor, loggedAt: null }));
    }
    throw error;
  }
  return {
    ...world,
    origin: (key) => origins.get(key) ?? "",
    async [Symbol.asyncDispose]() {
      for (const end of ends) await end();
    },
  };
}
