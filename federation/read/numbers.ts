/** A count as another node states it: a whole number from 0 to ten million, else 0. */
export function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 10_000_000
    ? value
    : 0;
}
