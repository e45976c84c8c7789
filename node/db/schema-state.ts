import { MIGRATIONS } from "./migrate.ts";
import { openDatabase } from "./open.ts";

export interface SchemaChange {
  readonly name: string;
  /** `edited`: its file is not the one that ran; `newer`: this release does not know it. */
  readonly state: "ran" | "waits" | "edited" | "newer";
  readonly ran: Date | null;
  /** What it does; null where this release does not know it. */
  readonly sql: string | null;
}

/** Every migration of this release and of the database, in their order. Changes nothing, also in an empty database. */
export async function readSchema(url: string): Promise<readonly SchemaChange[]> {
  const sql = openDatabase(url, { connections: 1, owner: true, name: "moothall-schema" });
  try {
    const [found] = await sql<
      { there: boolean }[]
    >`select to_regclass('schema_migrations') is not null as there`;
    const ran = found?.there
      ? await sql<
          { name: string; sha256: string; run: Date }[]
        >`select name, sha256, run from schema_migrations`
      : [];
    const known = MIGRATIONS.map(({ name, sql: text, sha256 }): SchemaChange => {
      const row = ran.find((one) => one.name === name);
      if (!row) return { name, state: "waits", ran: null, sql: text };
      return { name, state: row.sha256 === sha256 ? "ran" : "edited", ran: row.run, sql: text };
    });
    const newer = ran
      .filter((row) => MIGRATIONS.every(({ name }) => name !== row.name))
      .map((row): SchemaChange => ({ name: row.name, state: "newer", ran: row.run, sql: null }));
    return [...known, ...newer].sort((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    await sql.end();
  }
}
