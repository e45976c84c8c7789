/** Calls behind which there is no second lock yet (ADR 10): served to nodes as the node itself, or no row of a post. */
export const UNLOCKED: readonly string[] = [
  "federation/serve/closed-group.ts isHolder",
  "federation/serve/objects.ts isHomeOf",
  "federation/serve/objects.ts isHolder",
  "node/communities/read.ts readableCommunities",
  "node/notifications/unsubscribe.ts readableCommunities",
];
