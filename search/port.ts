/**
 * The way from `search/` to the database; node/db fills it in. Parameters are strings, numbers, booleans, null and
 * flat arrays of them; statements are plain SQL with `$1 …`. A statement that is prepared once and run many times
 * needs `plan_cache_mode = force_custom_plan`: a generic plan does not know how common a word is.
 */
export interface Sql {
  query<T>(text: string, params: readonly SqlValue[]): Promise<T[]>;
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

export type SqlValue = string | number | boolean | null | readonly string[] | readonly number[];

/** Collects the parameters of one statement: `params.add(x)` gives its `$n`. */
export interface Params {
  readonly values: SqlValue[];
  add(value: SqlValue): string;
}

/** An empty list of parameters. */
export function newParams(): Params {
  const values: SqlValue[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}
