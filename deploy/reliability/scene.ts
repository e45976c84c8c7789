import type { KeyObject } from "node:crypto";
import { signingKeyOf } from "../../node/actors/keys.ts";
import { createCommunity } from "../../node/communities/create.ts";
import type { Clock } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import type { OpenNode } from "../../node/start.ts";
import { connect, joinAs, type Officer } from "../lab/councils.ts";
import { until } from "../lab/pause.ts";
import { communityIdOn, openSites } from "../simulate/setup.ts";
import { type Canaries, hideCanaries } from "./canaries.ts";
import { makeRooms, openRooms, type Room } from "./rooms.ts";
import type { Stage } from "./stage.ts";

/** Who takes part, once everything is connected and everybody a member. */
export interface Scene {
  readonly martin: Officer;
  readonly writers: readonly Officer[];
  readonly groupIri: string;
  /** Its name in paths at home. */
  readonly handle: string;
  readonly canaries: Canaries;
  /** Communities for members only and hidden ones at home, whose only member is Martin. */
  readonly rooms: readonly Room[];
  /** Somebody at home who is a member of nothing. */
  readonly outsider: Officer;
  /** A connected council whose node signs, and which has no member in any of the rooms. */
  readonly stranger: Stranger;
  readonly level: "open" | "closed";
}

interface Stranger {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly now: () => Date;
}

export interface Cast {
  /** Who may read what the writers write; everybody, when nothing is said. */
  readonly level?: "open" | "closed";
  /** The nodes' clock, where it is not the time of day. */
  readonly clock?: Clock;
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
    if (cast.level === "closed") await letHold(nodes, made);
    await joinAll(nodes, made);
    await openRooms(made.martin, made.rooms);
    // Whoever was let in for the scene was let in by nobody whom the ledger knows.
    stage.ledger.approvedBefore = cast.level === "closed" ? made.writers.length : 0;
    return made;
  } finally {
    for (const node of nodes.values()) await node.stop();
  }
}

type Nodes = ReadonlyMap<string, OpenNode>;

const COMMUNITY = {
  name: "Adoption and kinship care",
  purpose: "For officers who assess, support and pay carers.",
  charter: {},
  themes: [],
  language: "en",
} as const;

async function makePeople(
  stage: Stage,
  nodes: Nodes,
  { writers: counts, level = "open", clock }: Cast,
): Promise<Scene> {
  const [home] = stage.sites;
  const ctx = home && nodes.get(home.name)?.ctx;
  if (!home || !ctx) throw new Error("A stage needs a site.");
  const martin = await joinAs(ctx, home, "Martin Hale", 1);
  await createCommunity(ctx, { actorId: martin.actorId }, { ...COMMUNITY, level });
  const [group] = await ctx.sql<{ iri: string; handle: string }[]>`
    select iri, handle from actors where kind = 'group'`;
  const writers = await makeWriters(stage, nodes, counts);
  const groupIri = group?.iri ?? "";
  const { seed } = stage.run;
  const hidden = await hideCanaries(ctx, { groupIri, by: martin, seed, level });
  const rooms = await makeRooms(ctx, martin, seed);
  const outsider = await joinAs(ctx, home, "Otto Lane", 2 + writers.length);
  // Where only members may read, no title that is written may be seen by anybody who is none.
  const written = level === "closed" ? ["Who signs off", "What everybody may read"] : [];
  const words = [...hidden.words, ...rooms.flatMap((room) => room.words.all), ...written];
  const canaries = { ...hidden, words };
  const stranger = await strangerOf(nodes, clock);
  return {
    ...{ martin, writers, groupIri, handle: group?.handle ?? "" },
    ...{ canaries, rooms, outsider, stranger, level },
  };
}

async function makeWriters(
  { sites }: Stage,
  nodes: Nodes,
  counts: readonly number[],
): Promise<readonly Officer[]> {
  const writers: Officer[] = [];
  for (const [index, site] of sites.entries()) {
    const node = nodes.get(site.name);
    for (let n = 0; node && n < (counts[index] ?? 0); n++)
      writers.push(await joinAs(node.ctx, site, nameOf(writers.length), 2 + writers.length));
  }
  return writers;
}

async function strangerOf(nodes: Nodes, clock: Clock = { now: () => new Date() }): Promise<Stranger> {
  const ctx = [...nodes.values()].at(-1)?.ctx;
  if (!ctx) throw new Error("A stage needs a site.");
  const { keyIri: keyId, privateKey } = await signingKeyOf(ctx, ctx.iris.node, "rsa");
  return { keyId, privateKey, now: () => clock.now() };
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

/** The home's administrator says of every other council that it may hold copies. */
async function letHold(nodes: Nodes, { martin }: Scene): Promise<void> {
  const home = nodes.get(martin.site.name);
  for (const { ctx } of nodes.values()) {
    if (!home || ctx.config.origin === martin.site.origin) continue;
    const peer = await peerByOrigin(home.ctx.sql, ctx.config.origin);
    await chooseHolding(home.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  }
}

/** Martin lets everybody in who asks. */
async function letInAll(nodes: Nodes, { martin }: Scene): Promise<void> {
  const ctx = nodes.get(martin.site.name)?.ctx;
  if (!ctx) return;
  const waiting = await ctx.sql<{ id: string }[]>`select id from memberships where state = 'requested'`;
  for (const { id } of waiting)
    await decideRequest(ctx, {
      ...{ facilitatorId: martin.actorId, membershipId: id, accept: true, words: "", confirmed: true },
    });
}

async function joinAll(nodes: Nodes, scene: Scene): Promise<void> {
  const { groupIri, writers } = scene;
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
      await letInAll(nodes, scene);
      const rows = await node.ctx.sql`
        select 1 from memberships where actor_id = ${actorId} and state = 'active'`;
      return rows.length > 0;
    });
  }
}
