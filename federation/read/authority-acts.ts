import { type Decision, no, YES } from "../../node/refusal.ts";
import type { Reference } from "./activity-types.ts";
import { mayModerate, type Standing } from "./standing.ts";

// Acts on a community: pins, facilitators, locks, suspensions, its description, and taking any of them back.

export interface CurateFacts {
  readonly type: "Add" | "Remove";
  readonly objectIri: string;
  readonly targetIri: string;
  readonly collections: { readonly featured: string; readonly moderators: string; readonly members: string };
  readonly standing: Standing;
  /** Whether the actor is the Group itself. */
  readonly byGroup: boolean;
  /** For `featured`: whether the object is a thread of this community. */
  readonly inCommunity: boolean;
  /** For `moderators`: who moderates now, and whether the person is a member. */
  readonly moderatorIris: readonly string[];
  readonly isMember: boolean;
}

/**
 * May this Add or Remove change the community? No: `wrong-audience` for another's collection (A42), `not-allowed` for
 * anyone but a facilitator (B-10), `not-found` for a thread elsewhere, `not-a-member` for making somebody a facilitator
 * who is none, `last-facilitator` (B-11). Only the Group itself removes from `members`.
 */
export function mayCurate(facts: CurateFacts): Decision {
  const { featured, moderators, members } = facts.collections;
  if (facts.targetIri === members) return facts.type === "Remove" && facts.byGroup ? YES : no("not-allowed");
  if (facts.targetIri !== featured && facts.targetIri !== moderators) return no("wrong-audience");
  if (!facts.byGroup && !mayModerate(facts.standing)) return no("not-allowed");
  if (facts.targetIri === featured) return facts.inCommunity ? YES : no("not-found");
  if (facts.type === "Add") return facts.isMember ? YES : no("not-a-member");
  const left = facts.moderatorIris.filter((iri) => iri !== facts.objectIri);
  return left.length > 0 ? YES : no("last-facilitator");
}

/** May this Lock, Block or Update{Group} take effect? No: `not-allowed`; `wrong-audience` for another community (F-07). */
export function mayGovern(facts: {
  readonly inCommunity: boolean;
  readonly standing: Standing;
  readonly byGroup: boolean;
}): Decision {
  if (!facts.inCommunity) return no("wrong-audience");
  return facts.byGroup || mayModerate(facts.standing) ? YES : no("not-allowed");
}

/** An act that is to be taken back, as it is on record here. */
export interface StoredAct {
  readonly type: string;
  readonly actorIri: string;
}

const MODERATION = new Set(["Add", "Block", "ChooseAnswer", "Delete", "Lock", "Remove"]);

/**
 * May this Undo take effect? One's own act always; acts of moderation also by another facilitator (F.2). Of an act not
 * on record only by whom it names (Lemmy makes new ids for what it undoes). No: `wrong-author` (A37), `not-allowed`.
 */
export function mayUndo(facts: {
  readonly actorIri: string;
  readonly of: Reference;
  readonly stored: StoredAct | null;
  readonly standing: Standing;
}): Decision {
  const by = facts.stored?.actorIri ?? facts.of.actor;
  if (by === facts.actorIri) return YES;
  const type = facts.stored?.type ?? facts.of.asType ?? "";
  if (!MODERATION.has(type)) return no("wrong-author");
  return mayModerate(facts.standing) ? YES : no("not-allowed");
}
