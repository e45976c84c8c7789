/** The three council sites of the demo. */
export type NodeKey = "sunderland" | "somerset" | "wiltshire";

/** The four councils; Somerset's site serves two of them. */
export type CouncilKey = "sunderland" | "somerset" | "exmoor" | "wiltshire";

/** Both languages of a label. */
export type Label = { readonly en: string; readonly cy: string };

export type DemoNode = {
  readonly key: NodeKey;
  readonly name: string;
  /** Port of its loopback address in the demo. */
  readonly port: number;
  /** One colour, from which header, link and button follow. */
  readonly brandColour: string;
  readonly councils: readonly CouncilKey[];
  /** Key of the person who administers it. */
  readonly administrator: string;
  /** Key of the person named as contact on the house rules. */
  readonly contact: string;
};

export type DemoCouncil = {
  readonly key: CouncilKey;
  readonly node: NodeKey;
  readonly name: string;
  readonly shortName: string;
  /** E-mail domains, all under the reserved top level `.example`. */
  readonly domains: readonly string[];
  /** In the style of an ONS code. */
  readonly registerId: string;
};

export type ServiceArea = { readonly key: string; readonly label: Label };

/** hidden, my council only, councils in the network, or everyone. */
export type ProfileVisibility = "hidden" | "council" | "network" | "everyone";

export type DemoPerson = {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly council: CouncilKey;
  readonly node: NodeKey;
  readonly role: string;
  /** Keys of `serviceAreas`, at most five. */
  readonly serviceAreas: readonly string[];
  readonly canHelpWith: readonly string[];
  readonly languages: readonly ("en" | "cy")[];
  readonly visibility: ProfileVisibility;
};

/** What is written of a person; council, site and address follow from the list it stands in. */
export type PersonEntry = Omit<DemoPerson, "council" | "node" | "email">;

/** Answers to the four charter questions. */
export type DemoCharter = {
  readonly who: string;
  readonly why: string;
  readonly rhythm: string;
  readonly success: string;
};

export type DemoCommunity = {
  /** Also its handle: 3 to 20 of a-z, 0-9 and underscore. */
  readonly key: string;
  readonly name: string;
  readonly node: NodeKey;
  readonly council: CouncilKey;
  readonly level: "open" | "restricted" | "closed";
  readonly lang: "en" | "cy";
  readonly purpose: string;
  readonly charter: DemoCharter;
  /** Keys of `serviceAreas`. */
  readonly themes: readonly string[];
  /** Calendar days before now; earlier than its first post. */
  readonly startedDaysAgo: number;
  /** Who starts it, on its own site. */
  readonly founder: string;
  /** Founder included, from more than one site. */
  readonly facilitators: readonly string[];
  /** Facilitators included. */
  readonly members: readonly string[];
  /** Members who chose a mail for each new question or topic; the others keep the weekly list. */
  readonly mailEach: readonly string[];
};

/**
 * Calendar days before now and a UK local time within office hours (08:30 to 17:30).
 *
 * Where the day falls on a weekend it stands for the Friday before. To keep the order of a thread, Friday, Saturday
 * and Sunday then have to share that Friday's hours: the first half, the third and the last quarter.
 */
export type Moment = { readonly daysAgo: number; readonly at: string };

/**
 * One question, topic or reply.
 *
 * `text` is what the author first posted; `@{key}` in it stands for a mention of that person.
 */
export type DemoPost = Moment & {
  readonly by: string;
  readonly text: string;
  /** Key of the person whose latest earlier post in the thread this answers; absent: the opening post. */
  readonly replyTo?: string;
  readonly lang?: "en" | "cy";
  /** Who marked it useful. */
  readonly useful?: readonly string[];
  /** When the asker accepted it. */
  readonly accepted?: Moment;
  readonly edited?: Moment & { readonly text: string };
  readonly removed?: Moment & { readonly by: string; readonly reason: string };
  /** A report that no facilitator has decided yet. */
  readonly reported?: Moment & { readonly by: string; readonly reason: string };
};

export type DemoThread = {
  readonly key: string;
  readonly community: string;
  readonly kind: "topic" | "question";
  readonly title: string;
  readonly opening: DemoPost;
  readonly replies: readonly DemoPost[];
  readonly pinned?: Moment & { readonly by: string };
  readonly locked?: Moment & { readonly by: string; readonly reason: string };
};

/** A request to join that waits for a facilitator. */
export type DemoRequest = Moment & {
  readonly person: string;
  readonly community: string;
  readonly text: string;
};

/** A text its author has not posted. */
export type DemoDraft = {
  readonly person: string;
  readonly community: string;
  readonly kind: "topic" | "question";
  readonly title: string;
  readonly text: string;
};
