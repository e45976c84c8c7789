import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { queueMail } from "../mail/queue.ts";
import { refuseUnless } from "../refusal.ts";
import { contactFact, whenFact } from "./mail-facts.ts";
import { hashPassword } from "./password.ts";
import { mayBePassword } from "./password-strength.ts";
import { endOtherSessions } from "./sessions.ts";
import { proveAgain } from "./sign-in.ts";
import type { Language, Session, Visitor } from "./types.ts";

/**
 * A person changes their password, proving the present one first; other sessions end, and a mail tells them.
 * Refuses `wrong-credentials` (field `current`), `weak-password` (field `password`), `too-many`.
 */
export async function changePassword(
  ctx: NodeContext,
  session: Session,
  given: { readonly current: string; readonly password: string },
  visitor: Visitor,
): Promise<void> {
  await proveAgain(ctx, session.accountId, given.current);
  const context = [session.email, session.name, session.council ?? "", ctx.config.nodeName];
  refuseUnless(mayBePassword(given.password, context));
  const hash = await hashPassword(ctx, given.password);
  await inTransaction(ctx, async (tx) => {
    await tx.sql`update accounts set password_hash = ${hash} where id = ${session.accountId}`;
    await endOtherSessions(tx, session.accountId, session.id);
    await tellPasswordChanged(tx, session);
    await recordAudit(tx, {
      kind: "password.changed",
      accountId: session.accountId,
      address: visitor.address,
    });
  });
}

/** Tells a person by mail that their password is another one now, and how to stop a stranger who did it. */
export async function tellPasswordChanged(
  tx: WriteContext,
  person: { readonly accountId: string; readonly email: string; readonly language: Language },
): Promise<void> {
  await queueMail(tx, {
    to: person.email,
    accountId: person.accountId,
    kind: "password-changed",
    language: person.language,
    facts: { when: whenFact(tx.now, person.language), contact: contactFact(tx) },
    links: { open: `${tx.iris.origin}/forgotten` },
  });
}
