import type { ChangeKind } from "../changes/kinds.ts";
import type { Change } from "../changes/record.ts";
import type { TellFacts } from "./facts.ts";
import {
  tellOfAppeal,
  tellOfAppealOutcome,
  tellOfDecision,
  tellOfEnd,
  tellOfLateDecision,
  tellOfLoss,
  tellOfOutcome,
  tellOfPeer,
  tellOfReport,
  tellOfRequest,
  tellOfRole,
} from "./rules-people.ts";
import { tellOfAcceptance, tellOfEdit, tellOfPost } from "./rules-posts.ts";
import { type Telling, tell, tellReaders } from "./telling.ts";

type Rule = (change: Change, facts: TellFacts) => readonly Telling[];

/**
 * Who is told of what (issue 2 §3.7): replies to you, mentions, accepted answers and requests by mail at once,
 * whatever was chosen; new posts as chosen for the community. Null: nobody is. Daily and weekly are the digest's.
 */
export const RULES: Readonly<Record<ChangeKind, Rule | null>> = {
  "person.joined": (change, facts) =>
    facts.holds
      ? tell(change, facts, facts.administrators, { kind: "employer", event: `employer:${change.subjectId}` })
      : [],
  "person.updated": null,
  "community.created": null,
  "community.updated": null,
  "community.learnt": null,
  "community.opened": (change, facts) =>
    tell(change, facts, facts.facilitators, { kind: "opened", event: `opened:${change.id}` }),
  "community.without-lead": (change, facts) =>
    tell(change, facts, facts.administrators, { kind: "without-lead", event: `without-lead:${change.id}` }),
  "follow.started": null,
  "follow.ended": null,
  "membership.requested": tellOfRequest,
  "membership.granted": tellOfDecision,
  "membership.declined": tellOfDecision,
  "membership.withdrawn": null,
  "membership.ended": tellOfEnd,
  "membership.suspended": tellOfEnd,
  "membership.restored": tellOfEnd,
  "membership.presented": null,
  "membership.act-sent": null,
  "membership.decision-sent": null,
  "membership.decided-already": tellOfLateDecision,
  "facilitator.added": tellOfRole,
  "facilitator.removed": tellOfRole,
  "lead.written": (change, facts) =>
    tell(change, facts, [facts.subject], {
      kind: "lead-letter",
      event: `lead-letter:${change.subjectId}`,
      facts: { letterId: change.subjectId },
    }),
  "invitation.made": null,
  "invitation.arrived": (change, facts) =>
    tell(change, facts, [facts.subject], {
      kind: "invited",
      event: `invited:${change.subjectId}`,
      facts: { invitationId: change.subjectId },
      // Whoever made their account by the mail had it.
      mail: change.facts.adopted !== true,
    }),
  "invitation.answered": null,
  "invitation.withdrawn": null,
  "post.published": tellOfPost,
  "post.arrived": tellOfPost,
  "post.declined": (change, facts) =>
    tell(change, facts, [facts.author], { kind: "declined", event: `declined:${change.id}` }),
  "post.held": (change, facts) =>
    tell(change, facts, facts.facilitators, { kind: "held", event: `post:${facts.postId}`, mail: false }),
  "post.edited": tellOfEdit,
  "post.deleted": null,
  "post.removed": (change, facts) =>
    tell(change, facts, [facts.author], { kind: "removed", event: `removed:${change.id}` }),
  "post.restored": (change, facts) =>
    tell(change, facts, [facts.author], { kind: "post-restored", event: `restored:${change.id}` }),
  "post.erased": null,
  "post.released": (change, facts) =>
    tell(change, facts, [facts.author], { kind: "released", event: `released:${change.id}` }),
  "post.release-withdrawn": (change, facts) =>
    tell(change, facts, [facts.author], { kind: "release-withdrawn", event: `withdrawn:${change.id}` }),
  "post.release-source-changed": (change, facts) =>
    tell(change, facts, [facts.author], {
      ...{ kind: "release-changed", event: `release-changed:${change.id}`, byActor: null },
    }),
  "post.marked-useful": null,
  "post.unmarked": null,
  "answer.accepted": tellOfAcceptance,
  "answer.withdrawn": null,
  "thread.pinned": null,
  "thread.unpinned": null,
  "thread.locked": (change, facts) =>
    tell(change, facts, [facts.author], { kind: "locked", event: `locked:${change.id}` }),
  "thread.unlocked": (change, facts) =>
    tell(change, facts, [facts.author], { kind: "unlocked", event: `unlocked:${change.id}` }),
  "thread.moved": (change, facts) =>
    tellReaders(change, facts, facts.participants, { kind: "moved", event: `moved:${change.id}` }),
  "report.made": tellOfReport,
  "report.closed": tellOfOutcome,
  "appeal.made": tellOfAppeal,
  "appeal.lapsed": tellOfAppeal,
  "appeal.closed": tellOfAppealOutcome,
  "act.refused": (change, facts) =>
    tell(change, facts, [facts.subject], {
      kind: "act-refused",
      event: `act-refused:${change.id}`,
      facts: { act: String(change.facts.act), code: String(change.facts.code) },
    }),
  "peer.asked": tellOfPeer,
  "peer.accepted": tellOfPeer,
  "peer.refused": tellOfPeer,
  "peer.paused": null,
  "peer.blocked": null,
  "peer.ended": null,
  "peer.lost-closed": tellOfLoss,
  "peer.closed-withdrawn": null,
  "directory.changed": null,
};

/** Who is told of a change, once each, and never of their own act. */
export function decideTellings(change: Change, facts: TellFacts): readonly Telling[] {
  const tellings = RULES[change.kind]?.(change, facts) ?? [];
  const first = new Map<string, Telling>();
  for (const telling of tellings) {
    const key = `${telling.accountId} ${telling.event}`;
    if (!first.has(key)) first.set(key, telling);
  }
  return [...first.values()];
}
