import { inTransaction, type NodeContext } from "../context.ts";
import type { Finding } from "./types.ts";

/** Gives each finding without a time of its own the one at which it was first found; what is found no more is forgotten. */
export async function rememberFindings(
  ctx: NodeContext,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const bad = findings.filter((one) => one.level !== "ok");
  const codes = bad.map((one) => one.code);
  const abouts = bad.map((one) => one.about);
  const rows = await inTransaction(ctx, async (tx) => {
    await tx.sql`delete from findings where (code, about) not in (
      select * from unnest(${codes}::text[], ${abouts}::text[]))`;
    await tx.sql`insert into findings (code, about, since)
      select code, about, ${tx.now} from unnest(${codes}::text[], ${abouts}::text[]) as new(code, about) on conflict do nothing`;
    return tx.sql<{ code: string; about: string; since: Date }[]>`select code, about, since from findings`;
  });
  const since = new Map(rows.map((row) => [`${row.code} ${row.about}`, row.since]));
  return findings.map((one) =>
    one.level === "ok" ? one : { ...one, since: one.since ?? since.get(`${one.code} ${one.about}`) ?? null },
  );
}
