import { findGroup } from "../../node/communities/group-rows.ts";
import { listCouncilClaims } from "../../node/councils/claims.ts";
import { findFollow, findRequest } from "../../node/outbox/read.ts";
import { acceptFor, decisionFor, receiptFor, rejectFor } from "../activities/answer.ts";
import { acceptConnectionFor, askToConnectFor, refuseConnectionFor } from "../activities/connect.ts";
import { erasureAnswerFor } from "../activities/erase.ts";
import { followFor } from "../activities/follow.ts";
import { updateGrantFor } from "../activities/update.ts";
import { WIRE_ERRORS, type WireError } from "../errors.ts";
import type { JsonObject } from "../jcs.ts";
import { renderInviteAnswer } from "./invite.ts";
import type { Rendering } from "./rendering.ts";

/** A Follow of a community, or the request of one node to connect to another. */
export async function renderFollow({ ctx, stored, act }: Rendering): Promise<JsonObject | null> {
  if (stored.facts.what !== "connect") return followFor(act, stored.objectIri ?? "");
  return askToConnectFor(act, stored.objectIri ?? "", {
    words: text(stored.facts.message),
    councils: await listCouncilClaims(ctx),
  });
}

/** Accept and Reject: of a connection, of a request to join or follow, of an activity, and a facilitator's decision. */
export async function renderAnswer(rendering: Rendering): Promise<JsonObject | null> {
  const { ctx, stored, act } = rendering;
  if (stored.facts.what === "connect") return renderConnectAnswer(rendering);
  if (stored.facts.what === "erasure") return renderErasureAnswer(rendering);
  if (stored.facts.what === "receipt")
    return receiptFor(act, stored.addressees[0] ?? "", stored.objectIri ?? "");
  if (stored.facts.what === "invite") return renderInviteAnswer(rendering);
  if (stored.facts.forGroup === true) return renderDecision(rendering);
  if (typeof stored.facts.followId === "string") {
    const follow = await findFollow(ctx, stored.facts.followId);
    if (!follow) return null;
    return acceptFor(act, follow.follow as JsonObject, { to: follow.actorIri, grant: null, words: "" });
  }
  if (typeof stored.facts.membershipId === "string") return renderMembershipAnswer(rendering);
  return rejectFor(act, stored.objectIri ?? "", {
    to: stored.addressees[0] ?? "",
    error: errorOf(stored.facts.error),
    words: text(stored.facts.words),
    deciderIri: text(stored.facts.deciderIri),
  });
}

function renderErasureAnswer({ stored, act }: Rendering): JsonObject {
  const { erased, hold } = stored.facts;
  return erasureAnswerFor(act, stored.addressees[0] ?? "", {
    eraseIri: stored.objectIri ?? "",
    erased: typeof erased === "string" ? new Date(erased) : null,
    legalHold: text(hold),
  });
}

async function renderMembershipAnswer({ ctx, stored, act, kept }: Rendering): Promise<JsonObject | null> {
  const found = await findRequest(ctx, text(stored.facts.membershipId));
  const group = await findGroup(ctx, { id: stored.communityId ?? "" });
  if (!found || !group || stored.objectIri === null) return null;
  // Who asked again since then has a newer request in its place: an answer speaks of the one it answers.
  const newest = found.request as JsonObject | null;
  const request = newest?.id === stored.objectIri ? newest : await kept(stored.objectIri);
  const words = text(stored.facts.words);
  if (stored.type === "Reject")
    return rejectFor(act, request ?? stored.objectIri, { to: found.personIri, error: null, words });
  if (!request || found.grantIri === null) return null;
  const grant = {
    iri: found.grantIri,
    groupIri: group.iri,
    personIri: found.personIri,
    role: found.role,
    state: "active",
    since: found.since,
  } as const;
  return acceptFor(act, request, { to: found.personIri, grant, words });
}

/** A grant as it is now, for the member's node; null when the membership has ended meanwhile. */
export async function renderGrant({ ctx, stored, act }: Omit<Rendering, "kept">): Promise<JsonObject | null> {
  const found = await findRequest(ctx, text(stored.facts.membershipId));
  const state = found?.state === "active" || found?.state === "suspended" ? found.state : null;
  if (!found || state === null || found.grantIri === null) return null;
  const { grantIri: iri, personIri, role, since, reason, until } = found;
  return updateGrantFor(act, { iri, groupIri: act.actorIri, personIri, role, state, since, reason, until });
}

async function renderDecision({ ctx, stored, act }: Rendering): Promise<JsonObject | null> {
  const group = await findGroup(ctx, { id: stored.communityId ?? "" });
  if (!group) return null;
  return decisionFor(act, group.iri, {
    joinIri: stored.objectIri ?? "",
    accept: stored.type === "Accept",
    confirmed: stored.facts.confirmed === true,
    words: text(stored.facts.words),
  });
}

async function renderConnectAnswer({ ctx, stored, act }: Rendering): Promise<JsonObject | null> {
  const askerIri = text(stored.facts.nodeIri);
  const request = { iri: stored.objectIri, askerIri };
  const words = text(stored.facts.reason);
  if (stored.type === "Reject")
    return refuseConnectionFor(act, request, { askerIri, words, error: "not-trusted" });
  return acceptConnectionFor(act, request, { askerIri, words, councils: await listCouncilClaims(ctx) });
}

function errorOf(value: unknown): WireError | null {
  return WIRE_ERRORS.find((error) => error === value) ?? null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
