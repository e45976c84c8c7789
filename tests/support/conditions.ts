import type { Sql } from "../../node/db/open.ts";

/** Where a value or another fragment stands in the text of a query. */
const HOLE = "◦";

/** One condition of a query: a comparison, a list, a null, a yes-or-no column, or a fragment that is one. */
const CONDITION = new RegExp(
  [
    `[a-z]+\\.[a-z_]+ (?:=|<>|>) (?:${HOLE}(?:::[a-z]+)?|'[a-z]+'|[a-z]+\\.[a-z_]+|now\\(\\) - interval '7 days'|nullif\\([^()]*\\([^()]*\\)[^()]*\\)::[a-z]+|case [^;]*? end|[a-z_]+\\(\\))`,
    `\\b(?:id|actor_id|community_id|level|state) (?:=|<>) (?:${HOLE}|'[a-z]+')`,
    `(?:[a-z]+\\.)?[a-z_]+ (?:not )?in (?:\\('[^()]*\\)|${HOLE})`,
    `(?:[a-z]+\\.[a-z_]+|coalesce\\([a-z_., ]*\\)) is (?:not )?null`,
    "(?<=and )[a-z]+\\.[a-z_]+(?=$| (?:and|join)|\\)|\\n)",
    `(?<=(?:and|where) )${HOLE}(?= and|$|\\)| limit| order)`,
    `(?<=\\()${HOLE}(?= and)`,
    "(?<=\\()[a-z]+\\.[a-z_]+(?= or)",
  ].join("|"),
  "g",
);

/** What is left of a condition that was not seen as one. */
const COMPARISON = /[=<>]| is (?:not )?null| like | between | in \((?! ?select)/;

/** A tag of a query's text with its holes. */
type Tag = (strings: TemplateStringsArray, ...values: readonly unknown[]) => unknown;

/** Conditions as `function's query, condition, how many-th`, in the order in which they were met. */
export interface Conditions {
  /** Reads like the given one; the condition named by `without` is always true. */
  readonly sql: Sql;
  /** Names of those that were met so far. */
  readonly met: ReadonlySet<string>;
  /** Texts with a comparison that is none of them. */
  readonly unread: ReadonlySet<string>;
  without: string | null;
}

/**
 * Reads through PostgreSQL as `sql` does, and can leave out any one condition of what it is asked. Each is told apart by the
 * text around it, so that the same condition in two places is two.
 */
export function conditionsOf(sql: Sql): Conditions {
  const met = new Set<string>();
  const unread = new Set<string>();
  const of: Conditions & { sql: Sql } = { sql, met, unread, without: null };
  const told = (strings: TemplateStringsArray, values: readonly unknown[]): unknown => {
    let at = 0;
    const text = strings.join(HOLE).replaceAll(/\s+/g, " ");
    const changed = text.replaceAll(CONDITION, (condition) => {
      const name = `${text.slice(0, 60).trim()} … ${condition} #${at++}`;
      met.add(name);
      return name === of.without ? `(true or ${condition})` : condition;
    });
    const rest = text.replaceAll(CONDITION, "");
    if (COMPARISON.test(rest)) unread.add(rest);
    const parts = changed.split(HOLE);
    return (sql as unknown as Tag)(Object.assign(parts, { raw: parts }), ...values);
  };
  of.sql = new Proxy(sql, {
    apply: (tag, self, [first, ...rest]: [unknown, ...unknown[]]) =>
      Array.isArray(first) && "raw" in first
        ? told(first as unknown as TemplateStringsArray, rest)
        : Reflect.apply(tag, self, [first, ...rest]),
  });
  return of;
}

/** The text of a function of PostgreSQL, once for each of its conditions, with that one always true. */
export function definitionsWithout(
  definition: string,
): readonly { readonly without: string; readonly definition: string }[] {
  const [head = "", body = "", ...rest] = definition.split("$function$");
  const text = body.replaceAll(/\s+/g, " ");
  return [...text.matchAll(CONDITION)].map(({ 0: condition, index }) => ({
    without: `${condition} @${index}`,
    definition: [
      head,
      `${text.slice(0, index)}(true or ${condition})${text.slice(index + condition.length)}`,
      ...rest,
    ].join("$function$"),
  }));
}
