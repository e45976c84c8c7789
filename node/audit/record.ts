import type { NodeContext, WriteContext } from "../context.ts";
import type { ModerationKind } from "../modlog/types.ts";

/** Sign-ins, refusals, administration and moderation. What else people do in communities stands in `changes` instead. */
export type AuditKind =
  | "account.created"
  | "account.disabled"
  | "account.enabled"
  | "account.signed-out"
  | "administrator.made"
  | "administrator.ended"
  | "break-glass.ended"
  | "break-glass.looked"
  | "break-glass.opened"
  | "community-invitation.sent"
  | "community-invitation.withdrawn"
  | "community.exported"
  | "council.added"
  | "council.changed"
  | "council.ended"
  | "deliveries.dropped"
  | "email.changed"
  | "hidden.invited"
  | "employer.confirmed"
  | "employer.refused"
  | "invitation.sent"
  | "invitation.withdrawn"
  | "join-link.renewed"
  | "limit.reached"
  | `moderation.${ModerationKind}`
  | "origin.chosen"
  | "password.changed"
  | "password.reset"
  | "password.reset-asked"
  | "peer.closed"
  | "peer.history"
  | "registration.asked"
  | "registration.refused"
  | "session.ended"
  | "settings.changed"
  | "sign-in"
  | "sign-in.refused"
  | "sign-out"
  | "token.made"
  | "token.revoked";

export interface AuditEvent {
  readonly kind: AuditKind;
  /** Who acted, as far as known. */
  readonly accountId: string | null;
  /** Their address, where they may be somebody of another node. */
  readonly actorIri?: string | null;
  /** What was acted on: an id or a name of a setting. Never a typed e-mail address, password or text. */
  readonly subject?: string | null;
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
  /** IP address of the one who acted; kept apart, so that it may be deleted. */
  readonly address?: string | null;
}

/**
 * Writes one line of the audit record, which the application can only add to (resolution 27). Inside a transaction it
 * lives and dies with the act; a refusal is recorded outside, because its transaction is rolled back.
 */
export async function recordAudit(ctx: NodeContext | WriteContext, event: AuditEvent): Promise<void> {
  const now = "writing" in ctx ? ctx.now : ctx.clock.now();
  await ctx.sql`
    with event as (
      insert into audit_events (kind, account_id, actor_iri, subject, facts, happened)
      values (${event.kind}, ${event.accountId}, ${event.actorIri ?? null}, ${event.subject ?? null}, ${ctx.sql.json(event.facts ?? {})}, ${now})
      returning id)
    insert into audit_addresses (event_id, address)
    select id, ${event.address ?? null} from event where ${event.address ?? null}::text is not null`;
}

/** Records that what somebody sent was refused, in the transaction that answers it; `iri` is the activity's. */
export async function recordRefusedActivity(
  tx: WriteContext,
  refused: { actorIri: string; iri: string; type: string; code: string },
): Promise<void> {
  const { actorIri, iri, type, code } = refused;
  await tx.sql`insert into audit_events (kind, actor_iri, subject, facts, happened)
    values ('activity-refused', ${actorIri}, ${iri}, ${tx.sql.json({ type, code })}, ${tx.now})`;
}
