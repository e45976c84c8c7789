import { PROFILE_CONTEXT, PUBLIC_IRI } from "../../federation/contexts.ts";
import { membersDigest } from "../../federation/digests.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import type { PeerActor } from "./peer-actor.ts";
import type { Peer, Written } from "./peerkit.ts";

/** A community on a scripted peer, with a log that it numbers and serves. */
export interface PeerGroup {
  readonly actor: PeerActor;
  epoch: string;
  /** The log: whole Announces, or Tombstones put in their place by the test. */
  readonly log: JsonObject[];
  /** Grants of the node under test, as `memberships` and the digest of `sync` say them. */
  readonly grants: JsonObject[];
  /** Logs an activity: the Announce with the next number. */
  enter(inner: JsonObject, now: Date): Written;
  /** Lists it in the directory of its node. */
  readonly listing: JsonObject;
}

/** Opens a community on a peer: its actor, log, sync state and grants answer GET. */
export function openGroup(
  peer: Peer,
  handle: string,
  level: "open" | "restricted" | "closed" | "confidential" = "open",
): PeerGroup {
  const iri = `${peer.origin}/ap/g/${handle}`;
  const actor = peer.group(handle, termsOf(iri, level));
  const group: PeerGroup = {
    actor,
    epoch: "01e1",
    log: [],
    grants: [],
    enter(inner, now) {
      const entry = peer.write(
        actor,
        "Announce",
        { object: inner, "cop:epoch": group.epoch, "cop:seq": group.log.length + 1 },
        now,
      );
      group.log.push(entry);
      return entry;
    },
    listing: listingOf(actor, level),
  };
  peer.serve(`${iri}/sync`, () => ({ body: syncState(iri, group) }));
  peer.serve(`${iri}/history`, () => ({ body: historyPage(iri, group) }));
  peer.serve(`${iri}/memberships`, () => ({ body: collection(`${iri}/memberships`, iri, group.grants) }));
  return group;
}

function termsOf(iri: string, level: string): Record<string, Json> {
  const reading = level === "open" || level === "restricted" ? "open" : level;
  return {
    attributedTo: `${iri}/moderators`,
    manuallyApprovesFollowers: reading !== "open",
    "cop:level": level,
    "cop:visibility": reading,
    "cop:joinPolicy": level === "open" ? "open" : "approval",
    "cop:postPolicy": "members",
    "cop:history": `${iri}/history`,
    "cop:sync": `${iri}/sync`,
    "cop:memberships": `${iri}/memberships`,
  };
}

function listingOf(actor: PeerActor, level: string): JsonObject {
  return {
    type: "Group",
    id: actor.iri,
    preferredUsername: actor.handle,
    name: actor.handle,
    summary: "<p>For officers.</p>",
    "cop:themes": [],
    "cop:level": level,
    "cop:visibility": level === "restricted" ? "open" : level,
    "cop:joinPolicy": level === "open" ? "open" : "approval",
    "cop:memberCount": 1,
    updated: "2026-11-16T08:00:00Z",
  };
}

function syncState(iri: string, group: PeerGroup): JsonObject {
  const tuples = group.grants.map((grant) => ({
    subjectIri: String(grant.subject),
    roleIri: String(grant.relationship),
    state: String(grant["cop:state"]),
  }));
  return {
    "@context": PROFILE_CONTEXT,
    type: "cop:SyncState",
    id: `${iri}/sync`,
    "cop:epoch": group.epoch,
    "cop:seq": group.log.length,
    "cop:membersDigest": membersDigest(tuples),
  };
}

/** Newest first, whole: the logs of tests are short. */
function historyPage(iri: string, group: PeerGroup): JsonObject {
  return {
    "@context": PROFILE_CONTEXT,
    type: "OrderedCollectionPage",
    id: `${iri}/history?before=${group.log.length + 1}&limit=100`,
    partOf: `${iri}/history`,
    attributedTo: iri,
    "cop:epoch": group.epoch,
    orderedItems: [...group.log].reverse(),
  };
}

function collection(id: string, owner: string, items: readonly JsonObject[]): JsonObject {
  return { "@context": PROFILE_CONTEXT, type: "Collection", id, attributedTo: owner, items };
}

/** A reply or titled post by somebody on a peer, for a community anywhere; ids are unique within the peer. */
export function contentBy(
  peer: Peer,
  author: PeerActor,
  facts: { in: string; at: Date; title?: string; text?: string; inReplyTo?: string; id?: string },
): JsonObject & { readonly id: string } {
  const id = facts.id ?? `${peer.origin}/ap/o/${++written}`;
  const text = facts.text ?? "We changed the form in March.";
  const titled = facts.title !== undefined;
  return {
    type: titled ? "Article" : "Note",
    id,
    attributedTo: author.iri,
    audience: facts.in,
    to: [PUBLIC_IRI, facts.in],
    cc: [],
    ...(titled ? { name: facts.title, summary: `<p>${text}</p>`, "cop:kind": "question" } : {}),
    ...(facts.inReplyTo === undefined ? {} : { inReplyTo: facts.inReplyTo }),
    content: `<p>${text}</p>`,
    source: { content: text, mediaType: "text/markdown" },
    tag: [],
    attachment: [],
    published: facts.at.toISOString(),
  };
}

let written = 0;
