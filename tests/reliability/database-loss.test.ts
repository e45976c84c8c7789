import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pause, until } from "../../deploy/lab/pause.ts";
import { startLabPostgres } from "../../deploy/lab/postgres.ts";
import { openDatabase } from "../../node/db/open.ts";

const KILLS = 4;

test("Four kills of PostgreSQL lose nothing that was committed, leave no half transaction, and stop no writer", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moothall-loss-"));
  const postgres = await startLabPostgres(folder);
  await postgres.create("loss");
  const url = postgres.url("loss");
  const sql = openDatabase(url, { connections: 1, owner: true });
  await sql`create table halves (writer int, number int, half int, primary key (writer, number, half))`;
  await sql.end();
  const writers = fork(join(import.meta.dirname, "programs/writers.ts"), [url], { execArgv: [] });
  const died = once(writers, "exit");
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const before = await counts(writers);
      await until("every writer writes", async () =>
        (await counts(writers)).every((n, i) => n > (before[i] ?? 0) + 2),
      );
      const pid = postgres.pid();
      postgres.kill();
      await until("PostgreSQL is back", async () => postgres.pid() !== null && postgres.pid() !== pid);
      await pause(50 * kill);
    }
    const last = await counts(writers);
    await until("every writer goes on after the last kill", async () =>
      (await counts(writers)).every((n, i) => n > (last[i] ?? 0) + 5),
    );
    writers.send("end");
    const [{ acknowledged }] = (await until("the end", () => reportOf(writers, "acknowledged"))) as [
      { acknowledged: number[][] },
    ];
    const look = openDatabase(url, { connections: 1, owner: true });
    const rows = await look<{ key: string; halves: number }[]>`
      select writer || '/' || number as key, count(*)::int as halves from halves group by 1`;
    await look.end();
    const kept = new Map(rows.map((row) => [row.key, row.halves]));
    const claimed = acknowledged.flatMap((list, writer) => list.map((number) => `${writer}/${number}`));
    process.stdout.write(`${claimed.length} transactions acknowledged over ${KILLS} kills\n`);
    expect(claimed.filter((key) => kept.get(key) !== 2)).toEqual([]);
    expect(rows.filter((row) => row.halves !== 2)).toEqual([]);
    expect((await died)[0]).toBe(0);
  } finally {
    writers.kill("SIGKILL");
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 600_000);

async function counts(writers: ChildProcess): Promise<number[]> {
  const [message] = (await reportOf(writers, "counts")) as [{ counts: number[] }];
  return message.counts;
}

async function reportOf(writers: ChildProcess, kind: string): Promise<unknown[]> {
  for (;;) {
    const message = await once(writers, "message");
    if (kind in (message[0] as object)) return message;
  }
}
