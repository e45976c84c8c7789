import type { Change } from "../changes/record.ts";
import type { TellFacts } from "./facts.ts";
import { type Telling, tell } from "./telling.ts";

export function tellOfRequest(change: Change, facts: TellFacts): readonly Telling[] {
  const { membership } = facts;
  if (!membership?.asked || membership.state !== "requested") return [];
  const event = `request:${membership.id}:${membership.requested}`;
  return tell(change, facts, facts.facilitators, {
    kind: "request",
    event,
    facts: { membershipId: membership.id },
  });
}

export function tellOfDecision(change: Change, facts: TellFacts): readonly Telling[] {
  const { membership } = facts;
  if (!membership?.asked) return [];
  const outcome = change.kind === "membership.granted" ? "joined" : "refused";
  return tell(change, facts, [facts.subject], {
    kind: "decided",
    event: `decided:${change.id}`,
    facts: { membershipId: membership.id, outcome },
  });
}

/** The facilitator whose decision came second, once for each decision. */
export function tellOfLateDecision(change: Change, facts: TellFacts): readonly Telling[] {
  return tell(change, facts, [facts.second], {
    kind: "decided",
    event: `decided-already:${change.subjectIri}`,
    facts: { membershipId: facts.membership?.id ?? null, outcome: "decided-already" },
  });
}

/** A membership ended, or posting was paused or opened again: whose it is. */
export function tellOfEnd(change: Change, facts: TellFacts): readonly Telling[] {
  const outcome = change.kind.slice("membership.".length);
  const about = { membershipId: facts.membership?.id ?? null, outcome };
  return tell(change, facts, [facts.subject], {
    kind: "decided",
    event: `decided:${change.id}`,
    facts: about,
  });
}

export function tellOfRole(change: Change, facts: TellFacts): readonly Telling[] {
  const given = change.kind === "facilitator.added";
  return tell(change, facts, [facts.subject], { kind: "role", event: `role:${change.id}`, facts: { given } });
}

/**
 * Facilitators and administrators, but neither whoever reported nor whoever is reported; by mail once for a post,
 * however many report it. Who reported is not said.
 */
export function tellOfReport(change: Change, facts: TellFacts): readonly Telling[] {
  const { report } = facts;
  if (!report) return [];
  const people = [...facts.facilitators, ...facts.administrators].filter(
    (person) => person.actorId !== facts.postAuthorId && person.actorId !== report.reporter?.actorId,
  );
  const about = { kind: "report" as const, event: `report:${report.id}`, facts: { reportId: report.id } };
  return tell(change, facts, people, { ...about, mail: !report.again, byActor: null });
}

export function tellOfOutcome(change: Change, facts: TellFacts): readonly Telling[] {
  const { report } = facts;
  if (!report) return [];
  const what = { kind: "report-closed" as const, event: `report-closed:${report.id}` };
  return tell(change, facts, [report.reporter], {
    ...what,
    facts: { reportId: report.id, outcome: report.outcome },
    byActor: null,
  });
}

/**
 * Whoever may decide it: neither the author nor whoever removed the post. Administrators where nobody else does, or once those
 * elsewhere have said nothing for a week; by the same event, so that nobody is told twice.
 */
export function tellOfAppeal(change: Change, facts: TellFacts): readonly Telling[] {
  const { appeal } = facts;
  if (!appeal) return [];
  const others = facts.facilitators.filter(
    ({ actorId }) => actorId !== facts.postAuthorId && actorId !== appeal.removedBy,
  );
  const asked = appeal.elsewhere && change.kind !== "appeal.lapsed";
  const people = others.length > 0 || asked ? others : facts.administrators;
  const what = { kind: "appeal" as const, event: `appeal:${appeal.id}`, facts: { appealId: appeal.id } };
  return tell(
    change,
    facts,
    people.filter(({ actorId }) => actorId !== facts.postAuthorId && actorId !== appeal.removedBy),
    { ...what, byActor: null },
  );
}

export function tellOfAppealOutcome(change: Change, facts: TellFacts): readonly Telling[] {
  const { appeal } = facts;
  if (!appeal) return [];
  const what = { kind: "appeal-closed" as const, event: `appeal-closed:${appeal.id}` };
  const about = { appealId: appeal.id, outcome: appeal.outcome };
  return tell(change, facts, [facts.author], { ...what, facts: about, byActor: null });
}

/** What another node asked or answered; what an administrator here did, they know. */
export function tellOfPeer(change: Change, facts: TellFacts): readonly Telling[] {
  if (change.road === "here") return [];
  const about = { peerId: change.subjectId, outcome: change.kind.slice("peer.".length) };
  return tell(change, facts, facts.administrators, {
    kind: "peer",
    event: `peer:${change.id}`,
    facts: about,
  });
}

/** A node lost what it held of closed communities: its administrators here, and the facilitators whose removal it did not obey. */
export function tellOfLoss(change: Change, facts: TellFacts): readonly Telling[] {
  const about = { peerId: change.subjectId, outcome: `lost-${change.facts.why}` };
  const what = { kind: "peer" as const, event: `peer:${change.id}`, facts: about };
  return [
    ...tell(change, { ...facts, communityId: null }, facts.administrators, what),
    ...tell(change, facts, facts.facilitators, what),
  ];
}
