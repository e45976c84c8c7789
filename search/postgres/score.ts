import type { Params } from "../port.ts";

/** What a tsquery is worth where a document has it. */
export interface Weight {
  readonly query: string;
  readonly worth: number;
}

// Places of a word: context, body, labels, title.
const PLACES = "'{0.04,0.1,0.4,1}'";
const YEAR_DAYS = 365.25;

interface Scored {
  readonly sort: "relevance" | "newest" | "useful";
  readonly weights: readonly Weight[];
  readonly now: Date;
}

/** SQL after `from c` that scoreOf needs: a tsvector that is ranked more than once is unpacked once. */
export function unpackedFor({ weights }: Pick<Scored, "weights">): string {
  return weights.length > 1
    ? "cross join lateral (select c.tsv || ''::tsvector as tsv offset 0) as unpacked"
    : "";
}

/**
 * SQL of a document's score: Σ worth × ts_rank ÷ length × quality × freshness, from columns of `c`. Age counts in whole
 * days, so that the order holds while paging. The length is that of the text in bytes, which is known without reading it.
 */
export function scoreOf({ sort, weights, now }: Scored, params: Params): string {
  if (sort === "newest") return "extract(epoch from c.created_at)::float8";
  if (sort === "useful") return "c.useful + extract(epoch from c.created_at)::float8 / 1e12";
  const today = params.add(Math.floor(now.getTime() / 86_400_000));
  const age = `greatest(0, ${today}::float8 - floor(extract(epoch from c.created_at)::float8 / 86400)) / ${3 * YEAR_DAYS}`;
  const trust = `(0.6 + 0.8 * c.quality) * (0.5 + 0.5 * exp(-${age}))`;
  const tsv = weights.length > 1 ? "unpacked.tsv" : "c.tsv";
  const words = weights.map(
    ({ query, worth }) =>
      `${params.add(worth)}::float8 * ts_rank(${PLACES}, ${tsv}, ${params.add(query)}::tsquery)`,
  );
  return words.length === 0 ? trust : `(${words.join(" + ")}) / (1 + ln(1 + c.bytes / 8.0)) * ${trust}`;
}
