/** How one element of an array is read and written. */
interface Element {
  readonly parse: (text: string) => unknown;
  readonly serialize: (value: unknown) => string;
}

const TEXT: Element = { parse: (text) => text, serialize: String };
const NUMBER: Element = { parse: Number, serialize: String };
const TRUTH: Element = { parse: (text) => text === "t", serialize: String };
const INSTANT: Element = { parse: (text) => new Date(text), serialize: (value) => instant(value) };
const JSON_VALUE: Element = {
  parse: (text) => JSON.parse(text),
  serialize: (value) => JSON.stringify(value),
};

/** PostgreSQL's own number of each kind of array that is read or written here (pg_type.dat). */
const ARRAYS: Readonly<Record<number, Element>> = {
  1000: TRUTH,
  1003: TEXT,
  1005: NUMBER,
  1007: NUMBER,
  1009: TEXT,
  1015: TEXT,
  1016: NUMBER,
  1021: NUMBER,
  1022: NUMBER,
  1028: NUMBER,
  1185: INSTANT,
  2951: TEXT,
  3807: JSON_VALUE,
};

/** A type as the driver's `types` option wants it. */
interface DriverType {
  to: number;
  from: number[];
  parse: (text: string) => unknown;
  serialize: (value: unknown) => string;
}

/**
 * PostgreSQL's arrays for the driver's `types`. Left to itself it asks each new connection for them, and where that
 * connection is lost at this very moment, forgets whoever waits for it (ADR 0003).
 */
export function arrayTypes(): Record<string, DriverType> {
  const types = Object.entries(ARRAYS).map(([number, { parse, serialize }]) => [
    `array${number}`,
    {
      to: Number(number),
      from: [Number(number)],
      parse: (text: string) => parseArray(text, parse),
      serialize: (value: unknown) => serializeArray(value, serialize),
    },
  ]);
  return Object.fromEntries(types);
}

function instant(value: unknown): string {
  return (value instanceof Date ? value : new Date(String(value))).toISOString();
}

/** An array literal of one dimension: what stands in quotes is text however it looks, NULL without them is null. */
function parseArray(literal: string, parse: (text: string) => unknown): unknown[] {
  const items: unknown[] = [];
  if (literal === "{}") return items;
  for (let at = 1; at < literal.length; at++) {
    const quoted = literal[at] === '"';
    const piece = quoted ? quotedPiece(literal, at) : plainPiece(literal, at);
    items.push(!quoted && piece.text === "NULL" ? null : parse(piece.text));
    at = piece.end;
  }
  return items;
}

interface Piece {
  readonly text: string;
  /** Where the comma or the last brace after it stands. */
  readonly end: number;
}

function plainPiece(literal: string, from: number): Piece {
  let end = from;
  while (end < literal.length && literal[end] !== "," && literal[end] !== "}") end++;
  const text = literal.slice(from, end);
  if (text.startsWith("{")) throw new Error("An array within an array is not read.");
  return { text, end };
}

function quotedPiece(literal: string, from: number): Piece {
  let text = "";
  let at = from + 1;
  for (; at < literal.length && literal[at] !== '"'; at++) {
    if (literal[at] === "\\") at++;
    text += literal[at];
  }
  return { text, end: at + 1 };
}

/** The array literal of a list; a text is taken for one already. */
function serializeArray(value: unknown, serialize: (item: unknown) => string): string {
  if (!Array.isArray(value)) return String(value);
  const items = value.map((item) => {
    if (item === undefined) throw new Error("An undefined value in a list is not written.");
    return item === null ? "null" : `"${serialize(item).replace(/[\\"]/g, "\\$&")}"`;
  });
  return `{${items.join(",")}}`;
}
