import { communityHome } from "../communities/home.ts";
import type { NodeContext, ReadContext } from "../context.ts";
import { findInvitation } from "../invitations/rows.ts";
import type { MailContent, QueuedMail } from "../mail/types.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { pathOf, throughSignIn } from "./paths.ts";
import type { NoticeRow } from "./rows.ts";
import { whoOf } from "./who.ts";

/**
 * The mail of an invitation, while it waits: who invites to which community; what the inviter wrote only where anyone may read.
 * That a hidden community is there is said by nothing of it, its subject included. Null when it waits no more.
 */
export async function invitationMail(
  r: ReadContext,
  notice: NoticeRow,
  who: string,
): Promise<MailContent | null> {
  const invitation = await findInvitation(r.sql, { id: String(notice.facts.invitationId) });
  const { community } = notice;
  if (invitation?.state !== "pending" || community === null) return null;
  const open = throughSignIn(r.config.origin, pathOf(notice));
  if (community.level === "confidential") return { text: "invited-hidden", facts: {}, open };
  return {
    text: "invited",
    facts: { who, community: community.name },
    open,
    quote: isPublicLevel(community.level) ? invitation.words || null : null,
    community: { id: community.id, name: community.name },
  };
}

/**
 * The mail to an address without an account here: who invites to which community, a link that makes an account, and one that
 * stops such mails. `again`: the reminder. Null when the invitation waits no more, or the address has an account by now.
 */
export async function loadInviteMail(ctx: NodeContext, mail: QueuedMail): Promise<MailContent | null> {
  const invitation = await findInvitation(ctx.sql, { id: String(mail.facts.invitationId) });
  if (invitation?.state !== "pending" || invitation.inviteeId !== null) return null;
  const community = await communityHome(ctx.sql, invitation.communityId);
  const unsubscribe = { what: "invitations", mark: String(mail.facts.mark) } as const;
  const open = mail.links.open ?? null;
  if (community.level === "confidential")
    return { text: "invited-hidden-address", facts: {}, open, unsubscribe };
  const [row] = await ctx.sql<{ inviter: LabelRow }[]>`
    select ${labelColumn(ctx.sql, ctx.sql`${invitation.inviterId}::uuid`)} as inviter`;
  if (!row) return null;
  return {
    text: mail.facts.again === 1 ? "invited-again" : "invited-address",
    facts: { who: whoOf(labelOf(row.inviter), mail), community: community.name },
    open,
    unsubscribe,
  };
}
