/** A post that its node acknowledged, as the client knows it. */
export interface LedgerPost {
  readonly iri: string;
  /** Row id on the author's node. */
  readonly id: string;
  readonly author: string;
  readonly kind: "question" | "reply";
  /** Words that stand in no other post. */
  readonly mark: string;
  /** Path of its thread on the author's node. */
  readonly thread: string;
  readonly title: string;
  /** Acknowledged edits so far. */
  edits: number;
  deleted: boolean;
}

/** One try of a client: what it asked for, when, how long it waited and what it was told. Status 0: no answer. */
export interface HistoryEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  readonly kind: string;
  readonly status: number;
  /** Seconds after which it was told to come again; null where it was told none. */
  readonly retryAfter: number | null;
}

/** What the nodes acknowledged, written by the clients: the truth that the nodes are compared with. */
export interface Ledger {
  /** In the order in which each author's posts were acknowledged. */
  readonly posts: LedgerPost[];
  /** Question → answer accepted last, both by IRI. */
  readonly accepted: Map<string, string>;
  /** `IRI handle`: of the post, and of who marked it. */
  readonly useful: Set<string>;
  /** Requests to join that a facilitator approved. */
  approvals: number;
  /** Of these, approved after a lost answer: it may have been two requests, one after the other. */
  approvedAgain: number;
  /** Approved before the first act: those who write. */
  approvedBefore: number;
  /** Every try, in the order of the answers. */
  readonly history: HistoryEntry[];
  /** How many acts of each kind were acknowledged. */
  readonly acknowledged: Map<string, number>;
  /** How many acts of each kind wait for their answer at this moment. */
  readonly underWay: Map<string, number>;
  /** Acts whose answer was lost, so that they were sent again. */
  uncertain: number;
  /** Answers that no rule explains: kind and status. */
  readonly odd: Map<string, number>;
}

export function newLedger(): Ledger {
  return {
    posts: [],
    accepted: new Map(),
    useful: new Set(),
    approvals: 0,
    approvedAgain: 0,
    approvedBefore: 0,
    history: [],
    acknowledged: new Map(),
    underWay: new Map(),
    uncertain: 0,
    odd: new Map(),
  };
}

export function count(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** The words of a post after so many edits. */
export function textOf(mark: string, edits: number): string {
  return `Our panel looked at ${mark} in March. Version ${edits} of these words.`;
}
