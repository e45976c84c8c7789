import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBackup, type MadeBackup } from "../../node/backup/create.ts";
import { restoreBackup } from "../../node/backup/restore.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { findRunningDatabase } from "../../node/db/embedded.ts";
import { openDatabase } from "../../node/db/open.ts";
import { fileStore } from "../../node/files/store.ts";
import { StartRefusal } from "../../node/start-refusal.ts";
import { viewerOf } from "../../node/visibility/viewer.ts";
import { configOf, startBuiltInNode } from "../support/built-in-node.ts";
import { presentClock } from "../support/context.ts";
import { commandOn } from "../support/doctor-scene.ts";
import { uploadText } from "../support/files.ts";
import { freePort } from "../support/ports.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { COMMUNITY, type Officer, officerOn, writePost } from "../support/three-councils.ts";

const clock = presentClock();
let folder: string;
let origins: Map<string, string>;
let node: NetworkNode;
let asha: Officer;
let communityId: string;
let backup: MadeBackup;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moothall-backup-"));
  origins = new Map([["sunderland", `http://sunderland.localhost:${await freePort()}`]]);
  node = await startBuiltInNode({ name: "sunderland", origins, clock, dataDir: join(folder, "old") });
  asha = await officerOn(node, "Asha Patel");
  ({ id: communityId } = await createCommunity(
    node.ctx,
    { actorId: asha.actorId },
    { ...COMMUNITY, level: "open" },
  ));
  const settings = {
    origin: node.origin,
    logLevel: "warning",
    smtp: { url: "smtp://u:p@mail.example", from: "a@b.example" },
  };
  await writeFile(join(folder, "old", "moothall.config.json"), JSON.stringify(settings));
  for (const name of ["kept", "lost"])
    await uploadText(node.ctx, asha.actorId, `Words of ${name}`, `${name}.txt`);
  const [lost] = await node.ctx.sql<{ id: string }[]>`select id from files where name = 'lost.txt'`;
  // As if its post had been deleted while the backup was being made.
  await fileStore(node.ctx).remove(lost?.id ?? "");
  backup = await backupWhileWriting();
});
afterAll(async () => {
  await node.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Four people's worth of writing goes on until the backup is made. */
async function backupWhileWriting(): Promise<MadeBackup> {
  let over = false;
  const writers = [1, 2, 3, 4].map(async (writer) => {
    for (let n = 1; n <= 8 || !over; n++)
      await writePost(asha, communityId, { title: `Question ${writer}.${n}`, text: "x".repeat(2_000) });
  });
  while ((await postsOn(node)) < 20) await new Promise((resolve) => setImmediate(resolve));
  const made = await createBackup(node.ctx, join(folder, "backups"));
  over = true;
  await Promise.all(writers);
  return made;
}

async function postsOn({ ctx }: NetworkNode): Promise<number> {
  const [row] = await ctx.sql<{ n: number }[]>`select count(*) as n from posts`;
  return row?.n ?? 0;
}

test("A backup made while people write is whole, holds one moment, and no secret", async () => {
  const said = await commandOn(configOf({ name: "sunderland", origins, clock }, join(folder, "old")), clock, [
    "backup",
    "verify",
    backup.file,
  ]);
  expect(said).toMatchObject({ code: 0, err: "" });
  expect(said.out).toContain(`is whole: ${node.origin} as of`);
  const rows = new Map(backup.manifest.tables.map((one) => [one.name, one.rows]));
  expect(rows.get("posts")).toBe(rows.get("post_revisions"));
  expect(rows.get("posts")).toBeGreaterThanOrEqual(20);
  expect(rows.get("posts")).toBeLessThan(await postsOn(node));
  for (const left of ["sessions", "api_tokens", "search_document", "login_attempts"])
    expect(rows.has(left)).toBe(false);
  expect(backup.manifest.leftOut).toEqual(["smtp"]);
  const plain = zstdDecompressSync(await readFile(backup.file));
  for (const secret of ["key", "postgres-password"]) {
    const text = (await readFile(join(folder, "old", "secrets", secret), "utf8")).trim();
    expect(plain.includes(text)).toBe(false);
  }
  expect(plain.includes("smtp://u:p@mail.example")).toBe(false);
});

test("A damaged, a cut and a foreign file are refused in one sentence each", async () => {
  const whole = await readFile(backup.file);
  const broken = Buffer.from(whole);
  const middle = Math.floor(broken.length / 2);
  broken[middle] = (broken[middle] ?? 0) ^ 0xff;
  // What is left of a backup whose process was killed ends anywhere.
  const cuts = [0.1, 0.5, 0.9].map((share) => Math.floor(whole.length * share));
  for (const [name, content] of [
    ["broken", broken],
    ...[1, ...cuts, whole.length - 900].map((end) => [`cut ${end}`, whole.subarray(0, end)] as const),
    ["foreign", Buffer.from("a letter")],
  ] as const) {
    const file = join(folder, name);
    await writeFile(file, content);
    const said = await command("backup", "verify", file);
    expect(said.code, name).toBe(2);
    expect(said.err, name).toMatch(/^[^\n]+\.$/);
    expect((await command("backup", "restore", file, "--data", join(folder, "never"))).code, name).toBe(2);
  }
  expect((await command("backup", "verify", join(folder, "nothing"))).err).toContain("There is no file");
});

test("What a backup that was killed left behind goes with the next one; one that is being made stays", async () => {
  const to = join(folder, "leftovers");
  await mkdir(to);
  const start = backup.file.slice(backup.file.lastIndexOf("/") + 1).replace(/\d{8}T.*$/, "");
  const old = new Date(clock.now().getTime() - 2 * 3_600_000);
  const [dead, alive, other] = [`${start}1.tar.zst.partial`, `${start}2.tar.zst.partial`, "letter.partial"];
  for (const name of [dead, alive, other]) await writeFile(join(to, name), "half");
  for (const name of [dead, other]) await utimes(join(to, name), old, old);
  const { file } = await createBackup(node.ctx, to);
  expect((await readdir(to)).sort()).toEqual([alive, other, file.slice(to.length + 1)].sort());
});

test("It is restored into a new folder only, under its own address, by a release that knows its tables", async () => {
  const used = join(folder, "used");
  await mkdir(used);
  await writeFile(join(used, "letter.txt"), "");
  await expect(restoreTo(used)).rejects.toThrow(/is not empty \(letter\.txt\)/);
  await expect(restoreTo(join(folder, "other"), "https://other.example")).rejects.toThrow(
    /is of http:.+other\.example/,
  );
  const owner = openDatabase(findRunningDatabase(join(folder, "old")) ?? "", { owner: true, connections: 1 });
  await owner`insert into schema_migrations (name, sha256) values ('9999_newer', ${"0".repeat(64)})`;
  const newer = await createBackup(node.ctx, join(folder, "newer"));
  await owner`delete from schema_migrations where name = '9999_newer'`;
  await owner.end();
  const refused = restoreBackup({
    file: newer.file,
    dataDir: join(folder, "other"),
    origin: null,
    now: clock.now(),
  });
  await expect(refused).rejects.toThrow(/another release \(9999_newer\)/);
  await expect(refused).rejects.toBeInstanceOf(StartRefusal);
});

test("A restored node holds what the backup held, refuses to start without its key, and goes on from there", async () => {
  const dataDir = join(folder, "new");
  const before = await node.ctx.sql<{ iri: string }[]>`select iri from posts`;
  await node.stop();
  const said = await command("backup", "restore", backup.file, "--data", dataDir);
  expect(said).toMatchObject({ code: 0, err: "" });
  expect(said.out).toContain("put the key of the recovery sheet into");
  expect(said.out).toContain("Set again what no backup holds: smtp.");
  expect(JSON.parse(await readFile(join(dataDir, "moothall.config.json"), "utf8"))).toEqual({
    origin: node.origin,
    logLevel: "warning",
  });
  const built = { name: "sunderland", origins, clock, dataDir };
  await expect(startBuiltInNode(built)).rejects.toThrow(/key of this node is missing/);
  await copyFile(join(folder, "old", "secrets", "key"), join(dataDir, "secrets", "key"));
  node = await startBuiltInNode(built);
  await node.node.workers.settle();
  await isOneMoment(node);
  const rows = new Map(backup.manifest.tables.map((one) => [one.name, one.rows]));
  expect(await postsOn(node)).toBe(rows.get("posts"));
  const files = await node.ctx.sql<{ id: string; name: string }[]>`select id, name from files`;
  expect(files.map(({ name }) => name)).toEqual(["kept.txt"]);
  const bytes = await fileStore(node.ctx).read(files[0]?.id ?? "");
  expect(Buffer.concat((await bytes?.toArray()) ?? []).toString()).toBe("Words of kept");
  const again = { ...asha, node };
  const iri = await writePost(again, communityId, { title: "After the restore", text: "Does it go on?" });
  expect(before.map((one) => one.iri)).not.toContain(iri);
  await node.settle();
  const [index] = await node.ctx.sql<{ behind: boolean }[]>`select exists (
    select 1 from changes c, consumers i where i.name = 'index' and (c.xid, c.position) > (i.xid, i.position)) as behind`;
  expect(index?.behind).toBe(false);
  const page = await node.ctx.ports.search.find(node.ctx, viewerOf(asha.actorId), QUERY);
  expect(page.hits.length).toBeGreaterThan(0);
});

const QUERY = {
  text: "restore",
  in: "knowledge",
  kinds: [],
  councils: [],
  communities: [],
  since: null,
  language: null,
  sort: "relevance",
  page: 1,
} as const;

test("What a restored node backs up is, table by table, what it was restored from", async () => {
  const dataDir = join(folder, "third");
  await node.stop();
  await mkdir(join(dataDir, "secrets"), { recursive: true });
  await copyFile(join(folder, "old", "secrets", "key"), join(dataDir, "secrets", "key"));
  await restoreTo(dataDir);
  node = await startBuiltInNode({ name: "sunderland", origins, clock, dataDir });
  const second = await createBackup(node.ctx, join(folder, "backups"));
  const moved = [
    "files",
    "changes",
    "consumers",
    "node_settings",
    "communities",
    "log_entries",
    "activities",
  ];
  const hashes = (made: MadeBackup) =>
    made.manifest.tables.filter((one) => !moved.includes(one.name)).map((one) => [one.name, one.sha256]);
  expect(hashes(second)).toEqual(hashes(backup));
});

function restoreTo(dataDir: string, origin: string | null = null) {
  return restoreBackup({ file: backup.file, dataDir, origin, now: clock.now() });
}

function command(...words: string[]) {
  return commandOn(configOf({ name: "sunderland", origins, clock }, join(folder, "old")), clock, words);
}

/** What one act writes in several tables is there whole or not at all. */
async function isOneMoment({ ctx }: NetworkNode): Promise<void> {
  const [row] = await ctx.sql`
    select (select count(*) from posts p where not exists (select 1 from post_revisions r where r.post_id = p.id)) as "noRevision",
      (select count(*) from posts p where not exists (select 1 from changes c where c.subject_id = p.id)) as "noChange",
      (select count(*) from log_entries e where not exists (select 1 from activities a where a.iri = e.activity_iri)) as "noActivity",
      (select max(e.seq) = count(*) from log_entries e join communities c on c.id = e.community_id and c.epoch = e.epoch) as "noGap"`;
  expect(row).toEqual({ noRevision: 0, noChange: 0, noActivity: 0, noGap: true });
}
