import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import type { PersonLabel } from "../people/types.ts";
import type { Reading } from "../reading.ts";
import type { Viewer } from "../visibility/viewer.ts";

const KEPT_DAYS = 30;

export interface LetterView {
  readonly id: string;
  readonly writer: PersonLabel;
  readonly words: string;
  /** Where the writer chose to give it; else empty. */
  readonly replyTo: string;
  readonly created: Date;
}

/** What people wrote to this viewer as the lead of a community, newest first; nobody else's. */
export async function listLetters(
  r: Reading,
  viewer: Viewer,
  communityId: string,
): Promise<readonly LetterView[]> {
  if (viewer.kind !== "person") return [];
  const { sql } = r;
  const rows = await sql<(Omit<LetterView, "writer"> & { person: LabelRow })[]>`
    select l.id, ${labelColumn(sql, sql`l.writer_id`)} as person, l.words, l.reply_to as "replyTo", l.created
    from lead_letters l where l.community_id = ${communityId} and l.lead_id = ${viewer.actorId}
    order by l.created desc, l.id desc limit 100`;
  return rows.map(({ person, ...letter }) => ({ ...letter, writer: labelOf(person) }));
}

/** The words of one letter, for its mail or its sending; null when it is gone. */
export async function findLetterWords(
  sql: Reader,
  letterId: string,
): Promise<{ readonly words: string; readonly replyTo: string } | null> {
  const [row] = await sql<{ words: string; replyTo: string }[]>`
    select words, reply_to as "replyTo" from lead_letters where id = ${letterId}`;
  return row ?? null;
}

/** Actor of the lead that a letter is for; null where that is on another node. */
export async function findLetterLead(tx: WriteContext, letterId: string): Promise<string | null> {
  const [row] = await tx.sql<{ lead: string | null }[]>`
    select lead_id as lead from lead_letters where id = ${letterId}`;
  return row?.lead ?? null;
}

/** Forgets letters after 30 days, as long as they may be on their way. A scheduled job calls it. */
export async function sweepLetters(ctx: NodeContext): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.sql`delete from lead_letters where created < ${new Date(tx.now.getTime() - KEPT_DAYS * 86_400_000)}`;
  });
}
