/** The same where a number may be left unsaid: null then. */
export function statedNumberOf(value: unknown): number | null {
  return value === undefined ? null : numberOf(value);
}

/** A count as another node states it: a whole number from 0 to ten million, else 0. */
export function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 10_000_000
    ? value
    : 0;
}
