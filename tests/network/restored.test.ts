import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createKeepUp } from "../../federation/keep-up.ts";
import { createBackup } from "../../node/backup/create.ts";
import { markRecord } from "../../node/backup/mark.ts";
import { findRestoration } from "../../node/backup/restorations.ts";
import { restoreBackup } from "../../node/backup/restore.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { findRunningDatabase } from "../../node/db/embedded.ts";
import { openDatabase } from "../../node/db/open.ts";
import { examineNode } from "../../node/doctor/examine.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { markUseful } from "../../node/posts/useful.ts";
import { startBuiltInNode } from "../support/built-in-node.ts";
import { presentClock } from "../support/context.ts";
import { cutOffAtPost } from "../support/cut-off.ts";
import { contentDigestOn, differences, heldPosts } from "../support/held.ts";
import { freePort } from "../support/ports.ts";
import { type NetworkNode, networkOf, startEmptyNode } from "../support/start-nodes.ts";
import {
  COMMUNITY,
  communityIdOf,
  type Officer,
  officerOn,
  postIdOn,
  writePost,
} from "../support/three-councils.ts";

const clock = presentClock();

test("R21: A node restored to an older point takes back what it forgot, loses no acknowledged post, and uses no number twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moothall-restored-"));
  const origins = new Map<string, string>();
  for (const name of ["sunderland", "somerset"])
    origins.set(name, `http://${name}.localhost:${await freePort()}`);
  const built = { name: "sunderland", origins, clock };
  let sunderland = await startBuiltInNode({ ...built, dataDir: join(folder, "old") });
  const somerset = await startEmptyNode({ name: "somerset", origins, clock, config: {} });
  let net = networkOf({ sunderland, somerset }, clock);
  let amara = await officerOn(sunderland, "Amara Okafor");
  const martin = await officerOn(somerset, "Martin Hale");
  const home = await startCommunity(amara, "Adoption and kinship care");
  const elsewhere = await startCommunity(martin, "Highways and footways");
  await net.connect("sunderland", "somerset");
  for (const [officer, iri] of [
    [martin, home],
    [amara, elsewhere],
  ] as const)
    await joinThere(officer, iri);
  await net.settle();
  const first = await write(amara, home, "Before the backup");
  await write(martin, home, "Also before");
  await net.settle();

  const backup = await createBackup(sunderland.ctx, join(folder, "backups"));
  const later = await write(amara, home, "Acknowledged and relayed");
  const gone = await write(amara, home, "Deleted again");
  const kai = await officerOn(somerset, "Kai Moss");
  await joinThere(kai, home);
  await write(martin, home, "From Somerset, after the backup");
  await write(amara, elsewhere, "In Somerset's community");
  await net.settle();
  await deletePost(sunderland.ctx, { actorId: amara.actorId, postId: await postIdOn(sunderland, gone) });
  await markUseful(somerset.ctx, { actorId: martin.actorId, postId: await postIdOn(somerset, first) });
  await writePost(martin, await communityIdOf(somerset.ctx, home), { text: "A reply.", parentIri: later });
  await net.settle();
  const held = await heldPosts(somerset, await communityIdOf(somerset.ctx, home));
  expect(held.map((post) => post.iri)).toContain(later);
  const before = await numbersOf(sunderland, home);

  await sunderland.stop();
  const dataDir = join(folder, "new");
  await mkdir(join(dataDir, "secrets"), { recursive: true });
  await copyFile(join(folder, "old", "secrets", "key"), join(dataDir, "secrets", "key"));
  await restoreBackup({ file: backup.file, dataDir, origin: null, now: clock.now() });
  sunderland = await startBuiltInNode({ ...built, dataDir });
  net = networkOf({ sunderland, somerset }, clock);
  amara = { ...amara, node: sunderland };
  expect(await codesOn(sunderland)).toContain("restored.asking");
  const fresh = await write(amara, home, "Written before the others were asked");
  await dieTakingBack(sunderland);
  sunderland = await startBuiltInNode({ ...built, dataDir });
  net = networkOf({ sunderland, somerset }, clock);
  await net.settle();
  for (const node of [sunderland, somerset]) await createKeepUp(node.node.wire).syncAll();
  await net.settle();

  expect(await findRestoration(sunderland.ctx)).toMatchObject({
    how: "restored",
    asked: [somerset.origin],
    lost: 0,
  });
  expect(await codesOn(sunderland)).toContain("restored.done");
  // B-16: let in since the backup, forgotten, and back by the community's own word.
  const [again] = await sunderland.ctx.sql<
    { state: string; returned: Date | null }[]
  >`select m.state, m.returned
    from memberships m join actors a on a.id = m.actor_id where a.name = 'Kai Moss'`;
  expect(again).toEqual({ state: "active", returned: expect.any(Date) });
  for (const iri of [home, elsewhere]) {
    const [here, there] = [await communityIdOf(sunderland.ctx, iri), await communityIdOf(somerset.ctx, iri)];
    expect(differences(await heldPosts(sunderland, here), await heldPosts(somerset, there)), iri).toEqual([]);
    expect(await contentDigestOn(sunderland, here), iri).toBe(await contentDigestOn(somerset, there));
  }
  const back = await heldPosts(sunderland, await communityIdOf(sunderland.ctx, home));
  const withFresh = [...held.map((post) => post.iri), fresh].sort();
  expect(back.map((post) => post.iri)).toEqual(withFresh);
  expect(back.map((post) => post.iri)).not.toContain(gone);
  const after = await numbersOf(sunderland, home);
  expect(after.epoch).not.toBe(before.epoch);
  expect(after.announces.filter((iri) => before.announces.includes(iri))).toEqual([]);
  expect(after.seqs).toEqual(after.seqs.map((_, at) => at + 1));

  await net[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test("R21: A database that was brought back behind its node's back is noticed at the next start", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moothall-noticed-"));
  const origins = new Map([["sunderland", `http://sunderland.localhost:${await freePort()}`]]);
  const built = { name: "sunderland", origins, clock, dataDir: join(folder, "data") };
  let node = await startBuiltInNode(built);
  const amara = await officerOn(node, "Amara Okafor");
  const home = await startCommunity(amara, "Adoption and kinship care");
  await write(amara, home, "Written");
  await markRecord(node.ctx);
  const { epoch } = await numbersOf(node, home);
  await node.stop();
  node = await startBuiltInNode(built);
  expect(await findRestoration(node.ctx)).toBeNull();
  expect((await numbersOf(node, home)).epoch).toBe(epoch);
  const [last] = await node.ctx.sql<{ id: string }[]>`select id from changes order by position desc limit 1`;
  const owner = openDatabase(findRunningDatabase(built.dataDir) ?? "", { owner: true, connections: 1 });
  await owner`delete from changes where id = ${last?.id ?? ""}`;
  await owner.end();
  await node.stop();
  node = await startBuiltInNode(built);
  expect(await findRestoration(node.ctx)).toMatchObject({ how: "noticed" });
  expect((await numbersOf(node, home)).epoch).not.toBe(epoch);
  await node.stop();
  await rm(folder, { recursive: true, force: true });
});

/** It dies with one post taken back and the second half written. */
async function dieTakingBack(node: NetworkNode): Promise<void> {
  const posts = async () => (await node.ctx.sql`select 1 from posts`).length;
  const before = await posts();
  const takeBack = await cutOffAtPost(findRunningDatabase(node.dataDir) ?? "", 2);
  await node.settle().catch(() => 0);
  expect(await posts()).toBe(before + 1);
  expect(await findRestoration(node.ctx)).toMatchObject({ asked: [], finished: null });
  await takeBack();
  await node.stop();
}

async function startCommunity(officer: Officer, name: string): Promise<string> {
  const draft = { ...COMMUNITY, name, level: "open" } as const;
  return (await createCommunity(officer.node.ctx, { actorId: officer.actorId }, draft)).iri;
}

async function joinThere(officer: Officer, iri: string): Promise<void> {
  const communityId = await communityIdOf(officer.node.ctx, iri);
  await joinCommunity(officer.node.ctx, { actorId: officer.actorId, communityId });
}

async function write(officer: Officer, iri: string, title: string): Promise<string> {
  return writePost(officer, await communityIdOf(officer.node.ctx, iri), { title, text: `${title}.` });
}

async function codesOn({ ctx }: NetworkNode): Promise<readonly string[]> {
  return (await examineNode(ctx, { running: true, remember: false })).findings.map((one) => one.code);
}

/** Numbers and ids of a log as its home has it now. */
async function numbersOf({ ctx }: NetworkNode, iri: string) {
  const rows = await ctx.sql<{ epoch: string; seq: number; announce: string }[]>`
    select e.epoch, e.seq, e.announce_iri as announce from log_entries e join communities c on c.id = e.community_id
    join actors g on g.id = c.actor_id where g.iri = ${iri} and e.epoch = c.epoch order by e.seq`;
  return {
    epoch: rows[0]?.epoch ?? "",
    seqs: rows.map((row) => row.seq),
    announces: rows.map((row) => row.announce),
  };
}
