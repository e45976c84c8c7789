import type { WriteContext } from "../context.ts";
import { originOf } from "../iris.ts";
import { refuse } from "../refusal.ts";

/** A public key of a remote actor, as its document lists it. */
export interface KnownKey {
  readonly id: string;
  readonly purpose: "rsa" | "ed25519";
  /** SPKI, PEM. */
  readonly pem: string;
  /** ISO instant from which it is refused on live delivery. */
  readonly revoked: string | null;
}

/** An actor of another node, read from its own document at its own origin. */
export interface RemoteActor {
  readonly iri: string;
  readonly kind: "person" | "group" | "node" | "service";
  readonly handle: string;
  readonly name: string;
  readonly summary: string;
  readonly url: string | null;
  readonly inbox: string;
  readonly sharedInbox: string | null;
  readonly moderatorsIri: string | null;
  readonly organisationClaim: string | null;
  readonly roleTitle: string;
  readonly topics: readonly string[];
  readonly profileVisibility: "hidden" | "council" | "network" | "everyone";
  /** Switched off at its own node. */
  readonly suspended: boolean;
  readonly publicKeys: readonly KnownKey[];
  readonly document: unknown;
}

/**
 * Writes an actor that was fetched from its origin; the peer row is made when the origin is new. The council it
 * claims is taken as its own only where that council was accepted for its peer (resolution 21).
 */
export async function writeRemoteActor(tx: WriteContext, actor: RemoteActor): Promise<string> {
  const origin = originOf(actor.iri) ?? refuse("invalid", { field: "id" });
  if (origin === tx.config.origin) refuse("invalid", { field: "id" });
  const peerId = await peerFor(tx, origin);
  const [row] = await tx.sql<{ id: string }[]>`
    insert into actors (iri, kind, peer_id, handle, name, summary, url, organisation_claim, organisation_id, role_title, topics,
      profile_visibility, inbox, shared_inbox, moderators_iri, document, public_keys, suspended, fetched, created, updated)
    values (${actor.iri}, ${actor.kind}, ${peerId}, ${actor.handle}, ${actor.name}, ${actor.summary}, ${actor.url},
      ${actor.organisationClaim},
      (select id from organisations where register_id = ${actor.organisationClaim} and peer_id = ${peerId} and accepted),
      ${actor.roleTitle}, ${[...actor.topics]}, ${actor.profileVisibility}, ${actor.inbox}, ${actor.sharedInbox}, ${actor.moderatorsIri},
      ${tx.sql.json(actor.document as never)}, ${tx.sql.json(actor.publicKeys as never)},
      ${actor.suspended ? tx.now : null}, ${tx.now}, ${tx.now}, ${tx.now})
    on conflict (iri) do update set handle = excluded.handle, name = excluded.name, summary = excluded.summary, url = excluded.url,
      organisation_claim = excluded.organisation_claim, organisation_id = excluded.organisation_id, role_title = excluded.role_title,
      topics = excluded.topics, profile_visibility = excluded.profile_visibility, inbox = excluded.inbox,
      shared_inbox = excluded.shared_inbox, moderators_iri = excluded.moderators_iri, document = excluded.document,
      public_keys = excluded.public_keys,
      suspended = case when excluded.suspended is null then null else coalesce(actors.suspended, excluded.suspended) end, fetched = excluded.fetched, updated = excluded.updated, deleted = null
    where actors.peer_id is not null and actors.kind = excluded.kind
    returning id`;
  return row?.id ?? refuse("invalid", { field: "type" });
}

/** The peer of an origin, made as `known` when nothing is known of it. Local origins have none. */
export async function peerFor(tx: WriteContext, origin: string): Promise<string> {
  // Not locked where it is known: it would be held as long as the actor is written.
  const [known] = await tx.sql<{ id: string }[]>`select id from peers where origin = ${origin}`;
  if (known) return known.id;
  const [row] = await tx.sql<{ id: string }[]>`
    insert into peers (origin, name, created) values (${origin}, ${new URL(origin).host}, ${tx.now})
    on conflict (origin) do update set origin = excluded.origin returning id`;
  return row?.id ?? refuse("not-found");
}
