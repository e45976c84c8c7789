/**
 * Who is looking. Made only by web/session.ts, federation/signer.ts and the two functions below.
 * `person`: signed in here, or the author of an authenticated activity. `peer`: a signed request of another node.
 * `node`: this node itself, for jobs and the command line; the reason is logged where it reads for someone.
 */
export type Viewer =
  | { readonly kind: "anyone" }
  | { readonly kind: "person"; readonly actorId: string; readonly accountId: string | null }
  | { readonly kind: "peer"; readonly origin: string }
  | { readonly kind: "node"; readonly reason: string };

export const ANYONE: Viewer = { kind: "anyone" };

/** The viewer that an authenticated author is. */
export function viewerOf(actorId: string): Viewer {
  return { kind: "person", actorId, accountId: null };
}

/** This node looking for a purpose of its own. */
export function asNode(reason: string): Viewer {
  return { kind: "node", reason };
}
