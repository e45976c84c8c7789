import { newParams, type Params, type Sql } from "../port.ts";
import { chosenBy, hasRooms, readableBy, readableInRooms, shareLeftBy } from "./filters.ts";
import type { RankRequest } from "./rank.ts";

// Up to MANY that match are all ranked; of more, the MOST_COMMON best and newest: the bound that turns seconds for the
// word "council" into milliseconds.
const MANY = 1_500;
const MOST_COMMON = 600;
const COLUMNS =
  "d.uid, coalesce(d.thread, d.uid) as thread, d.quality, d.useful, d.created_at, d.kind, d.council, d.community, d.lang, d.tsv, octet_length(d.body) as bytes";

/** How candidates are found; all ways give the same ones. */
export type Way = "gather" | "walk" | "walk-open-gather-rooms";

/** How many candidates are ranked at most. */
export function limitOf({ sort, expected, weights, query }: RankRequest): number {
  const few = 2 * expected.documents * shareLeftBy(query) <= MANY;
  return few || sort !== "relevance" || weights.length === 0 ? MANY : MOST_COMMON;
}

/** SQL of the candidates, best first, at most `limit`. */
export function candidatesOf(request: RankRequest, way: Way, params: Params, limit: number): string {
  const { viewer, query, match, sort } = request;
  const rest = `${chosenBy(query, params)} and ${match === null ? "true" : `d.tsv @@ ${params.add(match)}::tsquery`}`;
  const from = (readable: string, order: string) =>
    `select ${COLUMNS} from search_document d where ${readable} and ${rest} order by ${order} limit ${limit}`;
  if (way === "gather") return from(readableBy(viewer, params), GATHERED[sort]);
  if (way === "walk") return from(readableBy(viewer, params), WALKED[sort]);
  const open = from(readableBy(viewer, params, "open"), WALKED[sort]);
  const closed = from(readableInRooms(viewer, params), GATHERED[sort]);
  return `select * from ((${open}) union all (${closed})) as d order by ${WALKED[sort]} limit ${limit}`;
}

/**
 * The fastest way for a request. Walking down the closed part is slow for someone whose communities wrote little: all of
 * it would be passed by, so theirs is counted first.
 */
export async function wayFor(sql: Sql, request: RankRequest): Promise<Way> {
  if (request.match !== null && !walkingIsFaster(request)) return "gather";
  if (!hasRooms(request.viewer)) return "walk";
  const params = newParams();
  const [row] = await sql.query<{ n: number }>(
    `select count(*)::int as n from (select from search_document d where ${readableInRooms(request.viewer, params)} limit ${MUCH}) as theirs`,
    params.values,
  );
  return (row?.n ?? 0) < MUCH ? "walk-open-gather-rooms" : "walk";
}

// As much as this in somebody's closed communities is more than is gathered for them.
const MUCH = 3_000;

/** Orders that an index has, to go down it until enough match. */
const WALKED: Readonly<Record<RankRequest["sort"], string>> = {
  relevance: "d.quality desc, d.created_at desc",
  newest: "d.created_at desc, d.uid",
  useful: "d.quality desc, d.created_at desc",
};

/** The same orders in a form that no index has: all that match are gathered and sorted. */
const GATHERED: Readonly<Record<RankRequest["sort"], string>> = {
  relevance: "d.quality + 0.0 desc, d.created_at desc",
  newest: "d.created_at + interval '0' desc, d.uid",
  useful: "d.useful desc, d.created_at desc, d.uid",
};

// Microseconds, measured: to pass by a row, to unpack a tsvector, to fetch a match, to read an entry of the word index.
const PASS = 2;
const UNPACK = 10;
const FETCH = 3;
const ENTRY = 0.1;

/** Whether to go down the best documents until enough match, or to gather all that match and sort them. */
function walkingIsFaster({ expected, query }: RankRequest): boolean {
  const { documents, share } = expected;
  const left = shareLeftBy(query);
  const walking = (MOST_COMMON / (share * left)) * PASS + (MOST_COMMON / share) * UNPACK;
  const gathering = documents * left * FETCH + documents * ENTRY;
  return share > 0 && walking < gathering;
}
