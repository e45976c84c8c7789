import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { queueMail } from "../mail/queue.ts";
import { refuse } from "../refusal.ts";
import { MAIL_RECIPIENT, takeTry } from "./limits.ts";
import { linkFor } from "./links.ts";
import { expiryOf, mintToken } from "./tokens.ts";
import type { Language } from "./types.ts";

export interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly invitedBy: string;
  readonly sent: Date;
  readonly expires: Date;
  readonly accepted: boolean;
}

/** Invitations of one person, or of everyone (`accountId` null, for administrators), newest first, at most 200. */
export async function listInvitations(
  r: { readonly sql: Reader },
  accountId: string | null,
): Promise<readonly InvitationRow[]> {
  return r.sql<InvitationRow[]>`
    select t.id, t.email, a.name as "invitedBy", t.created as sent, t.expires,
      exists (select from accounts n where n.email = t.email and n.created >= t.created) as accepted
    from tokens t join accounts c on c.id = t.account_id join actors a on a.id = c.actor_id
    where t.purpose = 'invite' and (t.used is null or exists (select from accounts n where n.email = t.email and n.created = t.used))
      and t.account_id = coalesce(${accountId}::uuid, t.account_id)
    order by t.created desc limit 200`;
}

/** Who may act on an invitation: the one who sent it; null: an administrator, any. */
export type InvitationHolder = string | null;

/** Takes an invitation back: its link stops working. Refuses `not-found` for another person's or a used one. */
export function withdrawInvitation(ctx: NodeContext, id: string, holder: InvitationHolder): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.sql`
      delete from tokens where id = ${id} and purpose = 'invite' and used is null
        and account_id = coalesce(${holder}::uuid, account_id) returning id`;
    if (rows.length === 0) refuse("not-found");
    await recordAudit(tx, { kind: "invitation.withdrawn", accountId: holder, subject: id });
  });
}

/** Sends an invitation again, good for 30 days from now; the older link stops working. Refuses `not-found`, `too-many`. */
export async function resendInvitation(
  ctx: NodeContext,
  id: string,
  holder: InvitationHolder,
): Promise<void> {
  const [old] = await ctx.sql<{ email: string }[]>`
    select email from tokens where id = ${id} and purpose = 'invite' and used is null
      and account_id = coalesce(${holder}::uuid, account_id)`;
  if (!old) refuse("not-found");
  await takeTry(ctx, MAIL_RECIPIENT, old.email);
  await inTransaction(ctx, async (tx) => {
    const [token] = await tx.sql<
      { email: string; accountId: string; facts: { organisationId: string | null; language: Language } }[]
    >`
      delete from tokens where id = ${id} and used is null returning email, account_id as "accountId", facts`;
    if (!token) refuse("not-found");
    const [inviter] = await tx.sql<{ name: string }[]>`
      select a.name from accounts c join actors a on a.id = c.actor_id where c.id = ${token.accountId}`;
    const expires = expiryOf("invite", tx.now);
    const secret = await mintToken(tx, { ...token, purpose: "invite", expires });
    const links = { open: linkFor(tx, "invite", secret) };
    const facts = { who: inviter?.name ?? "" };
    await queueMail(tx, {
      to: token.email,
      kind: "invite",
      language: token.facts.language,
      facts,
      links,
      expires,
    });
    await recordAudit(tx, { kind: "invitation.sent", accountId: holder });
  });
}
