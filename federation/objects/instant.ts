/** An instant as RFC 3339 in UTC, without a fraction when it is zero. */
export function instantFor(instant: Date): string {
  return instant.toISOString().replace(".000Z", "Z");
}
