import type { Indexable, IndexDoc, PersonDoc } from "../document.ts";
import type { Sql } from "../port.ts";
import { documentRow, personRow } from "./document-row.ts";

interface Generations {
  readonly live: number;
  readonly building: number | null;
  readonly round: number;
}

/**
 * Stores documents: newest version of each id, in the generation that is read and in the one a rebuild fills.
 * Returns how many were taken.
 */
export function upsert(sql: Sql, docs: readonly Indexable[]): Promise<number> {
  if (docs.length === 0) return Promise.resolve(0);
  return sql.transaction(async (tx) => {
    const state = await holdGenerations(tx);
    const taken = await takeVersions(tx, newestOfEach(docs), state.round);
    const into = state.building === null ? [state.live] : [state.live, state.building];
    await dropRows(
      tx,
      taken.map((doc) => doc.id),
    );
    await insertRows(tx, taken, into);
    return taken.length;
  });
}

/**
 * Reads which generations are written, and keeps a rebuild from beginning or ending until this transaction is over:
 * so no write falls between the old index and the new one.
 */
export async function holdGenerations(tx: Sql): Promise<Generations> {
  const [state] = await tx.query<Generations>("select live, building, round from search_state for share", []);
  if (!state) throw new Error("The search index has no state row: run the migrations.");
  return state;
}

/** In the order of ids, so that two writers wait for each other and never deadlock. */
function newestOfEach(docs: readonly Indexable[]): Indexable[] {
  const newest = new Map<string, Indexable>();
  for (const doc of docs) {
    if ((newest.get(doc.id)?.version ?? Number.NEGATIVE_INFINITY) < doc.version) newest.set(doc.id, doc);
  }
  return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function takeVersions(tx: Sql, docs: readonly Indexable[], round: number): Promise<Indexable[]> {
  const taken = await tx.query<{ uid: string }>(
    `insert into search_seen as s (uid, version, round)
     select * from (select unnest($1::text[]), unnest($2::bigint[]), $3::int) as r(uid, version, round)
     on conflict (uid) do update set version = excluded.version, gone = null, gone_at = null, round = excluded.round
     where s.version < excluded.version and s.gone is distinct from 'erased'
     returning uid`,
    [docs.map((doc) => doc.id), docs.map((doc) => doc.version), round],
  );
  const ids = new Set(taken.map((row) => row.uid));
  return docs.filter((doc) => ids.has(doc.id));
}

/** Removes rows of these ids from every generation. */
export async function dropRows(tx: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `delete from search_document d using search_state s
     where d.closed in (false, true) and d.generation in (s.live, s.building) and d.uid = any($1::text[])`,
    [ids],
  );
  await tx.query(
    "delete from search_person p using search_state s where p.generation in (s.live, s.building) and p.uid = any($1::text[])",
    [ids],
  );
}

/** Adds rows to these generations. The caller has made sure that none of them is there. */
export async function insertRows(
  tx: Sql,
  docs: readonly Indexable[],
  generations: readonly number[],
): Promise<void> {
  const documents = docs.filter((doc): doc is IndexDoc => doc.kind !== "person");
  const people = docs.filter((doc): doc is PersonDoc => doc.kind === "person");
  if (documents.length > 0)
    await tx.query(INSERT_DOCUMENTS, [JSON.stringify(documents.map(documentRow)), generations]);
  if (people.length > 0) await tx.query(INSERT_PEOPLE, [JSON.stringify(people.map(personRow)), generations]);
}

const INSERT_DOCUMENTS = `
  insert into search_document (uid, closed, generation, version, uri, kind, acl, node, council, community, thread,
    author, lang, tier, answered, useful, quality, created_at, updated_at, tags, title, labels, context, body, extra)
  select r.uid, r.closed, g, r.version, r.uri, r.kind, r.acl, r.node, r.council, r.community, r.thread,
    r.author, r.lang, r.tier, r.answered, r.useful, r.quality, to_timestamp(r.created_ms / 1000),
    to_timestamp(r.updated_ms / 1000), r.tags, r.title, r.labels, r.context, r.body, r.extra::tsvector
  from jsonb_to_recordset($1::text::jsonb) as r(uid text, closed boolean, version bigint, uri text, kind smallint,
    acl int[], node text, council text, community text, thread text, author text, lang text, tier smallint,
    answered boolean, useful int, quality real, created_ms float8, updated_ms float8, tags text[], title text,
    labels text, context text, body text, extra text)
  cross join unnest($2::smallint[]) as g`;

const INSERT_PEOPLE = `
  insert into search_person (uid, generation, version, uri, visibility, node, council, council_name, name, role_title,
    topics, languages, words, updated_at)
  select r.uid, g, r.version, r.uri, r.visibility, r.node, r.council, r.council_name, r.name, r.role_title,
    r.topics, r.languages, r.words, to_timestamp(r.updated_ms / 1000)
  from jsonb_to_recordset($1::text::jsonb) as r(uid text, version bigint, uri text, visibility text, node text,
    council text, council_name text, name text, role_title text, topics text[], languages text[], words text,
    updated_ms float8)
  cross join unnest($2::smallint[]) as g`;
