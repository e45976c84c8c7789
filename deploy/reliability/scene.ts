import { createCommunity } from "../../node/communities/create.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import type { OpenNode } from "../../node/start.ts";
import { connect, joinAs, type Officer } from "../lab/councils.ts";
import { until } from "../lab/pause.ts";
import { communityIdOn, openSites } from "../simulate/setup.ts";
import { type Canaries, hideCanaries } from "./canaries.ts";
import type { Stage } from "./stage.ts";

/** Who takes part, once everything is connected and everybody a member. */
export interface Scene {
  readonly martin: Officer;
  readonly writers: readonly Officer[];
  readonly groupIri: string;
  /** Its name in paths at home. */
  readonly handle: string;
  readonly canaries: Canaries;
}

export interface Cast {
  /** Of each site, in the order of the stage's sites. */
  readonly writers: readonly number[];
  /** Starts every site's processes. */
  readonly start: () => Promise<unknown>;
}

/** Makes the community at the first site, the people everywhere, starts the nodes and connects all with all. */
export async function setScene(stage: Stage, cast: Cast): Promise<Scene> {
  const nodes = await openSites(stage.sites);
  try {
    const made = await makePeople(stage, nodes, cast);
    await cast.start();
    await connectAll(nodes);
    await joinAll(nodes, made);
    return made;
  } finally {
    for (const node of nodes.values()) await node.stop();
  }
}

type Nodes = ReadonlyMap<string, OpenNode>;

async function makePeople(stage: Stage, nodes: Nodes, { writers: counts }: Cast): Promise<Scene> {
  const [home] = stage.sites;
  const ctx = home && nodes.get(home.name)?.ctx;
  if (!home || !ctx) throw new Error("A stage needs a site.");
  let number = 1;
  const martin = await joinAs(ctx, home, "Martin Hale", number++);
  const draft = {
    name: "Adoption and kinship care",
    purpose: "For officers who assess, support and pay carers.",
    charter: {},
    level: "open",
    themes: [],
    language: "en",
  } as const;
  await createCommunity(ctx, { actorId: martin.actorId }, draft);
  const [group] = await ctx.sql<{ iri: string; handle: string }[]>`
    select iri, handle from actors where kind = 'group'`;
  const writers: Officer[] = [];
  for (const [index, site] of stage.sites.entries()) {
    const node = nodes.get(site.name);
    for (let n = 0; node && n < (counts[index] ?? 0); n++)
      writers.push(await joinAs(node.ctx, site, nameOf(writers.length), number++));
  }
  const groupIri = group?.iri ?? "";
  const canaries = await hideCanaries(ctx, { groupIri, by: martin, seed: stage.run.seed });
  return { martin, writers, groupIri, handle: group?.handle ?? "", canaries };
}

const FIRST = ["Priya", "Amara", "Owen", "Rhian", "Joan", "Tom", "Ann", "Idris"];
const LAST = ["Shah", "Okafor", "Reed", "Price", "Hill", "Frost", "Lowe", "Khan"];

function nameOf(number: number): string {
  return `${FIRST[number % FIRST.length]} ${LAST[Math.floor(number / FIRST.length) % LAST.length]}`;
}

async function connectAll(nodes: Nodes): Promise<void> {
  const all = [...nodes.values()];
  for (const [index, one] of all.entries())
    for (const other of all.slice(0, index)) await connect(one.ctx, other.ctx);
}

async function joinAll(nodes: Nodes, { groupIri, writers }: Scene): Promise<void> {
  for (const { site, actorId } of writers) {
    const node = nodes.get(site.name);
    if (!node) continue;
    const communityId = await until(`${site.name} knows the community`, () =>
      communityIdOn(node.ctx, groupIri).catch(() => null),
    );
    await joinCommunity(node.ctx, { actorId, communityId, words: "" });
  }
  for (const { site, actorId } of writers) {
    const node = nodes.get(site.name);
    if (!node) continue;
    await until("everybody is a member", async () => {
      const rows = await node.ctx.sql`
        select 1 from memberships where actor_id = ${actorId} and state = 'active'`;
      return rows.length > 0;
    });
  }
}
