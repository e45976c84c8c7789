import { expect, test } from "vitest";
import { SYSTEM_CLOCK } from "../../node/context.ts";
import { isDatabaseAway, openDatabase, type Sql } from "../../node/db/open.ts";
import { jobsDatabase } from "../../node/jobs/connection.ts";
import { createDatabase } from "../support/database.ts";
import { openDoor } from "../support/door.ts";

test("Lists go into the database and come back as they were, whatever stands in them", async () => {
  await using database = await createDatabase();
  const sql = openDatabase(database.url, { connections: 1 });
  const words = ["plain", "", "NULL", 'a "quoted" \\ word', "{braces, commas}", "Caerdydd’s"];
  const [row] =
    await sql`select ${words}::text[] as words, ${[]}::text[] as none, ${[1, -2]}::int[] as numbers,
    ${[1, 2 ** 40]}::bigint[] as large, array[null, 'x'] as gaps, array[true, false] as truths,
    ${["0198c0de-0000-7000-8000-000000000001"]}::uuid[] as ids,
    array['2026-11-16T09:00:00Z'::timestamptz] as times, array['{"a":[1,"b"]}'::jsonb] as values`;
  expect(row).toEqual({
    words,
    none: [],
    numbers: [1, -2],
    large: [1, 2 ** 40],
    gaps: [null, "x"],
    truths: [true, false],
    ids: ["0198c0de-0000-7000-8000-000000000001"],
    times: [new Date("2026-11-16T09:00:00Z")],
    values: [{ a: [1, "b"] }],
  });
  const named = await sql.unsafe("select word from unnest($1::text[]) word where word = any($2)", [
    words,
    ["plain"],
  ]);
  expect([...named]).toEqual([{ word: "plain" }]);
  await sql.end();
});

test("Connections that are lost the moment they open keep nobody waiting, and the next are answered", async () => {
  await using database = await createDatabase();
  const door = await openDoor(database.url);
  const ways = [
    (sql: Sql) => sql`select 1 as one`,
    (sql: Sql) => sql.begin((tx) => tx`select 1 as one`),
    async (sql: Sql) => (await jobsOf(sql).executeSql("BEGIN; select 1 as one; COMMIT;")).rows,
    async (sql: Sql) => (await jobsOf(sql).executeSql("select $1::int as one", [1])).rows,
  ];
  const left: Promise<void>[] = [];
  for (const ask of ways) {
    const sql = openDatabase(door.url, { connections: 3 });
    door.cutNext(1);
    await ask(sql).catch((error: unknown) => expect(isDatabaseAway(error)).toBe(true));
    expect([...(await ask(sql))]).toEqual([{ one: 1 }]);
    left.push(sql.end());
  }
  await Promise.all(left);
  await door.close();
});

test("What the job queue wants to happen together happens whole or not at all, and leaves a clean connection", async () => {
  await using database = await createDatabase();
  const sql = openDatabase(database.url, { connections: 1, owner: true });
  const jobs = jobsOf(sql);
  await jobs.executeSql(
    "\n BEGIN;\n create table halves (half int primary key);\n insert into halves values (1);\n COMMIT;\n",
  );
  const failing = "BEGIN; insert into halves values (2); insert into halves values (1); COMMIT;";
  await expect(jobs.executeSql(failing)).rejects.toThrow("duplicate key");
  expect((await jobs.executeSql("select half from halves")).rows).toEqual([{ half: 1 }]);
  await sql.end();
});

function jobsOf(sql: Sql) {
  return jobsDatabase(sql, SYSTEM_CLOCK);
}
