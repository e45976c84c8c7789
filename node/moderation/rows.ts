import type { WriteContext } from "../context.ts";
import type { Fragment } from "../db/open.ts";
import { postByIri } from "../posts/find.ts";
import type { ReportCategory, ReportState } from "./types.ts";

/** A report as the verbs need it. */
export interface ReportRow {
  readonly id: string;
  /** The Flag that carries it between nodes. */
  readonly iri: string | null;
  readonly communityId: string;
  readonly postIri: string;
  readonly category: ReportCategory;
  readonly state: ReportState;
  readonly sent: Date | null;
  readonly decidedBy: string | null;
  readonly decided: Date | null;
  /** Who is reported; null where the post is not here. */
  readonly authorId: string | null;
}

export interface NewReport {
  readonly iri: string | null;
  readonly communityId: string;
  readonly postId: string | null;
  readonly postIri: string;
  readonly accountId: string | null;
  readonly peerId: string | null;
  /** A member of a hidden community here, of another node. */
  readonly reporterId?: string | null;
  readonly email: string | null;
  readonly category: ReportCategory;
  readonly words: string;
  readonly forAdministrators: boolean;
}

/** Inserts a report; null when this Flag already stands for this post. */
export async function insertReport(tx: WriteContext, report: NewReport): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into reports (iri, community_id, post_id, post_iri, reporter_account_id, reporter_peer_id, reporter_actor_id, reporter_email,
      category, words, for_administrators, created)
    values (${report.iri}, ${report.communityId}, ${report.postId}, ${report.postIri}, ${report.accountId}, ${report.peerId},
      ${report.reporterId ?? null}, ${report.email}, ${report.category}, ${report.words}, ${report.forAdministrators}, ${tx.now})
    on conflict (iri, post_iri) do nothing returning id`;
  return row?.id ?? null;
}

// Posts are locked before their reports, everywhere: else two decisions could wait for each other.

/** A report by id, locked with its post, so that of two decisions one wins; null when there is none. */
export async function lockReport(tx: WriteContext, id: string): Promise<ReportRow | null> {
  const [row] = await lockWith(tx, tx.sql`id = ${id}`);
  return row ?? null;
}

/** Open reports of one post, locked with it. */
export function lockOpenReports(tx: WriteContext, postIri: string): Promise<readonly ReportRow[]> {
  return lockWith(tx, tx.sql`post_iri = ${postIri} and state = 'open'`);
}

/** Reports that came by one Flag, locked with their posts. */
export function lockReportsOfFlag(tx: WriteContext, flagIri: string): Promise<readonly ReportRow[]> {
  return lockWith(tx, tx.sql`iri = ${flagIri}`);
}

async function lockWith(tx: WriteContext, which: Fragment): Promise<readonly ReportRow[]> {
  const posts = await tx.sql<
    { iri: string }[]
  >`select distinct post_iri as iri from reports where ${which} order by 1`;
  const authors = new Map<string, string | null>();
  for (const { iri } of posts) authors.set(iri, (await postByIri(tx.sql, iri, "update"))?.authorId ?? null);
  const rows = await tx.sql<Omit<ReportRow, "authorId">[]>`
    select id, iri, community_id as "communityId", post_iri as "postIri", category, state, sent, decided_by as "decidedBy",
      decided from reports where ${which} order by id for update`;
  return rows.map((row) => ({ ...row, authorId: authors.get(row.postIri) ?? null }));
}
