import type { WriteContext } from "../context.ts";
import { isDuplicate } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import { readDomain } from "./email.ts";
import type { CouncilDraft } from "./types.ts";

/** One writer of the list of councils at a time: what is allowed depends on all of them. */
export async function lockCouncils(tx: WriteContext): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtext('moothall.councils'))`;
}

/** Adds a council of this node; refuses `taken` (field `name` or `registerId`). Call `updateCouncil` for the rest. */
export async function insertCouncil(tx: WriteContext, council: CouncilDraft): Promise<string> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into organisations (name, local, created) values (${council.name}, true, ${tx.now})
    on conflict do nothing returning id`;
  return row?.id ?? refuse("taken", { field: "name" });
}

/** Writes what a council is called. The node's own council is one: naming another ends the first's role. */
export async function updateCouncil(tx: WriteContext, id: string, council: CouncilDraft): Promise<void> {
  if (council.own) await tx.sql`update organisations set own = false where own and local and id <> ${id}`;
  await freeRegisterId(tx, council.registerId);
  try {
    await tx.sql.savepoint(
      (sql) => sql`
        update organisations set name = ${council.name}, name_cy = ${council.nameCy}, own = ${council.own},
          register_id = ${council.registerId}
        where id = ${id}`,
    );
  } catch (error) {
    if (isDuplicate(error, "organisations_local_name")) refuse("taken", { field: "name" });
    if (isDuplicate(error)) refuse("taken", { field: "registerId" });
    throw error;
  }
}

/** Another node's claim to a council gives way to the one that this node serves itself. */
async function freeRegisterId(tx: WriteContext, registerId: string | null): Promise<void> {
  await tx.sql`update organisations set register_id = null where not local and register_id = ${registerId}`;
}

/**
 * Makes `domains` the whole list of one source: those of the configuration never touch those added on the pages, and
 * the other way round. Refuses `invalid` (field `domains`, fact `value`) for what is no domain name.
 */
export async function writeDomains(
  tx: WriteContext,
  id: string,
  domains: readonly string[],
  source: "config" | "pages",
): Promise<void> {
  const fromConfig = source === "config";
  const checked = domains.map(
    (typed) => readDomain(typed) ?? refuse("invalid", { field: "domains", value: typed }),
  );
  await tx.sql`
    delete from organisation_domains
    where organisation_id = ${id} and from_config = ${fromConfig} and domain <> all(${checked})`;
  for (const domain of checked) {
    await tx.sql`
      insert into organisation_domains as d (organisation_id, domain, from_config) values (${id}, ${domain}, ${fromConfig})
      on conflict (organisation_id, domain) do update set from_config = d.from_config or excluded.from_config`;
  }
}
