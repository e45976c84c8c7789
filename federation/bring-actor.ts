import { markActorGone } from "../node/actors/known-keys.ts";
import { type KnownKey, peerFor, writeRemoteActor } from "../node/actors/remote.ts";
import { learnCommunity } from "../node/communities/learn.ts";
import { inTransaction, type WriteContext } from "../node/context.ts";
import { originOf } from "../node/iris.ts";
import { rememberSoftware } from "../node/peers/signature.ts";
import { refuse } from "../node/refusal.ts";
import { getDocument } from "./get-document.ts";
import type { JsonObject } from "./jcs.ts";
import { type ActorKey, pemOf, readActorKeys } from "./keys.ts";
import { CAPABILITIES } from "./objects/capabilities.ts";
import { type ActorType, type ReadActor, readActor } from "./read/actor.ts";
import { mailDomainsOf } from "./read/mail-domains.ts";
import { statedNumberOf } from "./read/numbers.ts";
import { instantOf } from "./read/values.ts";
import type { Wire } from "./wire.ts";

/**
 * Reads an actor from its own address and keeps it, its keys and, for a Group, its community; returns the row id.
 * Refuses `not-found` (gone, or no actor), `invalid`, `wrong-origin`; throws Outage when its node is away.
 */
export async function bringActor(wire: Wire, iri: string): Promise<string> {
  if (originOf(iri) === wire.ctx.config.origin) refuse("invalid", { field: "id" });
  const fetched = await getDocument(wire, iri);
  if (!fetched.ok) {
    if (fetched.status === 410 || fetched.status === 404) {
      await markActorGone(wire.ctx, iri);
      wire.keys.forget(iri);
    }
    refuse("not-found", { iri });
  }
  return keepActor(wire, fetched.document);
}

/**
 * Keeps an actor as its own node gave it in something it signed; the caller has seen that it is that node. Refuses `invalid`
 * for the document of somebody else or of this node.
 */
export async function keepGiven(wire: Wire, iri: string, document: JsonObject): Promise<string> {
  if (document.id !== iri || originOf(iri) === wire.ctx.config.origin) refuse("invalid", { field: "id" });
  return keepActor(wire, document);
}

/** Keeps an actor document that came from the actor's own node (fetched, or in an authenticated Update of itself). */
export async function keepActor(wire: Wire, document: JsonObject): Promise<string> {
  const actor = readActor(document);
  if (actor.type !== "actor") return refuse(actor.code, { why: actor.why });
  wire.keys.forget(actor.iri);
  return inTransaction(wire.ctx, async (tx) => {
    const id = await writeRemoteActor(tx, {
      iri: actor.iri,
      kind: KINDS[actor.asType],
      handle: actor.handle,
      name: actor.name,
      summary: actor.summary,
      url: actor.pageUrl,
      inbox: actor.inbox,
      sharedInbox: actor.sharedInbox,
      moderatorsIri: actor.group?.moderatorsIri ?? null,
      organisationClaim: actor.organisationId,
      roleTitle: actor.profile.roleTitle,
      topics: actor.profile.topics,
      profileVisibility: actor.profile.visibility,
      suspended: actor.suspended,
      publicKeys: keysOf(document),
      document,
    });
    await classify(tx, actor, document);
    if (actor.group) await keepGroup(tx, id, actor, document);
    return id;
  });
}

const KINDS: Readonly<Record<ActorType, "person" | "group" | "node" | "service">> = {
  Person: "person",
  Group: "group",
  Application: "node",
  Service: "service",
  Organization: "service",
};

function keysOf(document: JsonObject): KnownKey[] {
  const { requests, proofs } = readActorKeys(document);
  const known = new Map([...requests, ...proofs].map((key) => [key.id, knownKey(key)]));
  return [...known.values()];
}

function knownKey(key: ActorKey): KnownKey {
  return { id: key.id, purpose: key.kind, pem: pemOf(key.key), revoked: key.revoked };
}

/**
 * Software that says it speaks the profile is a profile node; anything else keeps the class it had (profile E.5). What the
 * node itself says is the last word on whether it keeps closed communities closed (A.3, D.1).
 */
async function classify(tx: WriteContext, actor: ReadActor, document: JsonObject): Promise<void> {
  const origin = originOf(actor.iri);
  if (origin === null || !actor.implements.includes(CAPABILITIES.core.href)) return;
  const peerId = await peerFor(tx, origin);
  const ofNode = actor.asType === "Application";
  await rememberSoftware(tx, peerId, {
    software: "moothall",
    deliveryClass: "profile",
    ...(ofNode
      ? {
          keepsClosed: actor.implements.includes(CAPABILITIES.closed.href),
          readsHidden: actor.implements.includes(CAPABILITIES.confidential.href),
          mailDomains: mailDomainsOf(document["cop:mailDomains"]),
        }
      : {}),
  });
}

async function keepGroup(
  tx: WriteContext,
  actorId: string,
  actor: ReadActor,
  document: JsonObject,
): Promise<void> {
  const { group } = actor;
  if (!group || group.level === "confidential") return;
  await learnCommunity(
    tx,
    {
      actorId,
      level: group.level,
      joinPolicy: group.joinPolicy,
      postPolicy: group.postPolicy,
      purpose: actor.summary.slice(0, 500),
      charter: group.charter,
      themes: group.themes,
      language: group.language ?? "en",
      members: statedNumberOf(document["cop:memberCount"]),
      councils: statedNumberOf(document["cop:councilCount"]),
      holders: group.holders,
      lastActivity: instantOf(document["cop:lastActivity"]),
      created: actor.published,
      stub: false,
    },
    { road: "here" },
  );
}
