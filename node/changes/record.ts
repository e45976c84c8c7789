import type { WriteContext } from "../context.ts";
import type { ChangeKind } from "./kinds.ts";

/** An activity as it came over the wire: its exact bytes are what may be relayed. */
export interface ReceivedActivity {
  readonly iri: string;
  readonly actorIri: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * By which road an act came. `here`: a person of this node. `letter`: sent to this node directly, by the author's
 * node. `relay`: in the numbered log of a remote community (a live Announce, history or repair).
 */
export type Origin =
  | { readonly road: "here" }
  | { readonly road: "letter"; readonly activity: ReceivedActivity }
  | {
      readonly road: "relay";
      readonly activity: ReceivedActivity;
      readonly seq: number | null;
      readonly epoch: string | null;
    };

export const HERE: Origin = { road: "here" };

export interface NewChange {
  readonly kind: ChangeKind;
  readonly actorId: string | null;
  readonly communityId?: string | null;
  readonly subjectId?: string | null;
  readonly subjectIri?: string | null;
  readonly revision?: number | null;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly origin: Origin;
}

export interface Change extends Required<Omit<NewChange, "facts" | "origin">> {
  readonly id: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly road: Origin["road"];
  readonly happened: Date;
}

/**
 * Writes one row of the append-only record, in the transaction of the act. A change holds ids and a revision,
 * never a copy of text. Consumers (index, notices) read the record in order after COMMIT; deliveries are laid by the
 * verb itself through node/outbox in the same transaction.
 */
export async function recordChange(tx: WriteContext, change: NewChange): Promise<string> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into changes (kind, actor_id, community_id, subject_id, subject_iri, revision, facts, origin, happened)
    values (${change.kind}, ${change.actorId}, ${change.communityId ?? null}, ${change.subjectId ?? null},
      ${change.subjectIri ?? null}, ${change.revision ?? null}, ${tx.sql.json((change.facts ?? {}) as never)},
      ${change.origin.road}, ${tx.now})
    returning id`;
  if (!row) throw new Error("A change was not recorded.");
  tx.afterCommit(() => tx.wake("changes"));
  return row.id;
}
