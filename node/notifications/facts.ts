/** Someone with an account here, as the rules of telling see them. */
export interface Told {
  readonly accountId: string;
  readonly actorId: string;
  /** May read the community at this moment. */
  readonly mayRead: boolean;
  /** Wants no mail about this discussion. */
  readonly muted: boolean;
}

/** What is known about a change when it is decided whom to tell. Lists name people with an account here only. */
export interface TellFacts {
  readonly communityId: string | null;
  /** The post it is about, and the first post of its discussion. */
  readonly postId: string | null;
  readonly rootId: string | null;
  readonly postState: "pending" | "accepted" | "declined" | "removed" | "deleted" | "held" | null;
  readonly postKind: "topic" | "question" | "reply" | null;
  /** Whoever wrote the post, with or without an account here: an actor's id. */
  readonly postAuthorId: string | null;
  /** It came here more than 30 days after it was written: history, which nobody is told of. */
  readonly old: boolean;
  readonly author: Told | null;
  readonly parentAuthor: Told | null;
  readonly threadAuthor: Told | null;
  readonly mentioned: readonly Told[];
  /** People who chose an email for each new post and belonged to the community when it was written. */
  readonly each: readonly Told[];
  /** Everyone who wrote in the discussion, where that is asked for. */
  readonly participants: readonly Told[];
  readonly facilitators: readonly Told[];
  readonly administrators: readonly Told[];
  /** Whose membership, role or account it is. */
  readonly subject: Told | null;
  /** The facilitator whose decision about a request came second. */
  readonly second: Told | null;
  /** `asked`: it had to be asked for; joining an open community, or by a join link, is nobody's decision. */
  readonly membership: {
    readonly id: string;
    readonly state: string;
    readonly requested: string;
    readonly asked: boolean;
  } | null;
  /** `again`: the same post has an older report that is still open. */
  readonly report: {
    readonly id: string;
    readonly reporter: Told | null;
    readonly outcome: string;
    readonly again: boolean;
  } | null;
  /** An appeal against a removal, and who removed the post. */
  readonly appeal: {
    readonly id: string;
    readonly outcome: string;
    readonly removedBy: string | null;
    /** A facilitator at another node may decide it and was asked. */
    readonly elsewhere: boolean;
  } | null;
  /** Still what it says: the accepted answer is the accepted one, the employer still waits. */
  readonly holds: boolean;
}

export const NO_FACTS: TellFacts = {
  communityId: null,
  postId: null,
  rootId: null,
  postState: null,
  postKind: null,
  postAuthorId: null,
  old: false,
  author: null,
  parentAuthor: null,
  threadAuthor: null,
  mentioned: [],
  each: [],
  participants: [],
  facilitators: [],
  administrators: [],
  subject: null,
  second: null,
  membership: null,
  report: null,
  appeal: null,
  holds: true,
};
