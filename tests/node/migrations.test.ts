import { expect, test } from "vitest";
import { MIGRATIONS, migrate, schemaFit } from "../../node/db/migrate.ts";
import { openDatabase } from "../../node/db/open.ts";
import { StartRefusal } from "../../node/start-refusal.ts";
import { createDatabase, createEmptyDatabase } from "../support/database.ts";

test.each([
  [
    "0002_forked",
    "The database has migration 0002_forked, which this release does not know and cannot work with: use the newer release.",
  ],
  [
    "9999_later",
    "The database has migration 9999_later, which this release does not know and cannot work with: use the newer release.",
  ],
  ["0001_kernel", "Migration 0001_kernel was edited after it ran here: restore the file as it was."],
])("A database that does not fit this release is told in one sentence (%s)", async (name, sentence) => {
  await using database = await createDatabase();
  await record(database.url, name, "9998");
  const refused = await migrate(database.url).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StartRefusal);
  expect((refused as Error).message).toBe(sentence);
});

test("A release that was taken back leaves a database that the one before it runs on, and says so", async () => {
  await using database = await createDatabase();
  const newest = MIGRATIONS.at(-1)?.name.slice(0, 4) ?? "";
  await record(database.url, "9998_adds", null);
  await record(database.url, "9999_drops_what_only_older_ones_used", newest);
  expect(await migrate(database.url)).toEqual([]);
  const sql = openDatabase(database.url, { connections: 1 });
  const fit = await schemaFit(sql);
  await sql.end();
  expect(fit).toEqual({ pending: [], newer: ["9998_adds", "9999_drops_what_only_older_ones_used"] });
});

test("A database from before releases said what they leave is read all the same", async () => {
  await using database = await createDatabase();
  const owner = openDatabase(database.url, { connections: 1, owner: true });
  await owner`alter table schema_migrations drop column readable_from`;
  expect(await schemaFit(owner)).toEqual({ pending: [], newer: [] });
  expect(await migrate(database.url)).toEqual([]);
  expect(await owner`select readable_from from schema_migrations limit 1`).toEqual([{ readable_from: null }]);
  await owner.end();
});

test.each(["0701", "0931"])(
  "The schema before %s, as a backup may have it, is made and then brought up to date",
  async (earlier) => {
    await using database = await createEmptyDatabase();
    const first = await migrate(database.url, (name) => name < earlier);
    const then = await migrate(database.url);
    expect([...first, ...then]).toEqual(MIGRATIONS.map((one) => one.name));
    expect(then.length).toBeGreaterThan(10);
    const sql = openDatabase(database.url, { connections: 1 });
    const [rights] = await sql`select has_table_privilege('audit_seals', 'insert') as adds,
    has_table_privilege('audit_seals', 'update, delete') as changes, has_table_privilege('changes', 'delete') as forgets`;
    await sql.end();
    expect(rights).toEqual({ adds: true, changes: false, forgets: false });
  },
);

/** As if a release had run this migration here. */
async function record(url: string, name: string, readableFrom: string | null): Promise<void> {
  const sql = openDatabase(url, { connections: 1, owner: true });
  await sql`insert into schema_migrations (name, sha256, readable_from) values (${name}, 'other', ${readableFrom})
    on conflict (name) do update set sha256 = 'other'`;
  await sql.end();
}
