import { linkFor } from "../accounts/links.ts";
import { expiryOf, mintToken } from "../accounts/tokens.ts";
import { HERE } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { councilsForDomain } from "../councils/read.ts";
import { newUuid } from "../ids.ts";
import { queueMail } from "../mail/queue.ts";
import type { MailLanguage } from "../mail/types.ts";
import { membershipOf } from "../memberships/read.ts";
import { noteInvited } from "./bring.ts";
import { addressMark, optedOut } from "./opt-outs.ts";
import { returnInvitation } from "./return.ts";
import { findInvitation } from "./rows.ts";
import type { Invitation } from "./types.ts";

/** Mails with invitations to one address in a day, whoever invites. */
const MOST_FOR_ONE = 3;
const DAY_MS = 86_400_000;

/**
 * This node finds the person of an invited address: somebody with an account here is told as anyone who is invited; anyone else
 * gets a mail with a link that makes an account, of their council where that is served here, else as a guest of whoever invites,
 * who must be of this node. What cannot be brought goes back with why: `member`, `opted-out`, `rate-limited`, `refused`.
 */
export async function bringToAddress(
  tx: WriteContext,
  bringing: { readonly id: string; readonly language: MailLanguage },
): Promise<void> {
  const found = await findInvitation(tx.sql, { id: bringing.id }, "update");
  if (found?.state !== "pending" || found.address === null || found.arrived !== null) return;
  const invitation = { ...found, address: found.address };
  const [account] = await tx.sql<{ actorId: string }[]>`
    select acc.actor_id as "actorId" from accounts acc where acc.email = ${invitation.address} and acc.disabled is null`;
  if (account) return bringToAccount(tx, invitation, account.actorId);
  const why = await whyNot(tx, invitation);
  if (why !== null) return returnInvitation(tx, invitation, why);
  const open = await linkOf(tx, invitation);
  if (open === null) return returnInvitation(tx, invitation, "refused");
  await tx.sql`update invitations set arrived = ${tx.now} where id = ${invitation.id}`;
  await sendMail(tx, invitation, { open, language: bringing.language });
}

type Addressed = Invitation & { readonly address: string };

async function bringToAccount(tx: WriteContext, invitation: Addressed, actorId: string): Promise<void> {
  const { communityId, id } = invitation;
  const membership = await membershipOf(tx.sql, actorId, communityId, "share");
  const member = membership?.state === "active" || membership?.state === "suspended";
  const [twice] =
    await tx.sql`select 1 from invitations where community_id = ${communityId} and invitee_id = ${actorId} and state = 'pending'`;
  if (member || twice) return returnInvitation(tx, invitation, member ? "member" : "already-member");
  await tx.sql`update invitations set invitee_id = ${actorId} where id = ${id}`;
  await noteInvited(tx, { invitationId: id, community: { id: communityId } }, HERE);
}

async function whyNot(tx: WriteContext, { address }: Addressed): Promise<string | null> {
  if ((await optedOut(tx.sql, [address])).size > 0) return "opted-out";
  const since = new Date(tx.now.getTime() - DAY_MS);
  const [count] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from mails where recipient = ${address} and kind = 'community-invite' and created > ${since}`;
  return (count?.n ?? 0) >= MOST_FOR_ONE ? "rate-limited" : null;
}

/** A link that proves the address and makes an account; null where this node has no account to offer. */
export async function linkOf(
  tx: WriteContext,
  { address, inviterId, ends }: Addressed,
): Promise<string | null> {
  const councils = await councilsForDomain(tx, address.slice(address.indexOf("@") + 1));
  if (councils.length > 0) {
    const facts = { next: "/invitations" };
    const secret = await mintToken(tx, { purpose: "register", email: address, facts, expires: ends });
    return linkFor(tx, "register", secret);
  }
  const [inviter] = await tx.sql<{ id: string }[]>`
    select id from accounts where actor_id = ${inviterId} and disabled is null`;
  if (!inviter) return null;
  const facts = { organisationId: null, language: "en" };
  const token = { email: address, accountId: inviter.id, facts, expires: expiryOf("invite", tx.now) };
  return linkFor(tx, "invite", await mintToken(tx, { purpose: "invite", ...token }));
}

/** The mail is worded when it leaves, and not sent when the invitation has ended by then. */
export async function sendMail(
  tx: WriteContext,
  invitation: Addressed,
  mail: { readonly open: string; readonly language: MailLanguage; readonly again?: boolean },
): Promise<void> {
  const id = newUuid(tx.now);
  await queueMail(tx, {
    id,
    to: invitation.address,
    kind: "community-invite",
    language: mail.language,
    facts: {
      invitationId: invitation.id,
      mark: addressMark(invitation.address),
      ...(mail.again ? { again: 1 } : {}),
    },
    links: { open: mail.open },
    expires: invitation.ends,
  });
  await tx.sql`update invitations set mail_id = ${id} where id = ${invitation.id}`;
}
