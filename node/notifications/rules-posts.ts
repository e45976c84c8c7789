import type { Change } from "../changes/record.ts";
import type { TellFacts } from "./facts.ts";
import { type Telling, tellReaders } from "./telling.ts";

/** Replies first, then mentions, then those who want each post: the first reason is the one that is given. */
export function tellOfPost(change: Change, facts: TellFacts): readonly Telling[] {
  if (facts.postState !== "accepted" || facts.old) return [];
  const event = `post:${facts.postId}`;
  const replied = facts.postKind === "reply" ? [facts.parentAuthor, facts.threadAuthor] : [];
  // A post that arrived is its author's act, whoever recorded it.
  const by = { byActor: facts.postAuthorId };
  const about = { ...change, actorId: facts.postAuthorId };
  return [
    ...tellReaders(about, facts, replied, { ...by, kind: "reply", event }),
    ...tellReaders(about, facts, facts.mentioned, { ...by, kind: "mention", event }),
    ...tellReaders(
      about,
      facts,
      facts.each.filter((person) => !person.muted),
      { ...by, kind: "new-post", event },
    ),
  ];
}

/** People whom an edit names for the first time; whoever was told of the post is not told again. */
export function tellOfEdit(change: Change, facts: TellFacts): readonly Telling[] {
  if (facts.postState !== "accepted" || facts.old) return [];
  return tellReaders(change, facts, facts.mentioned, { kind: "mention", event: `post:${facts.postId}` });
}

export function tellOfAcceptance(change: Change, facts: TellFacts): readonly Telling[] {
  if (!facts.holds || facts.old) return [];
  return tellReaders(change, facts, [facts.author], { kind: "accepted", event: `accepted:${facts.postId}` });
}
