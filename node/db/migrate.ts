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
}

/** Every migration of this release, in the order in which they run. */
export const MIGRATIONS: readonly Migration[] = Object.entries(files)
  .map(([path, sql]) => ({ name: path.slice(path.lastIndexOf("/") + 1).replace(/\.sql$/, ""), sql }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map((m) => ({ ...m, sha256: createHash("sha256").update(m.sql).digest("hex") }));

/** Changes whenever a migration is added; names a test template. */
export const SCHEMA_VERSION: string = createHash("sha256")
  .update(MIGRATIONS.map((m) => m.sha256).join("\n"))
  .digest("hex")
  .slice(0, 16);

const LOCK = 7_264_119;

/**
 * Brings a database to this release's schema, one transaction per migration, each tried again when somebody holds what it must lock, under an advisory lock so that two
 * starts cannot run together. Running it again does nothing. Throws when a landed migration has been edited or
 * the database is newer than this release. `only`: which of them, for a database of an earlier release.
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

/** Names of migrations this database lacks; empty when it fits this release. */
export async function pendingMigrations(sql: Sql): Promise<readonly string[]> {
  const done = await appliedMigrations(sql);
  checkHistory(done);
  return MIGRATIONS.filter((m) => !done.has(m.name)).map((m) => m.name);
}

async function appliedMigrations(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql<{ name: string; sha256: string }[]>`select name, sha256 from schema_migrations`;
  return new Map(rows.map((r) => [r.name, r.sha256]));
}

function checkHistory(done: Map<string, string>): void {
  for (const [name, sha256] of done) {
    const known = MIGRATIONS.find((m) => m.name === name);
    if (!known)
      throw new StartRefusal(
        `The database has migration ${name}, which this release does not know: use the newer release.`,
      );
    if (known.sha256 !== sha256)
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
        await tx`insert into schema_migrations (name, sha256) values (${migration.name}, ${migration.sha256})`;
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

/** The application reads and writes rows, and never alters or removes what is append-only. */
async function grantApp(sql: Sql): Promise<void> {
  await sql.unsafe(`
    grant usage on schema public to ${APP_ROLE};
    grant select, insert, update, delete on all tables in schema public to ${APP_ROLE};
    grant usage, select, update on all sequences in schema public to ${APP_ROLE};
    grant execute on all functions in schema public to ${APP_ROLE};
    revoke update, delete on changes, audit_events from ${APP_ROLE};
    revoke insert, update, delete on schema_migrations from ${APP_ROLE};`);
}
