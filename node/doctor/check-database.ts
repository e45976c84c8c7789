import type { NodeContext } from "../context.ts";
import { schemaFit } from "../db/migrate.ts";
import { StartRefusal } from "../start-refusal.ts";
import { finding, orFine } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import type { Finding } from "./types.ts";

/** Settings without which something acknowledged may be lost when the power goes. */
const SAFE: readonly (readonly [name: string, unsafe: readonly string[]])[] = [
  ["fsync", ["off"]],
  ["full_page_writes", ["off"]],
  ["synchronous_commit", ["off"]],
];

/** The settings of the database as a connection made now has them, its version and its size. */
export async function checkDatabase(ctx: NodeContext): Promise<readonly Finding[]> {
  const settings = await freshSettings(ctx);
  const version = Math.floor(Number(settings.get("server_version_num")) / 10_000);
  const found: Finding[] = [];
  if (version !== 18) found.push(finding("database.version", { version }));
  for (const [name, unsafe] of SAFE) {
    const value = settings.get(name) ?? "";
    if (unsafe.includes(value)) found.push(finding("database.setting", { name, value }, { about: name }));
  }
  if (settings.get("data_checksums") === "off") found.push(finding("database.checksums"));
  const endless = ["statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout"].filter(
    (name) => settings.get(name) === "0",
  );
  if (endless.length > 0) found.push(finding("database.timeouts", { names: endless.join(", ") }));
  const [row] = await ctx.sql<{ accounts: number; bytes: number }[]>`
    select (select count(*) from accounts where disabled is null) as accounts,
      pg_database_size(current_database()) as bytes`;
  const accounts = row?.accounts ?? 0;
  if (ctx.config.databaseUrl === null && accounts > LIMITS.membersOfBuiltIn)
    found.push(finding("database.large", { accounts, most: LIMITS.membersOfBuiltIn }));
  const megabytes = Math.ceil((row?.bytes ?? 0) / 1024 ** 2);
  return orFine(found, finding("database.fine", { version, megabytes }));
}

/**
 * Settings as a connection made now has them: what was set for the role or the database since this process connected
 * shows in new connections only. Limits are asked for by each connection and count as this one has them.
 */
async function freshSettings(ctx: NodeContext): Promise<ReadonlyMap<string, string>> {
  const rows = await ctx.sql<{ name: string; value: string }[]>`
    select s.name, case when s.name not like '%timeout' then coalesce(own.value, s.setting) else s.setting end as value
    from pg_settings s left join lateral (
      select split_part(c.entry, '=', 2) as value from pg_db_role_setting r, unnest(r.setconfig) c(entry)
      where split_part(c.entry, '=', 1) = s.name
        and r.setdatabase in (0, (select oid from pg_database where datname = current_database()))
        and r.setrole in (0, (select oid from pg_roles where rolname = session_user))
      order by r.setrole <> 0 and r.setdatabase <> 0 desc, r.setrole <> 0 desc limit 1) own on true
    where s.name in ('server_version_num', 'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums',
      'statement_timeout', 'idle_in_transaction_session_timeout', 'lock_timeout')`;
  return new Map(rows.map((row) => [row.name, row.value]));
}

/** Whether the database is of this release. */
export async function checkMigrations(ctx: NodeContext): Promise<readonly Finding[]> {
  try {
    const { pending, newer } = await schemaFit(ctx.sql);
    const [next] = pending;
    if (next !== undefined) return [finding("migrations.waiting", { count: pending.length, next })];
    const last = newer.at(-1);
    return [last === undefined ? finding("migrations.fine") : finding("migrations.newer", { name: last })];
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    return [finding("migrations.other", { reason: error.message })];
  }
}
