import { inTransaction, type NodeContext } from "../context.ts";
import type { Finding } from "./types.ts";

/**
 * Gives each finding without a time of its own the one at which it was first found. `remember`: writes down what is found
 * for the first time, and forgets what is found no more.
 */
export async function withTimes(
  ctx: NodeContext,
  findings: readonly Finding[],
  remember: boolean,
): Promise<readonly Finding[]> {
  if (remember) await rememberFindings(ctx, findings);
  const rows = await ctx.sql<{ code: string; about: string; since: Date }[]>`
    select code, about, since from findings`;
  const since = new Map(rows.map((row) => [`${row.code} ${row.about}`, row.since]));
  return findings.map((one) =>
    one.level === "ok" ? one : { ...one, since: one.since ?? since.get(`${one.code} ${one.about}`) ?? null },
  );
}

async function rememberFindings(ctx: NodeContext, findings: readonly Finding[]): Promise<void> {
  const bad = findings.filter((one) => one.level !== "ok");
  const codes = bad.map((one) => one.code);
  const abouts = bad.map((one) => one.about);
  await inTransaction(ctx, async (tx) => {
    await tx.sql`delete from findings where (code, about) not in (
      select * from unnest(${codes}::text[], ${abouts}::text[]))`;
    await tx.sql`insert into findings (code, about, since)
      select code, about, ${tx.now} from unnest(${codes}::text[], ${abouts}::text[]) as new(code, about) on conflict do nothing`;
  });
}
