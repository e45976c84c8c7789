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
