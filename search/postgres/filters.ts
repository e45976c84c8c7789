import { FIRST_COMMUNITY, type Kind, type Viewer } from "../document.ts";
import type { Params } from "../port.ts";
import type { Query } from "../results.ts";
import { KIND_NUMBER } from "./kinds.ts";

/** What was chosen beside the words. Part of a WHERE on `search_document d`. */
export function chosenBy(query: Omit<Query, "q" | "page" | "size">, params: Params): string {
  const tests = ["true"];
  const oneOf = (column: string, values: readonly string[] | undefined) => {
    if (values && values.length > 0) tests.push(`d.${column} = any(${params.add(values)}::text[])`);
  };
  if (query.kinds && query.kinds.length > 0) {
    tests.push(`d.kind = any(${params.add(query.kinds.map((kind) => KIND_NUMBER[kind]))}::smallint[])`);
  }
  oneOf("council", query.councils);
  oneOf("community", query.communities);
  oneOf("node", query.nodes);
  if (query.excludeNode !== undefined) tests.push(`d.node <> ${params.add(query.excludeNode)}`);
  if (query.author !== undefined) tests.push(`d.author = ${params.add(query.author)}`);
  if (query.tags && query.tags.length > 0) tests.push(`d.tags && ${params.add(query.tags)}::text[]`);
  if (query.lang !== undefined) tests.push(`d.lang = ${params.add(query.lang)}`);
  if (query.since)
    tests.push(`d.created_at >= to_timestamp(${params.add(query.since.getTime())}::float8 / 1000)`);
  if (query.until)
    tests.push(`d.created_at < to_timestamp(${params.add(query.until.getTime())}::float8 / 1000)`);
  if (query.answered !== undefined) tests.push(`d.answered = ${params.add(query.answered)}::boolean`);
  return tests.join(" and ");
}

// Shares of a usual index. Only their size matters: they choose between two ways to the same results.
const KIND_SHARE: Readonly<Record<Kind, number>> = { question: 0.1, topic: 0.1, reply: 0.8, community: 0.01 };
const NARROW = 0.02;

/** About which share of all documents the chosen filters leave. */
export function shareLeftBy(query: Omit<Query, "q" | "page" | "size">): number {
  const narrow = [query.councils, query.communities, query.nodes, query.tags].some(
    (values) => values?.length,
  );
  if (narrow || query.author !== undefined) return NARROW;
  const kinds = query.kinds?.length ? query.kinds.reduce((sum, kind) => sum + KIND_SHARE[kind], 0) : 1;
  const lang = query.lang === undefined || query.lang === "en" ? 1 : 0.1;
  return kinds * lang * (query.since ? 0.3 : 1) * (query.answered ? 0.1 : 1);
}

/** Whether someone belongs to a closed community, and so may read something of the closed part. */
export function hasRooms(viewer: Viewer): boolean {
  return viewer.principals.some((principal) => principal >= FIRST_COMMUNITY);
}

/**
 * The access test. It stands in every statement that reads documents for somebody. Who belongs to no closed community
 * never touches the closed part.
 */
export function readableBy(viewer: Viewer, params: Params, part: "open" | "both" = "both"): string {
  const closed = part === "both" && hasRooms(viewer) ? "in (false, true)" : "= false";
  return `d.closed ${closed} and ${LIVE} and d.acl && ${params.add([...viewer.principals])}::int[]`;
}

/** The access test for the closed part alone, by the index on communities: each document there has one principal. */
export function readableInRooms(viewer: Viewer, params: Params): string {
  const rooms = viewer.principals.filter((principal) => principal >= FIRST_COMMUNITY);
  return `d.closed = true and ${LIVE} and d.acl[1] = any(${params.add(rooms)}::int[])`;
}

const LIVE = "d.generation = (select live from search_state)";
