import postgres from "postgres";
import { connectionOptionsOf } from "../../node/db/connection-options.ts";
import type { NetworkNode } from "./start-nodes.ts";

/**
 * From now on PostgreSQL refuses every post of this title at a node, as it would refuse what a fault of ours makes of
 * it; the result takes that back.
 */
export async function poison(node: NetworkNode, title: string): Promise<() => Promise<void>> {
  const sql = postgres({ ...connectionOptionsOf(node.database.url), max: 1, onnotice: () => {} });
  await sql.unsafe(`create or replace function poison() returns trigger language plpgsql as
    $$ begin if new.title = '${title}' then raise exception 'poison'; end if; return new; end $$;
    create trigger poison before insert on posts for each row execute function poison()`);
  return async () => {
    await sql.unsafe("drop trigger poison on posts");
    await sql.end();
  };
}
