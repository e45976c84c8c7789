import type { Change } from "../changes/record.ts";
import type { TellFacts, Told } from "./facts.ts";
import type { NoticeFacts, NoticeKind } from "./types.ts";

/** One person is told of one event. */
export interface Telling {
  readonly accountId: string;
  readonly kind: NoticeKind;
  /** The same for every reason to tell of the same thing: nobody hears of it twice. */
  readonly event: string;
  readonly actorId: string | null;
  readonly communityId: string | null;
  readonly postId: string | null;
  readonly rootId: string | null;
  readonly facts: NoticeFacts;
  /** Also by mail, at once. */
  readonly mail: boolean;
}

export interface What {
  readonly kind: NoticeKind;
  readonly event: string;
  readonly facts?: NoticeFacts;
  readonly mail?: boolean;
  readonly byActor?: string | null;
}

/** Tells people of something, except whoever did it. */
export function tell(
  change: Change,
  facts: TellFacts,
  people: readonly (Told | null)[],
  what: What,
): readonly Telling[] {
  return people.flatMap((person) => {
    if (person === null || person.actorId === change.actorId) return [];
    return [
      {
        accountId: person.accountId,
        kind: what.kind,
        event: what.event,
        actorId: what.byActor === undefined ? change.actorId : what.byActor,
        communityId: facts.communityId,
        postId: facts.postId,
        rootId: facts.rootId,
        facts: what.facts ?? {},
        mail: what.mail ?? true,
      },
    ];
  });
}

/** Nobody who may not read hears of it; whoever muted the discussion finds it on the page only. */
export function tellReaders(
  change: Change,
  facts: TellFacts,
  people: readonly (Told | null)[],
  what: What,
): readonly Telling[] {
  return people.flatMap((person) =>
    person?.mayRead ? tell(change, facts, [person], { ...what, mail: !person.muted }) : [],
  );
}
