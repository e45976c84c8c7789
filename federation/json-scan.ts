/** Bounds on the structure of a JSON text. */
export type JsonLimits = {
  maxBytes: number;
  /** Containers open at once. */
  maxDepth: number;
  /** Containers in all; where `maxEntries` is given, per entry of the root's `orderedItems` or `items`. */
  maxContainers: number;
  /** Members of one object, and elements of one array. */
  maxMembers: number;
  /** Entries of the root's `orderedItems` or `items`. */
  maxEntries?: number;
};

type State = {
  readonly text: string;
  readonly limits: JsonLimits;
  /** Keys of each open object; null for an array. */
  readonly keys: (Set<string> | null)[];
  /** Commas seen in each open container. */
  readonly commas: number[];
  containers: number;
  expectsKey: boolean;
  rootKey: string;
  inEntries: boolean;
};

/**
 * One pass over a JSON text for what `JSON.parse` hides: duplicate and `__proto__` keys, NUL, lone surrogates, and
 * the limits. Gives the first problem, or null. It does not check the grammar: `JSON.parse` does, afterwards, on a
 * text that this pass has found shallow.
 */
export function jsonProblem(text: string, limits: JsonLimits): string | null {
  const state: State = {
    text,
    limits,
    keys: [],
    commas: [],
    containers: 0,
    expectsKey: false,
    rootKey: "",
    inEntries: false,
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    let problem: string | null = null;
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (typeof end === "string") return end;
      if (state.expectsKey) problem = addKey(state, at, end);
      at = end;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) problem = open(state, code);
    else if (code === COMMA) problem = comma(state);
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) close(state);
    if (problem !== null) return problem;
  }
  return null;
}

function open(state: State, code: number): string | null {
  const { keys, commas, limits } = state;
  if (keys.length === limits.maxDepth) return `nested deeper than ${limits.maxDepth}`;
  if (keys.length === 1 && code === OPEN_ARRAY && limits.maxEntries !== undefined) {
    state.inEntries = state.rootKey === "orderedItems" || state.rootKey === "items";
  }
  if (state.inEntries && keys.length === 2) state.containers = 0;
  if (++state.containers > limits.maxContainers) return `more than ${limits.maxContainers} objects and lists`;
  keys.push(code === OPEN_OBJECT ? new Set() : null);
  commas.push(0);
  state.expectsKey = code === OPEN_OBJECT;
  return null;
}

function close(state: State): void {
  state.keys.pop();
  state.commas.pop();
  state.expectsKey = false;
  if (state.keys.length === 1) state.inEntries = false;
}

function comma(state: State): string | null {
  const { keys, commas, limits } = state;
  const top = keys.length - 1;
  const seen = (commas[top] ?? 0) + 1;
  const most = state.inEntries && top === 1 ? (limits.maxEntries ?? limits.maxMembers) : limits.maxMembers;
  if (seen >= most) return `more than ${most} members`;
  commas[top] = seen;
  state.expectsKey = keys[top] instanceof Set;
  return null;
}

function addKey(state: State, start: number, end: number): string | null {
  const key = keyBetween(state.text, start, end);
  const keys = state.keys.at(-1);
  if (key === null || keys == null) return "not JSON";
  if (key === "__proto__") return "a key that may not be used";
  if (keys.has(key)) return "a key occurs twice";
  keys.add(key);
  state.expectsKey = false;
  if (state.keys.length === 1) state.rootKey = key;
  return null;
}

function keyBetween(text: string, start: number, end: number): string | null {
  const raw = text.slice(start + 1, end);
  if (!raw.includes("\\")) return raw;
  try {
    return JSON.parse(`"${raw}"`);
  } catch {
    return null;
  }
}

/** The position of the closing quote, or what is wrong with the string's escapes. */
function endOfString(text: string, start: number): number | string {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code !== BACKSLASH) continue;
    at++;
    if (text.charCodeAt(at) !== LOWER_U) continue;
    const unit = Number.parseInt(text.slice(at + 1, at + 5), 16);
    at += 4;
    if (unit === 0) return "NUL in a string";
    if (unit >= 0xdc00 && unit <= 0xdfff) return "a lone surrogate in a string";
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const low = text.startsWith("\\u", at + 1) ? Number.parseInt(text.slice(at + 3, at + 7), 16) : 0;
    if (!(low >= 0xdc00 && low <= 0xdfff)) return "a lone surrogate in a string";
    at += 6;
  }
  return "not JSON";
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
