import { expect, test } from "vitest";
import { migrate } from "../../node/db/migrate.ts";
import { openDatabase } from "../../node/db/open.ts";
import { StartRefusal } from "../../node/start-refusal.ts";
import { createDatabase } from "../support/database.ts";

test.each([
  [
    "9999_later",
    "The database has migration 9999_later, which this release does not know: use the newer release.",
  ],
  ["0001_kernel", "Migration 0001_kernel was edited after it ran here: restore the file as it was."],
])("A database that does not fit this release is told in one sentence (%s)", async (name, sentence) => {
  const database = await createDatabase();
  try {
    const sql = openDatabase(database.url, { connections: 1, owner: true });
    await sql`insert into schema_migrations (name, sha256) values (${name}, 'other')
      on conflict (name) do update set sha256 = 'other'`;
    await sql.end();
    const refused = await migrate(database.url).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StartRefusal);
    expect((refused as Error).message).toBe(sentence);
  } finally {
    await database.drop();
  }
});
