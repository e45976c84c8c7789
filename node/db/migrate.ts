import { createHash } from "node:crypto";
import { StartRefusal } from "../start-refusal.ts";
import { APP_ROLE, isDatabaseBusy, openDatabase, type Sql } from "./open.ts";

const files = import.meta.glob<string>("./migrations/*.sql", {
  query: "?raw",
  import: "default",
  eager: true,
});

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
  /** The earliest migration that a release must know to run on what this one leaves (`-- readable from 0900`); else any. */
  readonly readableFrom: string | null;
}

/** Every migration of this release, in the order in which they run. */
export const MIGRATIONS: readonly Migration[] = Object.entries(files)
  .map(([path, sql]) => ({ name: path.slice(path.lastIndexOf("/") + 1).replace(/\.sql$/, ""), sql }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map((m) => ({
    ...m,
    sha256: createHash("sha256").update(m.sql).digest("hex"),
    readableFrom: /^-- readable from (\d{4})\b/m.exec(m.sql)?.[1] ?? null,
  }));

/** Changes whenever a migration is added; names a test template. */
export const SCHEMA_VERSION: string = createHash("sha256")
  .update(MIGRATIONS.map((m) => m.sha256).join("\n"))
  .digest("hex")
  .slice(0, 16);

const LOCK = 7_264_119;

/**
 * Brings a database to this release's schema, one transaction per migration, each tried again when somebody holds what it must lock, under an advisory lock so that two
 * starts cannot run together. Running it again does nothing, also on a database of a newer release that this one can
 * still read. Throws when a landed migration has been edited or the database is too new. `only`: which of them, for a database of an earlier release.
 */
export async function migrate(
  url: string,
  only: (name: string) => boolean = () => true,
): Promise<readonly string[]> {
  const sql = openDatabase(url, { connections: 1, owner: true, name: "moothall-migrate" });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await ensureRole(sql);
    await sql`create table if not exists schema_migrations (name text primary key, sha256 text not null, run timestamptz not null default now())`;
    await sql`alter table schema_migrations add column if not exists readable_from text`;
    const done = await appliedMigrations(sql);
    checkHistory(done);
    const ran: string[] = [];
    for (const migration of MIGRATIONS) {
      if (done.has(migration.name) || !only(migration.name)) continue;
      await runMigration(sql, migration);
      ran.push(migration.name);
    }
    await grantApp(sql);
    return ran;
  } finally {
    await sql.end();
  }
}

/** How the schema of a database and this release stand to each other, where they can work together. */
export interface SchemaFit {
  /** Migrations the database lacks, in their order. */
  readonly pending: readonly string[];
  /** Migrations of a newer release that left what this one needs: it may run, where that release was taken back (R20). */
  readonly newer: readonly string[];
}

/** Throws StartRefusal where this release cannot work with the database. */
export async function schemaFit(sql: Sql): Promise<SchemaFit> {
  const done = await appliedMigrations(sql);
  checkHistory(done);
  return {
    pending: MIGRATIONS.filter((m) => !done.has(m.name)).map((m) => m.name),
    newer: [...done.keys()].filter((name) => !MIGRATIONS.some((m) => m.name === name)).sort(),
  };
}

interface Ran {
  readonly sha256: string;
  readonly readableFrom: string | null;
}

async function appliedMigrations(sql: Sql): Promise<Map<string, Ran>> {
  // By way of JSON: the column is not there before the first release that has it has run.
  const rows = await sql<({ name: string } & Ran)[]>`
    select name, sha256, to_jsonb(m) ->> 'readable_from' as "readableFrom" from schema_migrations m`;
  return new Map(rows.map(({ name, ...ran }) => [name, ran]));
}

function checkHistory(done: Map<string, Ran>): void {
  const newest = MIGRATIONS.at(-1)?.name ?? "";
  for (const [name, { sha256, readableFrom }] of done) {
    const known = MIGRATIONS.find((m) => m.name === name);
    if (!known && (name < newest || (readableFrom !== null && readableFrom > newest.slice(0, 4))))
      throw new StartRefusal(
        `The database has migration ${name}, which this release does not know and cannot work with: use the newer release.`,
      );
    if (known && known.sha256 !== sha256)
      throw new StartRefusal(`Migration ${name} was edited after it ran here: restore the file as it was.`);
  }
}

/** Whoever waits for a lock of ours waits no longer than we wait for it: people go on while tables change (R20). */
const LOCK_WAIT_MS = 800;
const MOST_TRIES = 60;

async function runMigration(sql: Sql, migration: Migration): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await sql.begin(async (tx) => {
        await tx`select set_config('lock_timeout', ${`${LOCK_WAIT_MS}ms`}, true)`;
        await tx.unsafe(migration.sql);
        await tx`insert into schema_migrations (name, sha256, readable_from)
          values (${migration.name}, ${migration.sha256}, ${migration.readableFrom})`;
      });
      return;
    } catch (error) {
      if (tries >= MOST_TRIES || !isDatabaseBusy(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

async function ensureRole(sql: Sql): Promise<void> {
  const [found] = await sql`select 1 from pg_roles where rolname = ${APP_ROLE}`;
  if (!found) {
    await sql.unsafe(
      `do $$ begin create role ${APP_ROLE} nologin nobypassrls; exception when duplicate_object or unique_violation then null; end $$`,
    );
  }
  const [member] = await sql<
    { ok: boolean }[]
  >`select pg_has_role(current_user, ${APP_ROLE}, 'member') as ok`;
  if (!member?.ok) await sql.unsafe(`grant ${APP_ROLE} to current_user`);
}

const APPEND_ONLY = ["changes", "audit_events", "audit_seals"];

/** The application reads and writes rows, and never alters or removes what is append-only. */
async function grantApp(sql: Sql): Promise<void> {
  // A schema of an earlier release, of which a backup is read back, does not have all of them.
  const [kept] = await sql<{ names: string | null }[]>`
    select string_agg(name, ', ') as names from unnest(${APPEND_ONLY}::text[]) name where to_regclass(name) is not null`;
  await sql.unsafe(`
    grant usage on schema public to ${APP_ROLE};
    grant select, insert, update, delete on all tables in schema public to ${APP_ROLE};
    grant usage, select, update on all sequences in schema public to ${APP_ROLE};
    grant execute on all functions in schema public to ${APP_ROLE};
    ${kept?.names ? `revoke update, delete on ${kept.names} from ${APP_ROLE};` : ""}
    revoke insert, update, delete on schema_migrations from ${APP_ROLE};`);
}
