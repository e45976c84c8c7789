/**
 * What who learns of a community, written by hand and by nothing in the product: issue 4 §6. Each letter is a fact.
 *
 * E  that it is there: its address, its ids     N  its name, purpose and themes
 * C  how many are in it                         P  that something was said in it: ids of posts and files
 * B  what was said                              F  a file
 * G  why something was removed
 *
 * and, since not every member reads everything:
 *
 * R  what somebody said who asked to join       D  a report, and the text of what was removed
 * W  a draft                                    A  an appeal
 * X  what its author deleted: nobody, ever
 */
export type Row = readonly [open: string, openToRead: string, membersOnly: string, hidden: string];

/** The levels in the order of the columns, as they are named on the wire. */
export const COLUMNS = ["open", "restricted", "closed", "confidential"] as const;

const ALL = "ENCPBFG";

/** Of a members-only community anyone may know that it is there and what it is for; of a hidden one nothing. */
const OUTSIDE: Row = [ALL, ALL, "EN", ""];

export const EXPECTED: Readonly<Record<string, Row>> = {
  anonymous: OUTSIDE,
  "anonymous elsewhere": OUTSIDE,
  "other node's member": OUTSIDE,
  "same node's non-member": OUTSIDE,
  "ex-member": OUTSIDE,
  // Their own words, where they may know that the community is there.
  pending: [`${ALL}R`, `${ALL}R`, "ENR", ""],
  // Reads on, and writes nothing.
  suspended: [ALL, ALL, ALL, ALL],
  // Their own draft, and their own appeal against what was removed.
  member: [`${ALL}W`, `${ALL}W`, `${ALL}WA`, `${ALL}WA`],
  facilitator: [`${ALL}RD`, `${ALL}RD`, `${ALL}RD`, `${ALL}RD`],
  // Of the last two, what a facilitator who reported a post chose to tell them, and where it was; of members-only ones
  // appeals that nobody else can decide, with what both sides said.
  administrator: [`${ALL}D`, `${ALL}D`, "ENPDAG", "ENPD"],
  // At a node that keeps a copy of the members-only one, and asks for each page of the hidden one.
  "member elsewhere": [ALL, ALL, ALL, ALL],
  // The node of that member; it follows the open ones too. What it asks for, it asks for them (FEDERATION.md).
  "other node signed": [ALL, ALL, ALL, ""],
  "memberless node signed": OUTSIDE,
  // Even with a member on paper, and marked by an administrator.
  "foreign software signed": OUTSIDE,
  // Asks the member's node for what was written there: its own communities' words, and requests to join them.
  "home signed": ["E", "E", "EPB", ""],
};

/**
 * Where a fact may stand at all, from what each page and document is there for (docs/api.md, FEDERATION.md), and by no run:
 * whatever stands in leak-surfaces.ts must agree with it. Names, numbers, ids and texts stand nearly everywhere.
 */
export const WHERE: Readonly<Record<string, RegExp>> = {
  // A file: under its post, at its own address, and where a post is told to other nodes.
  F: /^(GET (\/hidden\/:place|\/c\/:name)\/t\/:id|GET (\/hidden\/:place)?\/files\/:key|AP \/files\/:id|AP \/ap\/(o|a)\/:id|AP \/ap\/g\/:id\/(outbox|history|m|o))$/,
  // Why something was removed: where it stood, in the log, on the way to delete, restore or appeal, and in the removal itself.
  G: /^(GET (\/hidden\/:place|\/c\/:name)\/t\/:id|GET (\/hidden\/:place|\/c\/:name)\/moderation-log|GET \/c\/:name\/t\/:id\/p\/:post\/(delete|restore|appeal)|GET \/moderation\/appeals(\/:id)?|AP \/ap\/(a\/:id|g\/:id\/history))$/,
  // What somebody said who asked to join or was invited: to themselves wherever their community is shown, and to facilitators.
  R: /^GET (\/communities|\/search|\/c\/:name(\/(questions|members|about|requests|invitations|join\/:code))?)$/,
  // Reports, and the text of what was removed: the pages for reports, which no other node has.
  D: /^GET (\/moderation(\/:id)?|\/c\/:name\/reports|\/(admin|me)\/reports)$/,
  A: /^GET (\/moderation\/appeals(\/:id)?|\/c\/:name\/t\/:id\/p\/:post\/appeal)$/,
  W: /^GET \/drafts$/,
  X: /^never$/,
};

/** Documents that tell anything of a members-only community: who it is, to anyone; the rest to nodes with a member. */
export const DOCUMENTS_OF_CLOSED =
  /^AP \/(\.well-known\/webfinger|ap\/(actor\/communities|shown|o\/:id|a\/:id|g\/:id(\/(outbox|featured|history|t|m|o))?))$/;

/** Where an administrator may learn of communities that they are not in: reports and appeals made to them, and notices of these. */
export const REPORTED = [
  "GET /moderation/appeals",
  "GET /moderation/appeals/:id",
  "GET /notifications",
  "GET /moderation",
  "GET /moderation/:id",
  "GET /admin/reports",
];

/** What mails may say of a members-only community, its name, and of a hidden one, where to sign in (issue 4 §5). */
export const IN_MAILS = { closed: "ENP", confidential: "EP" };

/** Functions of the search, and what each tells a member by ids, of a members-only community and of a hidden one. */
export const SEARCH: Readonly<Record<string, { readonly closed: string; readonly confidential: string }>> = {
  find: { closed: "EP", confidential: "EP" },
  similarPosts: { closed: "P", confidential: "P" },
  // For whoever starts a community: a hidden one is proposed to nobody.
  similarCommunities: { closed: "E", confidential: "" },
};

/**
 * Commands, and what those that only tell say to whoever runs a node: which listed communities live there and how many are
 * in them. The others change something, or are about the node alone.
 */
export const COMMANDS: Readonly<
  Record<string, { readonly call?: readonly string[]; readonly tells: string }>
> = {
  "people list": { call: ["people", "list"], tells: "" },
  "sessions list": { call: ["sessions", "list", "room.mona@somerset.gov.example"], tells: "" },
  "peers list": { call: ["peers", "list"], tells: "" },
  "peers digest": { tells: "" },
  "peers fingerprint": { tells: "" },
  "communities list": { call: ["communities", "list", "--json"], tells: "ENC" },
  "communities show": { call: ["communities", "show", "{handle}", "--json"], tells: "ENCB" },
  "queue list": { call: ["queue", "list"], tells: "" },
  "queue show": { tells: "" },
  "config check": { tells: "" },
  "config show": { tells: "" },
  "config explain": { tells: "" },
  "keys list": { call: ["keys", "list"], tells: "ENC" },
  "migrate status": { tells: "" },
  "migrate plan": { tells: "" },
  doctor: { call: ["doctor"], tells: "" },
  "audit verify": { call: ["audit", "verify"], tells: "" },
  "backup verify": { tells: "" },
  "files move": { tells: "" },
  ...Object.fromEntries(
    [
      ...["people invite", "people disable", "people enable", "people make-administrator"],
      ...[
        "people end-administrator",
        "people sign-out",
        "sessions end",
        "peers add",
        "peers accept",
        "peers refuse",
      ],
      ...[
        "peers pause",
        "peers resume",
        "peers block",
        "peers unblock",
        "peers history",
        "peers closed",
        "peers resync",
      ],
      ...["queue retry", "queue drop", "keys rotate", "migrate up", "backup create", "backup restore"],
      "files move",
      ...["communities hold", "communities release", "administrator-link"],
    ].map((name) => [name, { tells: "" }]),
  ),
};
