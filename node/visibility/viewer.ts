/**
 * Who is looking. Made only by web/session.ts, federation/signer.ts and the two functions below.
 * `person`: signed in here, or the author of an authenticated activity. `peer`: a signed request of a connected node;
 * `stranger`: of one that nothing was agreed with, where this node is open to everyone: told no more than anyone, but
 * what was addressed to it.
 * `node`: this node itself, for jobs and the command line; the reason is logged where it reads for someone.
 */
export type Viewer =
  | { readonly kind: "anyone" }
  | {
      readonly kind: "person";
      readonly actorId: string;
      readonly accountId: string | null;
      /** The moment of this request; only where the person has emergency access open (node/break-glass). */
      readonly opened?: Date;
    }
  | { readonly kind: "peer"; readonly origin: string }
  | { readonly kind: "stranger"; readonly origin: string }
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
