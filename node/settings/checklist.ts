import { isLoopbackOrigin } from "../config.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { queueMail } from "../mail/queue.ts";
import { readSetting, writeSetting } from "./store.ts";

/** What a new node needs before its officers come, in the order in which it is best done. */
export const CHECKLIST = [
  "address",
  "councils",
  "domains",
  "contact",
  "mail",
  "peer",
  "community",
  "people",
] as const;
export type ChecklistStep = (typeof CHECKLIST)[number];

export interface Checklist {
  readonly done: Readonly<Record<ChecklistStep, boolean>>;
  readonly origin: string;
  readonly councils: number;
  readonly domains: number;
  readonly peers: number;
  readonly communities: number;
  /** People with an account and invitations still open, the reader not counted. */
  readonly people: number;
  /** Who answers for the house rules and for reports; empty while nobody is named. */
  readonly contact: string;
  /** False: mails are kept in the data folder. */
  readonly mailServer: boolean;
}

export const PEOPLE_WANTED = 5;

/** How far this node is. For administrators. */
export async function readChecklist(ctx: NodeContext): Promise<Checklist> {
  const [row] = await ctx.sql<Omit<Checklist, "done" | "origin" | "contact" | "mailServer">[]>`
    select (select count(*) from organisations where local and ended is null) as councils,
      (select count(*) from organisation_domains d join organisations o on o.id = d.organisation_id
        where o.local and o.ended is null) as domains,
      (select count(*) from peers where state = 'accepted') as peers,
      (select count(*) from communities c join actors g on g.id = c.actor_id where g.peer_id is null) as communities,
      (select count(*) from accounts where disabled is null) - 1 +
        (select count(distinct email) from tokens where purpose = 'invite' and used is null) as people`;
  const counts = row ?? { councils: 0, domains: 0, peers: 0, communities: 0, people: 0 };
  const { origin } = ctx.iris;
  const { contact } = ctx.config;
  const done = {
    address: !isLoopbackOrigin(origin),
    councils: counts.councils > 0,
    domains: counts.domains > 0,
    contact: contact !== null,
    mail: ctx.config.smtp !== null && (await readSetting(ctx, "mail-tested")) !== null,
    peer: counts.peers > 0,
    community: counts.communities > 0,
    people: counts.people >= PEOPLE_WANTED,
  };
  return {
    ...counts,
    done,
    origin,
    contact: contact ? `${contact.name} (${contact.email})` : "",
    mailServer: ctx.config.smtp !== null,
  };
}

/** Sends an administrator a mail, so that they see whether mails arrive. */
export function testMail(
  ctx: NodeContext,
  to: { accountId: string; email: string; language: "en" | "cy" },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await queueMail(tx, { to: to.email, accountId: to.accountId, kind: "test", language: to.language });
    await writeSetting(tx, "mail-tested", tx.now.toISOString());
  });
}
