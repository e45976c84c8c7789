import type { ReadContext } from "../context.ts";
import { findInvitation } from "../invitations/rows.ts";
import type { MailContent } from "../mail/types.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { pathOf, throughSignIn } from "./paths.ts";
import type { NoticeRow } from "./rows.ts";

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
