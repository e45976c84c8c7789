/**
 * Calls of the rule whose absence alone the matrix does not see yet, since another call stands before or behind them, or since
 * nothing is planted that only they hide. This list may only shrink: whoever plants what tells one takes its line away.
 */
export const UNSEEN: readonly string[] = [
  "node/appeals/read.ts readableCommunities",
  "node/communities/card.ts readableCommunities",
  "node/communities/holding.ts readableCommunities",
  "node/communities/read.ts knownCommunities",
  "node/discovery/find.ts readableCommunities",
  "node/discovery/readers.ts knownCommunities",
  "node/discovery/readers.ts readableCommunities",
  "node/files/wire-read.ts readableCommunities",
  "node/memberships/list.ts readableCommunities",
  "node/moderation/read-own.ts readableCommunities",
  "node/moderation/read.ts readableCommunities",
  "node/notifications/rows.ts readableCommunities",
  "node/people/document.ts readableCommunities",
  "node/people/in-public.ts readableCommunities",
  "node/people/read.ts readableCommunities",
  "node/posts/authors.ts readableCommunities",
  "node/posts/feed.ts readableCommunities",
  "node/posts/versions.ts readableCommunities",
];

/** Calls behind which there is no second lock yet (ADR 10): served to nodes as the node itself, or no row of a post. */
export const UNLOCKED: readonly string[] = [
  "federation/serve/closed-group.ts isHolder",
  "federation/serve/objects.ts isHomeOf",
  "federation/serve/objects.ts isHolder",
  "node/communities/read.ts readableCommunities",
  "node/notifications/unsubscribe.ts readableCommunities",
];
