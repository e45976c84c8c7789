import type { WriteContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
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
  readonly authorId: string | null;
}

export interface NewReport {
  readonly iri: string | null;
  readonly communityId: string;
  readonly postId: string | null;
  readonly postIri: string;
  readonly accountId: string | null;
  readonly peerId: string | null;
  readonly email: string | null;
  readonly category: ReportCategory;
  readonly words: string;
  readonly forAdministrators: boolean;
}

/** Inserts a report; null when this Flag already stands for this post. */
export async function insertReport(tx: WriteContext, report: NewReport): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into reports (iri, community_id, post_id, post_iri, reporter_account_id, reporter_peer_id, reporter_email,
      category, words, for_administrators, created)
    values (${report.iri}, ${report.communityId}, ${report.postId}, ${report.postIri}, ${report.accountId}, ${report.peerId},
      ${report.email}, ${report.category}, ${report.words}, ${report.forAdministrators}, ${tx.now})
    on conflict (iri, post_iri) do nothing returning id`;
  return row?.id ?? null;
}

// Posts are locked before their reports, everywhere: else two decisions could wait for each other.

/** A report by id, locked with its post, so that of two decisions one wins; null when there is none. */
export async function lockReport(tx: WriteContext, id: string): Promise<ReportRow | null> {
  await lockPosts(tx, tx.sql`select post_iri from reports where id = ${id}`);
  const [row] = await tx.sql<ReportRow[]>`${reports(tx.sql)} where r.id = ${id} for update of r`;
  return row ?? null;
}

/** Open reports of one post, locked. */
export async function lockOpenReports(tx: WriteContext, postIri: string): Promise<readonly ReportRow[]> {
  await lockPosts(tx, tx.sql`select ${postIri}::text`);
  return tx.sql<ReportRow[]>`
    ${reports(tx.sql)} where r.post_iri = ${postIri} and r.state = 'open' order by r.id for update of r`;
}

/** Reports that came by one Flag, locked. */
export async function lockReportsOfFlag(tx: WriteContext, flagIri: string): Promise<readonly ReportRow[]> {
  await lockPosts(tx, tx.sql`select post_iri from reports where iri = ${flagIri}`);
  return tx.sql<ReportRow[]>`${reports(tx.sql)} where r.iri = ${flagIri} order by r.id for update of r`;
}

async function lockPosts(tx: WriteContext, iris: Fragment): Promise<void> {
  await tx.sql`select 1 from posts where iri in (${iris}) order by id for update`;
}

function reports(sql: Reader) {
  return sql`select r.id, r.iri, r.community_id as "communityId", r.post_iri as "postIri", r.category, r.state, r.sent,
      r.decided_by as "decidedBy", r.decided, p.author_id as "authorId"
    from reports r left join posts p on p.iri = r.post_iri`;
}
