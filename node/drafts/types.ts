/** What stands in a form that was not sent yet. Texts are kept as typed. */
export interface DraftBody {
  readonly title: string;
  readonly text: string;
  readonly themes: readonly string[];
  readonly lang: string | null;
  /** Number of the form, so that it is the same form again on the next device. A UUID, or null. */
  readonly submission: string | null;
  /** Ids of files that were uploaded for it; drafts of before there were any have none. */
  readonly files?: readonly string[];
}

export interface Draft {
  readonly id: string;
  readonly place: string;
  readonly body: DraftBody;
  readonly updated: Date;
}

/** A draft as Home lists it, with the way back to its form. */
export interface DraftRow extends Draft {
  readonly kind: "topic" | "question" | "reply";
  readonly community: { readonly name: string; readonly path: string };
  /** Of the discussion it replies to; null for a new one. */
  readonly about: string | null;
  readonly path: string;
}
