import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectionOptionsOf } from "../../node/db/connection-options.ts";
import { type EmbeddedPostgres, findRunningDatabase, startEmbeddedPostgres } from "../../node/db/embedded.ts";
import { waitUntil } from "../../node/db/embedded-orphan.ts";
import { StartRefusal } from "../../node/start-refusal.ts";

/** These look into /proc to see which processes live. */
const onLinux = test.skipIf(process.platform !== "linux");

let dataDir: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "moothall-test-"));
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  const address = join(dataDir, "secrets", "database-url");
  if (existsSync(address))
    rmSync(connectionOptionsOf(readFileSync(address, "utf8")).host, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
});

test("The first start makes a database with checksums, and a later start finds what was written", async () => {
  const first = await start();
  await query(first, (sql) => sql`create table kept as select 'Food waste' as name`);
  const [facts] = await query(
    first,
    (sql) => sql`select current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commits, current_setting('listen_addresses') as addresses,
      current_setting('server_encoding') as encoding, current_user as "user"`,
  );
  expect(facts).toMatchObject({
    checksums: "on",
    fsync: "on",
    commits: "on",
    addresses: "",
    encoding: "UTF8",
  });
  expect(findRunningDatabase(dataDir)).toBe(first.url);
  await first.stop();
  expect(findRunningDatabase(dataDir)).toBeNull();

  const second = await start();
  expect(await query(second, (sql) => sql`select name from kept`)).toMatchObject([{ name: "Food waste" }]);
  await second.stop();
});

test("Only the owner may read the password and enter the socket's folder, and a wrong password is refused", async () => {
  const running = await start();
  const { host, pass } = connectionOptionsOf(running.url);
  expect(host.length).toBeLessThan(90);
  expect(statSync(host).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, "secrets", "postgres-password")).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, "postgres")).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(dataDir, "postgres.log"), "utf8")).not.toContain(pass);
  const wrong = postgres({ ...connectionOptionsOf(running.url), pass: "wrong", max: 1 });
  await expect(wrong`select 1`).rejects.toMatchObject({ code: "28P01" });
  await wrong.end();
  await running.stop();
  expect(existsSync(host)).toBe(false);
});

test("A second start on the same data folder is refused in one sentence, and the first goes on", async () => {
  const running = await start();
  const refusal = await start().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartRefusal);
  expect(String(refusal)).toMatch(
    /already running on the data folder .* \(process \d+\): stop that one first/,
  );
  expect(await query(running, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
  await running.stop();
});

test("A lock left by a process that no longer lives is taken over", async () => {
  await (await start()).stop();
  writeFileSync(join(dataDir, "moothall.lock"), "999999 12345 elsewhere\n");
  await (await start()).stop();
  writeFileSync(join(dataDir, "moothall.lock"), `${process.pid} 1 same-number-other-process\n`);
  await (await start()).stop();
  expect(readdirSync(dataDir).filter((name) => name.startsWith("moothall.lock"))).toEqual([]);
});

test("PostgreSQL killed with -9 comes back under the same address with everything that was committed", async () => {
  const running = await start();
  await query(running, (sql) => sql`create table kept as select 1 as one`);
  const before = running.pid() ?? 0;
  process.kill(before, "SIGKILL");
  expect(await waitUntil(() => running.pid() !== null && running.pid() !== before, 60)).toBe(true);
  expect(await query(running, (sql) => sql`select one from kept`)).toMatchObject([{ one: 1 }]);
  await running.stop();
});

onLinux(
  "A PostgreSQL that outlived its node is stopped cleanly and its data served by the next start",
  async () => {
    const orphan = await startInAnotherProcess();
    // A stopped watchdog is the worst case: nothing tells PostgreSQL that its node is gone.
    process.kill(orphan.watchdog, "SIGKILL");
    orphan.child.kill("SIGKILL");
    await once(orphan.child, "exit");
    expect(isAlive(orphan.pid)).toBe(true);

    const said: string[] = [];
    const next = await startEmbeddedPostgres({ dataDir, role: "all", log: (line) => said.push(line) });
    expect(said.join("\n")).toContain(`left behind (process ${orphan.pid})`);
    expect(isAlive(orphan.pid)).toBe(false);
    expect(await query(next, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
    await next.stop();
  },
);

onLinux("PostgreSQL ends by itself when its node is killed with -9", async () => {
  const node = await startInAnotherProcess();
  node.child.kill("SIGKILL");
  await once(node.child, "exit");
  expect(await waitUntil(() => !isAlive(node.pid), 60)).toBe(true);
  const { host } = connectionOptionsOf(readFileSync(join(dataDir, "secrets", "database-url"), "utf8").trim());
  expect(await waitUntil(() => !existsSync(host), 60)).toBe(true);
});

onLinux(
  "Ctrl-C in the terminal lets the node finish its work with PostgreSQL before that stops",
  async () => {
    const node = await startInAnotherProcess();
    // A terminal sends SIGINT to the whole process group, not only to the node.
    process.kill(-(node.child.pid ?? 0), "SIGINT");
    const [line] = await once(node.child.stdout, "data");
    expect(String(line)).toBe("last words kept\n");
    expect(await once(node.child, "exit")).toEqual([0, null]);
    expect(isAlive(node.pid)).toBe(false);
  },
);

test("A stale postmaster.pid whose number now belongs to another program does not prevent the start", async () => {
  const first = await start();
  await first.stop();
  const lines = [String(process.pid), join(dataDir, "postgres"), "1", "5432", "", "", "", "ready"];
  writeFileSync(join(dataDir, "postgres", "postmaster.pid"), `${lines.join("\n")}\n`);
  const second = await start();
  expect(await query(second, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
  await second.stop();
});

test("A database folder of another PostgreSQL version is left alone and the start refused", async () => {
  await (await start()).stop();
  const version = join(dataDir, "postgres", "PG_VERSION");
  writeFileSync(version, "17\n");
  await expect(start()).rejects.toThrow(/made by PostgreSQL 17, and this release runs PostgreSQL 18/);
  writeFileSync(version, "18\n");
  await (await start()).stop();
});

function start(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, role: "all", log: () => {} });
}

async function query<T>(running: EmbeddedPostgres, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(running.url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

async function startInAnotherProcess() {
  const program = `
    import postgres from "postgres";
    import { startEmbeddedPostgres } from "./node/db/embedded.ts";
    const running = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, role: "all", log: () => {} });
    process.once("SIGINT", async () => {
      const sql = postgres(running.url, { max: 1 });
      const [row] = await sql\`select 'last words kept' as said\`;
      await sql.end();
      await running.stop();
      console.log(row.said);
    });
    console.log(running.pid());`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  started.push(child);
  const [line] = await once(child.stdout, "data");
  const pid = Number(String(line));
  return { child, pid, watchdog: childrenOf(child.pid ?? 0).find((id) => id !== pid) ?? 0 };
}

/** Children by the parent's number: proc(5), field 4 of stat. */
function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const stat = statOf(name);
      return stat !== null && Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
    })
    .map(Number);
}

/** Null for a process that has ended since it was listed. */
function statOf(name: string): string | null {
  try {
    return readFileSync(`/proc/${name}/stat`, "utf8");
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie has ended and only waits to be collected by whatever process 1 is here.
  return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
}
