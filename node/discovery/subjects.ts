import type { ChangeKind } from "../changes/kinds.ts";
import type { Change } from "../changes/record.ts";

/** What of the index a change touches. `threads`: replies that waited for this post are found from now on. */
export type Touched =
  | { readonly kind: "posts"; readonly ids: readonly string[]; readonly threads?: boolean }
  | { readonly kind: "gone"; readonly ids: readonly string[]; readonly why: "deleted" | "withdrawn" }
  | { readonly kind: "community"; readonly id: string }
  | { readonly kind: "person"; readonly id: string };

type Rule = (change: Change) => readonly Touched[];

const post: Rule = (change) =>
  change.subjectId === null ? [] : [{ kind: "posts", ids: [change.subjectId] }];
const thread: Rule = (change) =>
  change.subjectId === null ? [] : [{ kind: "posts", ids: [change.subjectId], threads: true }];
const community: Rule = (change) =>
  change.communityId === null ? [] : [{ kind: "community", id: change.communityId }];
const person: Rule = (change) => (change.actorId === null ? [] : [{ kind: "person", id: change.actorId }]);
const answer: Rule = (change) => {
  const { rootId } = change.facts;
  return change.subjectId === null
    ? []
    : [{ kind: "posts", ids: [change.subjectId, ...(typeof rootId === "string" ? [rootId] : [])] }];
};
const gone =
  (why: "deleted" | "withdrawn"): Rule =>
  (change) =>
    change.subjectId === null ? [] : [{ kind: "gone", ids: [change.subjectId], why }];

/** Which change touches what; null: nothing that can be found changed. */
export const TOUCHED: Readonly<Record<ChangeKind, Rule | null>> = {
  "person.joined": person,
  "person.updated": person,
  "community.created": community,
  "community.updated": community,
  "community.learnt": community,
  "community.opened": null,
  "community.without-lead": null,
  "follow.started": null,
  "follow.ended": null,
  "membership.requested": null,
  "membership.granted": community,
  "membership.declined": null,
  "membership.withdrawn": null,
  "membership.ended": community,
  "membership.suspended": null,
  "membership.restored": null,
  "membership.presented": null,
  "membership.act-sent": null,
  "membership.decision-sent": null,
  "membership.decided-already": null,
  "facilitator.added": null,
  "facilitator.removed": null,
  "lead.written": null,
  "invitation.made": null,
  "invitation.arrived": null,
  "invitation.answered": null,
  "invitation.withdrawn": null,
  "post.published": (change) => [...thread(change), ...community(change)],
  "post.arrived": thread,
  "post.declined": gone("withdrawn"),
  "post.held": null,
  "post.edited": thread,
  "post.deleted": gone("deleted"),
  "post.removed": gone("withdrawn"),
  "post.restored": thread,
  "post.erased": gone("withdrawn"),
  "post.released": null,
  "post.release-withdrawn": null,
  "post.release-source-changed": null,
  "post.marked-useful": post,
  "post.unmarked": post,
  "answer.accepted": answer,
  "answer.withdrawn": answer,
  "thread.pinned": null,
  "thread.unpinned": null,
  "thread.locked": null,
  "thread.unlocked": null,
  "thread.moved": thread,
  "report.made": null,
  "report.closed": null,
  "appeal.made": null,
  "appeal.lapsed": null,
  "appeal.closed": null,
  "act.refused": null,
  "peer.asked": null,
  "peer.accepted": null,
  "peer.refused": null,
  "peer.paused": null,
  "peer.blocked": null,
  "peer.ended": null,
  "peer.lost-closed": null,
  "peer.closed-withdrawn": null,
  "directory.changed": null,
};
