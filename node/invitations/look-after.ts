import { type Change, HERE, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { forgetTexts } from "../outbox/emit.ts";
import { linkOf, sendMail } from "./bring-to-address.ts";
import { optedOut } from "./opt-outs.ts";
import { returnInvitation } from "./return.ts";
import { findInvitation } from "./rows.ts";

/** The one reminder goes after so long, while so much is left. */
const REMIND_DAYS = 7;
const LEFT_DAYS = 2;
const DAY_MS = 86_400_000;
const MOST = 100;
const KEPT_DAYS = 90;

/** Invitations whose mail no mail server takes go back as `bounced`. A job calls it every minute; returns how many. */
export async function returnBounced(ctx: NodeContext): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.sql<{ id: string }[]>`
      select i.id from invitations i join mails m on m.id = i.mail_id
      where i.state = 'pending' and i.invitee_id is null and m.failed is not null and m.error not in ('expired', 'withdrawn')
      order by i.id limit ${MOST}`;
    for (const { id } of rows) {
      const invitation = await findInvitation(tx.sql, { id }, "update");
      if (invitation?.state === "pending") await returnInvitation(tx, invitation, "bounced");
    }
    return rows.length;
  });
}

/**
 * One reminder by mail, a week after an invitation by address was not answered, with a new link; none where the address wants no
 * more. A job calls it every minute; returns how many were sent.
 */
export async function remindInvited(ctx: NodeContext): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const before = new Date(tx.now.getTime() - REMIND_DAYS * DAY_MS);
    const until = new Date(tx.now.getTime() + LEFT_DAYS * DAY_MS);
    const rows = await tx.sql<{ id: string }[]>`
      update invitations set reminded = ${tx.now} where id in (
        select id from invitations where state = 'pending' and reminded is null and mail_id is not null and invitee_id is null
          and arrived <= ${before} and ends > ${until} order by arrived limit ${MOST}) returning id`;
    for (const { id } of rows) await remind(tx, id);
    return rows.length;
  });
}

async function remind(tx: WriteContext, id: string): Promise<void> {
  const found = await findInvitation(tx.sql, { id });
  if (found === null || found.address === null) return;
  if ((await optedOut(tx.sql, [found.address])).size > 0) return;
  const invitation = { ...found, address: found.address };
  const open = await linkOf(tx, invitation);
  const [mail] = await tx.sql<{ language: "en" | "cy" }[]>`
    select m.language from mails m join invitations i on i.mail_id = m.id where i.id = ${id}`;
  if (open !== null) await sendMail(tx, invitation, { open, language: mail?.language ?? "en", again: true });
}

/**
 * Forgets invitations of more than 90 days ago, with the addresses in them and the Invites that carried them. A job calls it;
 * returns how many.
 */
export async function forgetInvitations(ctx: NodeContext): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const before = new Date(tx.now.getTime() - KEPT_DAYS * DAY_MS);
    const gone = await tx.sql<
      { iri: string }[]
    >`delete from invitations where created < ${before} returning iri`;
    await forgetTexts(
      tx,
      gone.map(({ iri }) => iri),
    );
    return gone.length;
  });
}

/** Whoever made an account here has what their address was invited to. Told on their page; the mail they had. */
export async function adoptInvitations(tx: WriteContext, change: Change): Promise<void> {
  if (change.kind !== "person.joined" || change.subjectId === null) return;
  const rows = await tx.sql<{ id: string; inviterId: string; communityId: string }[]>`
    update invitations i set invitee_id = ${change.subjectId} from accounts acc
    where acc.actor_id = ${change.subjectId} and i.address = acc.email and i.state = 'pending' and i.arrived is not null
      and i.invitee_id is null returning i.id, i.inviter_id as "inviterId", i.community_id as "communityId"`;
  for (const { id, inviterId, communityId } of rows)
    await recordChange(tx, {
      kind: "invitation.arrived",
      actorId: inviterId,
      communityId,
      subjectId: id,
      origin: HERE,
      facts: { adopted: true },
    });
}
