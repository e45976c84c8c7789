import type { WriteContext } from "../context.ts";
import { idOf, newUuid } from "../ids.ts";
import { checkAddress, messageIdOf } from "./address.ts";
import type { AccountMail, LateMail, MailFacts, MailLanguage } from "./types.ts";

export interface NewMail {
  /** Its row id, where whoever queues it wants to know what becomes of it. */
  readonly id?: string;
  /** One address. */
  readonly to: string;
  readonly accountId?: string | null;
  /** The notice it tells of; gone with it. */
  readonly noticeId?: string | null;
  readonly kind: AccountMail | LateMail;
  readonly language: MailLanguage;
  readonly facts?: MailFacts | Readonly<Record<string, readonly string[] | string | number>>;
  /** `open`: where its button leads. Absolute addresses of this node. */
  readonly links?: Readonly<Record<string, string>>;
  /** Not sent any more from then on: the link in it would no longer work. */
  readonly expires?: Date | null;
}

/**
 * Puts a mail in the queue, in the transaction of what it tells of; it leaves after COMMIT, at least once, always with
 * the same Message-ID. No text of a post belongs into `facts`: such mails are worded when they leave. Refuses
 * `invalid` for what is not one address.
 */
export async function queueMail(tx: WriteContext, mail: NewMail): Promise<void> {
  await queueMails(tx, [mail]);
}

/** Many at once, each to one person. */
export async function queueMails(tx: WriteContext, mails: readonly NewMail[]): Promise<void> {
  if (mails.length === 0) return;
  const rows = mails.map((mail) => {
    const id = mail.id ?? newUuid(tx.now);
    return {
      id,
      message_id: messageIdOf(idOf(id), tx.config.origin),
      account_id: mail.accountId ?? null,
      notice_id: mail.noticeId ?? null,
      recipient: checkAddress(mail.to),
      kind: mail.kind,
      language: mail.language,
      facts: mail.facts ?? {},
      links: mail.links ?? {},
      expires: mail.expires?.toISOString() ?? null,
    };
  });
  await tx.sql`
    insert into mails (id, message_id, account_id, notice_id, recipient, kind, language, facts, links, created, due, expires)
    select id, message_id, account_id, notice_id, recipient, kind, language, facts, links, ${tx.now}, ${tx.now}, expires
    from jsonb_to_recordset(${tx.sql.json(rows as never)}) as m (id uuid, message_id text, account_id uuid, notice_id uuid,
      recipient text, kind text, language text, facts jsonb, links jsonb, expires timestamptz)`;
  tx.afterCommit(() => tx.wake("mails"));
}
