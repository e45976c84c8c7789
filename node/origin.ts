import type { NodeContext } from "./context.ts";
import type { Reader } from "./db/open.ts";
import { StartRefusal } from "./start-refusal.ts";

/**
 * Holds a data folder to its address: the first start records it, because every person, community and post carries it
 * for good. Throws StartRefusal with what to do when it was another one.
 */
export async function checkOrigin(ctx: NodeContext): Promise<void> {
  const { origin } = ctx.iris;
  await ctx.sql`
    insert into node_settings (key, value, updated) values ('origin', ${ctx.sql.json(origin)}, ${ctx.clock.now()})
    on conflict (key) do nothing`;
  const recorded = await recordedOrigin(ctx);
  if (recorded === origin) return;
  throw new StartRefusal(
    `This data folder belongs to ${recorded} and cannot be started as ${origin}, because every address in it carries the ` +
      `first: start it with MOOTHALL_ORIGIN=${recorded}, or use a new data folder for ${origin}.`,
  );
}

/** The address this data folder belongs to. It differs from `ctx.iris.origin` only after `chooseOrigin`, until restart. */
export async function recordedOrigin(ctx: { readonly sql: Reader }): Promise<string | null> {
  const [row] = await ctx.sql<{ value: string }[]>`select value from node_settings where key = 'origin'`;
  return row?.value ?? null;
}
