/** A person or community named in a text as `@handle` (this node) or `@handle@host`. */
export interface FoundMention {
  readonly handle: string;
  /** Lower-case host with port, or null for a name of this node. */
  readonly host: string | null;
  readonly start: number;
  readonly end: number;
}

// Not after a letter, digit, slash or another @, so that mail addresses and web addresses are left alone.
const MENTION =
  /(?<![\p{L}\p{N}_@/.+-])@([a-zA-Z0-9_](?:[a-zA-Z0-9_.-]{0,62}[a-zA-Z0-9_])?)(?:@((?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]{2,}(?::\d{2,5})?))?(?![\p{L}\p{N}_@])/gu;

/** Every mention in a plain text, in order; handles as written, hosts in lower case. */
export function findMentions(text: string): FoundMention[] {
  const found: FoundMention[] = [];
  for (const match of text.matchAll(MENTION)) {
    const handle = match[1];
    if (handle === undefined) continue;
    const host = match[2]?.toLowerCase() ?? null;
    found.push({ handle, host, start: match.index, end: match.index + match[0].length });
  }
  return found;
}
