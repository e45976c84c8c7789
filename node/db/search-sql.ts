import type { Sql } from "./open.ts";

/** What search/ asks of a database: plain SQL with parameters. */
export interface PlainSql {
  query<T>(text: string, params: readonly PlainValue[]): Promise<T[]>;
  transaction<T>(work: (sql: PlainSql) => Promise<T>): Promise<T>;
}
type PlainValue = string | number | boolean | null | readonly string[] | readonly number[];

type Runner = Pick<Sql, "unsafe">;

/** The database as search/ sees it: its own tables only, on a pool of its own, planned for each query anew. */
export function searchSql(sql: Sql): PlainSql {
  return {
    query: (text, params) => run(sql, text, params),
    transaction: async (work) => {
      const result = await sql.begin(async (tx) => ({
        value: await work({
          query: (text, params) => run(tx, text, params),
          transaction: () => Promise.reject(new Error("no nesting")),
        }),
      }));
      return result.value as Awaited<ReturnType<typeof work>>;
    },
  };
}

async function run<T>(sql: Runner, text: string, params: readonly PlainValue[]): Promise<T[]> {
  const rows = await sql.unsafe(
    text,
    params.map((value) => (Array.isArray(value) ? [...value] : value)) as never[],
  );
  return [...rows] as T[];
}
