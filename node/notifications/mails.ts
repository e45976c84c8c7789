import type { NodeContext } from "../context.ts";
import type { MailLoader } from "../mail/send.ts";
import type { LateMail, MailContent, QueuedMail } from "../mail/types.ts";
import { knownCommunities } from "../visibility/readable.ts";
import { ANYONE } from "../visibility/viewer.ts";
import { loadDigestMail } from "./mail-digest.ts";
import { loadInviteMail } from "./mail-invitation.ts";
import { loadNoticeMail } from "./mail-notice.ts";

/** What mails say that are worded when they leave; given to `openMails`. */
export const NOTICE_MAILS: Readonly<Record<LateMail, MailLoader>> = {
  notice: loadNoticeMail,
  digest: loadDigestMail,
  "report-closed": loadVisitorMail,
  "community-invite": loadInviteMail,
};

/** To a visitor without an account: what became of their report, where anyone may know the community. */
async function loadVisitorMail(ctx: NodeContext, mail: QueuedMail): Promise<MailContent | null> {
  const [row] = await ctx.sql<{ state: string; community: string }[]>`
    select r.state, g.name as community from reports r join communities c on c.id = r.community_id
    join actors g on g.id = c.actor_id where r.id = ${String(mail.facts.reportId)} and r.state <> 'open'
      and c.id in ${knownCommunities(ctx.sql, ANYONE)}`;
  return row ? { text: `report-${row.state}`, facts: { community: row.community }, open: null } : null;
}
