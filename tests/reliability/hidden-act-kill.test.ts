import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../deploy/lab/client.ts";
import { joinAs, type Site, signIn } from "../../deploy/lab/councils.ts";
import { type NodeProcess, nodeProcess } from "../../deploy/lab/node-process.ts";
import { makeAppeal } from "../../node/appeals/make.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { inviteElsewhere } from "../../node/hidden/invite.ts";
import { idOf } from "../../node/ids.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { removePost } from "../../node/posts/remove.ts";
import type { RunningNode } from "../../node/start.ts";
import { ask, draftCommunity } from "../support/attack-scene.ts";
import { builtProgram } from "../support/built.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { killedSite } from "../support/killed-site.ts";
import { freePort } from "../support/ports.ts";
import { textOfEverything } from "../support/row-counts.ts";
import { settleAll, startHere } from "../support/started-here.ts";
import { communityIdOf } from "../support/three-councils.ts";

// North keeps a hidden community and is killed each time in the middle of what Amara, who facilitates it at East, does there.

const SAID = { restored: "Tourmaline.", appealed: "Vermiculite.", paused: "Malachite." };

let folder: string;
let databases: readonly TestDatabase[];
let north: NodeProcess;
let east: RunningNode;
let client: Client;
let sql: Sql;
let place: string;
/** Rows at North: an appeal of Nell's, Amara's own removed question, and Nell. */
let appealId: string;
let ownId: string;
let nellId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moothall-hidden-act-kill-"));
  databases = [await createDatabase("north"), await createDatabase("east")];
  const origins = [`http://north.localhost:${await freePort()}`, `http://east.localhost:${await freePort()}`];
  const [northSite, eastSite] = ["north", "east"].map((name, at) => siteOf(name, origins, at));
  if (!northSite || !eastSite) throw new Error("Two sites were asked for.");
  const first = await startHere(northSite);
  east = await startHere(eastSite);
  const [martin, nell] = [
    await joinAs(first.ctx, northSite, "Martin Hale", 1),
    await joinAs(first.ctx, northSite, "Nell Frost", 2),
  ];
  const amara = await joinAs(east.ctx, eastSite, "Amara Okafor", 3);
  nellId = nell.actorId;
  await connected(first);
  // North has to have heard of her.
  const open = await createCommunity(first.ctx, martin, draftCommunity("Street care"));
  await settleAll(first, east);
  await joinCommunity(east.ctx, { ...amara, communityId: await communityIdOf(east.ctx, open.iri) });
  await settleAll(first, east);
  const made = await createCommunity(first.ctx, martin, draftCommunity("Zephyrine", "confidential"));
  const communityId = await communityIdOf(first.ctx, made.iri);
  const [own] = await east.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${amara.actorId}`;
  const personId = (await actorByIri(first.ctx.sql, own?.iri ?? ""))?.id ?? "";
  await inviteElsewhere(first.ctx, { facilitatorId: martin.actorId, communityId, personId, confirmed: true });
  await settleAll(first, east);
  const [row] = await east.ctx.sql<{ id: string }[]>`select id from hidden_places`;
  place = `/hidden/${idOf(row?.id ?? "")}`;
  client = await signIn(amara);
  expect((await client.form(`${place}/join`, {})).status).toBe(303);
  const role = { byId: martin.actorId, actorId: personId, communityId, facilitator: true };
  await changeRole(first.ctx, role);
  await first.ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    values (${communityId}, ${nellId}, 'active', now(), now())`;
  const removed = async (authorId: string, title: string) => {
    const { id } = await ask(first.ctx, authorId, communityId, title);
    await removePost(first.ctx, { actorId: martin.actorId, postId: id, reason: "It names a family." });
    return id;
  };
  const postId = await removed(nellId, "Who told them?");
  await makeAppeal(first.ctx, { authorId: nellId, postId, words: "It names nobody." });
  const [appeal] = await first.ctx.sql<{ id: string }[]>`select id from appeals`;
  appealId = appeal?.id ?? "";
  ownId = await removed(personId, "Who knew?");
  await settleAll(first, east);
  await first.stop();
  const program = await builtProgram();
  north = nodeProcess({ program, role: "all", settings: northSite.settings, lost: () => {} });
  await north.start();
  sql = openDatabase(databases[0]?.url ?? "", { connections: 2, owner: true });
}, 300_000);

afterAll(async () => {
  client?.close();
  await north?.stop();
  await east?.stop();
  await sql?.end();
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

function siteOf(name: string, origins: readonly string[], at: number): Site {
  const privateNetworks = origins.map((origin) => ({ origin, cidr: "127.0.0.0/8" }));
  const databaseUrl = databases[at]?.url ?? "";
  return killedSite({ name, origin: origins[at] ?? "", databaseUrl, folder, privateNetworks });
}

async function connected(first: RunningNode): Promise<void> {
  await askPeer(east.ctx, { accountId: null, address: first.origin, message: "" });
  await settleAll(first, east);
  const peerId = (await peerByOrigin(first.ctx.sql, east.origin))?.id ?? "";
  await answerPeer(first.ctx, { peerId, accept: true, reason: "", accountId: null });
  await settleAll(first, east);
  await chooseHolding(first.ctx, { peerId, holds: true, accountId: null });
}

/** Kills North while the act has come as far as what it tells others of; then it is there again. */
async function killedIn(work: () => Promise<{ status: number }>): Promise<void> {
  const [locked, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lock = sql.begin(async (tx) => {
    await tx`lock table changes in exclusive mode`;
    locked.resolve();
    await over.promise;
  });
  await locked.promise;
  const sending = work();
  for (;;) {
    const [waiting] = await sql`select 1 from pg_locks where not granted and relation = 'changes'::regclass`;
    if (waiting) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await north.kill();
  expect((await sending).status, "East says that it is away").toBe(503);
  over.resolve();
  await lock;
  await north.start();
}

async function changesOf(kind: string): Promise<number> {
  return (await sql`select 1 from changes where kind = ${kind}`).length;
}

test("J9: killed while an appeal is decided by reference, it is undecided and the post removed; decided again, it is once", async () => {
  const decide = () =>
    client.form(`${place}/appeals/${idOf(appealId)}`, { outcome: "restored", reason: SAID.restored });
  const state = async () => {
    const [row] = await sql`select a.state, p.state as post from appeals a join posts p on p.id = a.post_id
      where a.id = ${appealId}`;
    return row;
  };
  await killedIn(decide);
  expect(await state()).toEqual({ state: "open", post: "removed" });
  expect((await decide()).status).toBe(303);
  expect(await state()).toEqual({ state: "restored", post: "accepted" });
  expect((await decide()).status).toBe(422);
  expect(await changesOf("appeal.closed")).toBe(1);
}, 120_000);

test("J9: killed while its author appeals by reference, nothing was said; the same form appeals once", async () => {
  const id = idOf(ownId);
  const appeal = () => client.form(`${place}/t/${id}/p/${id}/appeal`, { words: SAID.appealed });
  const made = () => sql`select words, state from appeals where post_id = ${ownId}`;
  await killedIn(appeal);
  expect(await made()).toHaveLength(0);
  expect((await appeal()).status).toBe(303);
  await appeal();
  expect([...(await made())]).toEqual([{ words: SAID.appealed, state: "open" }]);
}, 120_000);

test("Killed while somebody is paused by reference, they write on; paused again, they are told why", async () => {
  const pause = () =>
    client.form(`${place}/members/${idOf(nellId)}`, { act: "suspend", reason: SAID.paused });
  const state = async () => {
    const [row] = await sql`select state, reason from memberships where actor_id = ${nellId}`;
    return row;
  };
  await killedIn(pause);
  expect(await state()).toEqual({ state: "active", reason: "" });
  expect((await pause()).status).toBe(303);
  expect(await state()).toEqual({ state: "suspended", reason: SAID.paused });
}, 120_000);

test("East has kept no word of any of it, neither of what went through nor of what did not", async () => {
  await east.settle();
  const here = await textOfEverything(east.ctx);
  for (const words of [...Object.values(SAID), "Zephyrine"]) expect(here).not.toContain(words);
});
