import { inTransaction, type NodeContext } from "../../node/context.ts";

/** Tables under row-level security that grow with what people say. */
const GROWING = ["posts", "post_revisions", "mentions", "useful_marks", "files", "activities", "log_entries"];

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Parent Relationship"?: string;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Those of the statements, as they are prepared, that PostgreSQL can answer only by going through all of a table that grows:
 * planned for a person, for any values, with reading everything as the last resort. `table: statement`.
 */
export async function readingAll(ctx: NodeContext, statements: Iterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const statement of statements) {
    if (!/^(select|with|update|delete)\b/i.test(statement)) continue;
    if (!GROWING.some((table) => new RegExp(`\\b${table}\\b`).test(statement))) continue;
    for (const table of wholeTablesOf(await planOf(ctx, statement))) found.push(`${table}: ${statement}`);
  }
  return found;
}

function planOf(ctx: NodeContext, statement: string): Promise<PlanNode> {
  return inTransaction(
    ctx,
    async ({ sql }) => {
      await sql`select set_config('enable_seqscan', 'off', true)`;
      const [row] = await sql.unsafe<{ "QUERY PLAN": readonly { readonly Plan: PlanNode }[] }[]>(
        `explain (generic_plan, format json) ${statement}`,
      );
      if (!row?.["QUERY PLAN"][0]) throw new Error("PostgreSQL gave no plan.");
      return row["QUERY PLAN"][0].Plan;
    },
    { kind: "person", actorId: "00000000-0000-0000-0000-000000000000", accountId: null },
  );
}

/** Lists that a row is looked for in (`SubPlan`) do not count: PostgreSQL makes them where tables are small, and could look for each. */
function wholeTablesOf(node: PlanNode): readonly string[] {
  const table = node["Relation Name"] ?? "";
  const whole =
    GROWING.includes(table) &&
    /^(Seq|Index)/.test(node["Node Type"]) &&
    node["Index Cond"] === undefined &&
    node["Parent Relationship"] !== "SubPlan";
  return [...(whole ? [table] : []), ...(node.Plans ?? []).flatMap(wholeTablesOf)];
}
