/** A lexeme as it stands in the text of a tsquery. */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** All of them; null when there are none. */
export function allOf(queries: readonly (string | null)[]): string | null {
  return joined(queries, " & ");
}

/** Any of them; null when there are none. */
export function anyOf(queries: readonly (string | null)[]): string | null {
  return joined(queries, " | ");
}

function joined(queries: readonly (string | null)[], operator: string): string | null {
  const given = queries.filter((query) => query !== null);
  if (given.length <= 1) return given[0] ?? null;
  return `(${given.join(operator)})`;
}
