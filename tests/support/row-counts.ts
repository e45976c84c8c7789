import type { NodeContext } from "../../node/context.ts";

/** Every table of a node's database: how many rows, and a sum over all that stands in them. */
export type Rows = Readonly<Record<string, { readonly count: number; readonly sum: string }>>;

/**
 * Looks at every table there is, found in the catalogue, so that a table added tomorrow is counted from its first day.
 * The queue's own tables are left out: no test lets it run by itself.
 */
export async function rowsOf(ctx: NodeContext): Promise<Rows> {
  const tables = await ctx.sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss') order by 1`;
  const counted = await ctx.sql.unsafe<{ name: string; count: number; sum: string }[]>(
    tables
      .map(
        ({ name }) =>
          `select '${name.replaceAll("'", "''")}' as name, count(*)::int as count,
             coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as sum from ${name} t`,
      )
      .join(" union all "),
  );
  return Object.fromEntries(
    counted.map(({ name, count, sum }) => [name.replace(/^public\./, ""), { count, sum }]),
  );
}

/** All that stands in a node's database, as text; bytes as hexadecimal. `only` names the tables looked at. */
export async function textOfEverything(ctx: NodeContext, only?: readonly string[]): Promise<string> {
  const texts: string[] = [];
  for (const name of Object.keys(await rowsOf(ctx)).filter((one) => only?.includes(one) ?? true)) {
    const rows = await ctx.sql.unsafe<{ text: string }[]>(`select t::text as text from ${name} t order by 1`);
    texts.push(name, ...rows.map(({ text }) => text));
  }
  return texts.join("\n");
}

/**
 * Names the tables in which something changed, as `posts +1` or `posts ~` (same number of rows, other content).
 * `but` names tables that may change in this case.
 */
export function changedRows(before: Rows, after: Rows, but: readonly string[] = []): string[] {
  return Object.entries(after).flatMap(([table, now]) => {
    const then = before[table] ?? { count: 0, sum: "0" };
    if (but.includes(table) || (then.count === now.count && then.sum === now.sum)) return [];
    const more = now.count - then.count;
    return [`${table} ${more === 0 ? "~" : more > 0 ? `+${more}` : more}`];
  });
}
