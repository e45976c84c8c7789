import type { Kind } from "./document.ts";
import type { Facets, Marked, Query } from "./results.ts";

/** A search beyond this node, such as the national one. Each source says for itself how it is. */
export type RemoteStatus = "off" | "ok" | "late" | "unavailable";

/** A result that lives elsewhere and is not held here: it opens at its own address. */
export interface RemoteHit {
  readonly uri: string;
  readonly url: string;
  readonly kind: Kind;
  readonly title: Marked;
  readonly snippet: Marked | null;
  readonly councilName: string;
  readonly communityName: string;
  readonly createdAt: Date;
}

export interface RemotePage {
  readonly hits: readonly RemoteHit[];
  readonly total: number;
  readonly totalIsLowerBound: boolean;
  /** Of what is not held here, so that they add to ours. */
  readonly facets: Facets;
}

/** What leaves this node: never a person, never a community that was looked into. */
export type RemoteQuery = Pick<
  Query,
  "q" | "kinds" | "councils" | "lang" | "since" | "until" | "page" | "size"
>;

export interface RemoteSearch {
  /** Shown to readers: "national search". */
  readonly name: string;
  /** False while the source is switched off: then nothing is asked and nothing is said about it. */
  readonly on: boolean;
  /** Throws when the source does not answer or its answer cannot be read. `signal` ends when nobody waits any more. */
  search(query: RemoteQuery, signal: AbortSignal): Promise<RemotePage>;
}

/** The source of a node that is connected to no search beyond its own. */
export const NO_REMOTE: RemoteSearch = {
  name: "",
  on: false,
  search: () => Promise.reject(new Error("There is no search beyond this node.")),
};

const PATIENCE_MS = 400;

export interface RemoteAnswer {
  readonly status: RemoteStatus;
  readonly page: RemotePage | null;
}

/** Asks a remote source and waits no longer than `wait` lets it; whatever happens to it, readers get the local results. */
export async function askRemote(
  remote: RemoteSearch,
  query: Query,
  wait: (ms: number) => Promise<void> = patience,
): Promise<RemoteAnswer> {
  if (!remote.on || !mayLeave(query)) return { status: "off", page: null };
  const { q, kinds, councils, lang, since, until, page, size } = query;
  const ending = new AbortController();
  const asked = remote
    .search({ q, kinds, councils, lang, since, until, page, size }, ending.signal)
    .then((found): RemoteAnswer => ({ status: "ok", page: found }))
    .catch((): RemoteAnswer => ({ status: "unavailable", page: null }));
  const late = wait(PATIENCE_MS).then((): RemoteAnswer => ({ status: "late", page: null }));
  const answer = await Promise.race([asked, late]);
  ending.abort();
  return answer;
}

/**
 * Words typed inside a community stay on this node, and so does what can only be answered here. Long numbers (an NHS
 * number, a case reference) and post codes look like somebody's data and are not sent either.
 */
export function mayLeave(query: Query): boolean {
  if (query.q.trim() === "") return false;
  if (query.communities?.length || query.nodes?.length || query.author !== undefined || query.tags?.length)
    return false;
  const personal = /(?:\d[ -]?){8}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} ?(?:\d{2} ?){3}[A-D]\b/i;
  return !personal.test(query.q) && !query.q.split(/\s+/).some(looksLikeAddress);
}

/** Something before an @, and a full stop in what follows. */
function looksLikeAddress(word: string): boolean {
  const at = word.indexOf("@", 1);
  return at > 0 && word.lastIndexOf(".", word.length - 2) >= at + 2;
}

function patience(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
