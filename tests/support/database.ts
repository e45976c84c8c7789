import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { connectionOptionsOf, withDatabase } from "../../node/db/connection-options.ts";
import { migrate, SCHEMA_VERSION } from "../../node/db/migrate.ts";

export type TestDatabase = {
  /** Address as owner, to be given to a node as its database. */
  url: string;
  /** Removes it, ending connections that are still open. */
  drop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A database of its own with every migration applied, copied from a template that is made once per run. */
export async function createDatabase(name = "test"): Promise<TestDatabase> {
  const run = ownPostgres();
  const template = await templateOf(run);
  const database = `${name.replaceAll(/\W/g, "_").toLowerCase()}_${randomBytes(5).toString("hex")}`;
  await asOwner(run, (sql) =>
    sql.unsafe(`create database ${database} template ${template} strategy file_copy`),
  );
  const drop = async () => {
    await asOwner(run, (sql) => sql.unsafe(`drop database if exists ${database} with (force)`));
  };
  return { url: withDatabase(run, database), drop, [Symbol.asyncDispose]: drop };
}

/** An empty database without any migration: for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const run = ownPostgres();
  const database = `empty_${randomBytes(5).toString("hex")}`;
  await asOwner(run, (sql) => sql.unsafe(`create database ${database} template template0`));
  const drop = async () => {
    await asOwner(run, (sql) => sql.unsafe(`drop database if exists ${database} with (force)`));
  };
  return { url: withDatabase(run, database), drop, [Symbol.asyncDispose]: drop };
}

/** The PostgreSQL of the worker that runs this file. */
function ownPostgres(): string {
  const databases = inject("databases");
  const url = databases[(Number(process.env.VITEST_POOL_ID ?? 1) - 1) % databases.length];
  if (!url) throw new Error("This ring has no PostgreSQL: see vitest.config.ts.");
  return url;
}

/**
 * Waits until no other process of this run has the turn called `name`; the result gives it back. Asks again and again
 * instead of waiting in PostgreSQL, where who waits would hold back the readers of the record.
 */
export async function takeTurn(name: string): Promise<() => Promise<void>> {
  const sql = postgres({ ...connectionOptionsOf(inject("databases")[0] ?? ""), max: 1, onnotice: () => {} });
  for (;;) {
    const [row] = await sql<{ got: boolean }[]>`select pg_try_advisory_lock(hashtext(${name})) as got`;
    if (row?.got) return () => sql.end();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

let template: Promise<string> | null = null;

function templateOf(run: string): Promise<string> {
  template ??= ensureTemplate(run);
  return template;
}

/** Name of the migrated template of this schema; the first process to ask makes it, the others wait. */
async function ensureTemplate(run: string): Promise<string> {
  const name = `template_${SCHEMA_VERSION}`;
  await asOwner(run, async (sql) => {
    await sql`select pg_advisory_lock(8101)`;
    const [done] = await sql`select 1 from pg_database where datname = ${name}`;
    if (done) return;
    const draft = `${name}_draft`;
    await sql.unsafe(`drop database if exists ${draft} with (force)`);
    await sql.unsafe(`create database ${draft} template template0`);
    await migrate(withDatabase(run, draft));
    await sql.unsafe(`alter database ${draft} rename to ${name}`);
  });
  return name;
}

async function asOwner<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres({ ...connectionOptionsOf(url), max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
