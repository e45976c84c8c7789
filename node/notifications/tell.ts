import type { Change } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { type NewMail, queueMail, queueMails } from "../mail/queue.ts";
import type { MailLanguage } from "../mail/types.ts";
import { decideTellings, RULES } from "./decide.ts";
import type { TellFacts } from "./facts.ts";
import { gatherFacts } from "./gather.ts";
import type { Telling } from "./telling.ts";

/**
 * The consumer of the record that tells people: notices, mails at once, and the list that digests choose from.
 * Runs in the transaction of its place in the record, so that each event is told once, whatever the process does.
 */
export async function tellPeople(tx: WriteContext, change: Change): Promise<void> {
  const gathered = RULES[change.kind] === null ? [] : await gatherFacts(tx, change);
  for (const facts of gathered) {
    await writeTellings(tx, decideTellings(change, facts));
    if (change.kind === "post.published" || change.kind === "post.arrived") await noteNews(tx, facts);
  }
  if (change.kind.startsWith("membership.")) await closeRequest(tx, change);
  if (change.kind === "report.closed") {
    await closeReport(tx, change);
    await tellVisitor(tx, change);
  }
}

/** Writes notices and their mails; whoever was told of an event is left out. */
export async function writeTellings(tx: WriteContext, tellings: readonly Telling[]): Promise<void> {
  if (tellings.length === 0) return;
  const rows = tellings.map((telling) => ({
    account_id: telling.accountId,
    kind: telling.kind,
    event: telling.event,
    actor_id: telling.actorId,
    community_id: telling.communityId,
    post_id: telling.postId,
    root_id: telling.rootId,
    facts: telling.facts,
  }));
  const told = await tx.sql<
    { id: string; account_id: string; event: string; email: string; language: MailLanguage }[]
  >`
    with told as (
      insert into notices (account_id, kind, event, actor_id, community_id, post_id, root_id, facts, created)
      select account_id, kind, event, actor_id, community_id, post_id, root_id, facts, ${tx.now}
      from jsonb_to_recordset(${tx.sql.json(rows as never)}) as n (account_id uuid, kind text, event text, actor_id uuid,
        community_id uuid, post_id uuid, root_id uuid, facts jsonb)
      on conflict (account_id, event) do nothing
      returning id, account_id, event)
    select told.*, acc.email, acc.language from told join accounts acc on acc.id = told.account_id`;
  const byMail = new Set(tellings.filter((t) => t.mail).map((t) => `${t.accountId} ${t.event}`));
  const mails = told
    .filter((row) => byMail.has(`${row.account_id} ${row.event}`))
    .map(
      (row): NewMail => ({
        to: row.email,
        accountId: row.account_id,
        noticeId: row.id,
        kind: "notice",
        language: row.language,
      }),
    );
  await queueMails(tx, mails);
}

/** Topics and questions everyone in their community can see now are news for digests. */
async function noteNews(tx: WriteContext, facts: TellFacts): Promise<void> {
  if (facts.postState !== "accepted" || facts.postKind === "reply") return;
  // Nothing of a hidden community stands in a list that leaves by mail.
  await tx.sql`insert into news (post_id, community_id, told)
    select ${facts.postId}, c.id, ${tx.now} from communities c where c.id = ${facts.communityId} and c.level <> 'confidential'
    on conflict do nothing`;
}

/** A request that was decided or withdrawn no longer asks for anything. */
async function closeRequest(tx: WriteContext, change: Change): Promise<void> {
  if (
    !["membership.granted", "membership.declined", "membership.withdrawn", "membership.ended"].includes(
      change.kind,
    )
  )
    return;
  await tx.sql`update notices set read = ${tx.now}
    where kind = 'request' and facts ->> 'membershipId' = ${change.subjectId} and read is null`;
}

/** A report that was decided no longer asks for anything. */
async function closeReport(tx: WriteContext, change: Change): Promise<void> {
  await tx.sql`update notices set read = ${tx.now}
    where kind = 'report' and facts ->> 'reportId' = ${change.subjectId} and read is null`;
}

/** A visitor who left an address hears what became of their report. */
async function tellVisitor(tx: WriteContext, change: Change): Promise<void> {
  const [report] = await tx.sql<{ id: string; email: string }[]>`
    select id, reporter_email as email from reports
    where id = ${change.subjectId} and reporter_email is not null and reporter_account_id is null`;
  if (!report) return;
  const language = tx.config.languages[0] ?? "en";
  await queueMail(tx, { to: report.email, kind: "report-closed", language, facts: { reportId: report.id } });
}
