/** A name of the store: that of a row, with what it is of behind. */
const NAME = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(\.small|\.exact)?$/;

/** Whether something may be a name of the store; nothing else is ever read, written or deleted there. */
export function isStoredName(text: string): boolean {
  return NAME.test(text);
}

/**
 * When a file got its name, by the clock of this node: names begin as a UUID version 7 does. A server elsewhere dates by its
 * own clock, which may go wrong by as much as a row takes to come after its bytes.
 */
export function namedAt(name: string): Date {
  return new Date(Number.parseInt(name.slice(0, 13).replace("-", ""), 16));
}
