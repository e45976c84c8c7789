import type { Marks } from "./pages/seed.ts";

/** Who looks at a page. */
export type Who = "visitor" | "officer" | "facilitator" | "administrator";

export interface ListedPage {
  readonly name: string;
  readonly who: Who;
  /** Path on the site of who looks: officers are in Sunderland, facilitators and administrators in Somerset. */
  readonly path: (marks: Marks) => string;
  /** Sends the form of the page with nothing filled in, or with what stands in it, and looks at what comes back. */
  readonly sends?: string;
  /** Something to write in stands on it. */
  readonly composer?: boolean;
}

const at =
  (path: string): ListedPage["path"] =>
  () =>
    path;

/** Every page in every state worth looking at, on seeded data. A new page is a line here; the tests demand the rest. */
export const PAGES: readonly ListedPage[] = [
  { name: "home of a visitor", who: "visitor", path: at("/") },
  { name: "directory", who: "visitor", path: at("/communities") },
  { name: "directory with nothing that fits", who: "visitor", path: at("/communities?q=bagpipes") },
  { name: "community elsewhere", who: "visitor", path: ({ community }) => community },
  { name: "its questions", who: "visitor", path: ({ community }) => `${community}/questions` },
  { name: "its members", who: "visitor", path: ({ community }) => `${community}/members` },
  { name: "about it", who: "visitor", path: ({ community }) => `${community}/about` },
  { name: "full page of discussions", who: "visitor", path: ({ busy }) => busy },
  { name: "answered question", who: "visitor", path: ({ answered }) => answered },
  { name: "full page of replies", who: "visitor", path: ({ long }) => long },
  { name: "second page of replies", who: "visitor", path: ({ long }) => `${long}?page=2` },
  { name: "discussion in Welsh", who: "visitor", path: ({ welsh }) => welsh },
  { name: "discussion that is closed", who: "visitor", path: ({ locked }) => locked },
  { name: "versions of a post", who: "visitor", path: ({ answer }) => `${answer}/history` },
  {
    name: "first version of a post",
    who: "visitor",
    path: ({ answer }) => `${answer}/history?version=1`,
  },
  { name: "reporting", who: "visitor", path: ({ answer }) => `${answer}/report` },
  { name: "search before asking", who: "visitor", path: at("/search") },
  { name: "search with results", who: "visitor", path: at("/search?q=allowance+review") },
  { name: "search without results", who: "visitor", path: at("/search?q=bagpipes") },
  { name: "search for people", who: "visitor", path: at("/search?in=people&q=adoption") },
  { name: "people", who: "visitor", path: at("/people") },
  { name: "a person", who: "visitor", path: ({ person }) => person },
  { name: "a join link", who: "visitor", path: ({ joinLink }) => joinLink },
  {
    name: "joining from one's own council",
    who: "visitor",
    path: ({ item }) => `/own-council?item=${item}&to=join`,
  },
  {
    name: "replying from one's own council",
    who: "visitor",
    path: ({ item }) => `/own-council?item=${item}`,
  },
  {
    name: "opening at one's own council",
    who: "visitor",
    path: ({ item }) => `/own-council?item=${item}&to=open`,
  },
  { name: "what is not here", who: "visitor", path: at("/open?item=https%3A%2F%2Fbees.example%2Ft%2F1") },
  { name: "joining", who: "visitor", path: at("/join") },
  { name: "joining with nothing entered", who: "visitor", path: at("/join"), sends: "account.join.submit" },
  { name: "checking one's mail", who: "visitor", path: at("/join/check") },
  { name: "about you", who: "visitor", path: ({ registration }) => `/join/confirm/${registration}` },
  {
    name: "about you with nothing entered",
    who: "visitor",
    path: ({ registration }) => `/join/confirm/${registration}`,
    sends: "account.about.submit",
  },
  { name: "a link that does not work", who: "visitor", path: at("/join/confirm/unknown") },
  { name: "an invitation", who: "visitor", path: ({ invitation }) => `/invite/${invitation}` },
  { name: "signing in", who: "visitor", path: at("/sign-in?next=%2Fask") },
  {
    name: "signing in on the way to asking",
    who: "visitor",
    path: ({ community }) => `/sign-in?next=${encodeURIComponent(`${community}/new?kind=question`)}`,
  },
  {
    name: "signing in with nothing entered",
    who: "visitor",
    path: at("/sign-in"),
    sends: "account.signIn.submit",
  },
  { name: "forgotten password", who: "visitor", path: at("/forgotten") },
  { name: "checking one's mail again", who: "visitor", path: at("/forgotten/check") },
  { name: "new password", who: "visitor", path: ({ reset }) => `/reset/${reset}` },
  { name: "stopping mails", who: "visitor", path: ({ unsubscribe }) => unsubscribe },
  { name: "house rules", who: "visitor", path: at("/house-rules") },
  { name: "privacy", who: "visitor", path: at("/privacy") },
  { name: "accessibility", who: "visitor", path: at("/accessibility") },
  { name: "page not found", who: "visitor", path: at("/nothing/here") },
  { name: "home", who: "officer", path: at("/") },
  { name: "welcome, about you", who: "officer", path: at("/welcome?step=1") },
  { name: "welcome, areas", who: "officer", path: at("/welcome?step=2") },
  { name: "welcome, communities", who: "officer", path: at("/welcome?step=3") },
  { name: "where to ask", who: "officer", path: at("/ask") },
  {
    name: "asking",
    who: "officer",
    path: ({ community }) => `${community}/new?kind=question`,
    composer: true,
  },
  {
    name: "asking with nothing written",
    who: "officer",
    path: ({ community }) => `${community}/new?kind=topic`,
    sends: "topic.compose.postTopic",
    composer: true,
  },
  { name: "question of one's own", who: "officer", path: ({ answered }) => answered, composer: true },
  { name: "post on its way", who: "officer", path: ({ pending }) => pending, composer: true },
  {
    name: "replying to one post",
    who: "officer",
    path: ({ answered, to }) => `${answered}?to=${to}`,
    composer: true,
  },
  { name: "full thread of a member", who: "officer", path: ({ long }) => long, composer: true },
  { name: "editing", who: "officer", path: ({ question }) => `${question}/edit`, composer: true },
  { name: "deleting", who: "officer", path: ({ question }) => `${question}/delete` },
  { name: "community where one asks to join", who: "officer", path: ({ restricted }) => restricted },
  { name: "asking to join", who: "officer", path: ({ restricted }) => `${restricted}/join` },
  { name: "a join link of an officer", who: "officer", path: ({ joinLink }) => joinLink },
  { name: "a request that waits", who: "officer", path: ({ requested }) => requested },
  { name: "notifications", who: "officer", path: at("/notifications") },
  { name: "drafts", who: "officer", path: at("/drafts") },
  { name: "own profile", who: "officer", path: at("/me") },
  { name: "settings", who: "officer", path: at("/me/settings") },
  { name: "sessions", who: "officer", path: at("/me/sessions") },
  { name: "password", who: "officer", path: at("/me/password"), sends: "account.changePassword.submit" },
  { name: "email address", who: "officer", path: at("/me/email") },
  { name: "new email address", who: "officer", path: ({ newEmail }) => `/me/email/${newEmail}` },
  { name: "keys for programs", who: "officer", path: at("/me/tokens"), sends: "account.tokens.make" },
  { name: "inviting", who: "officer", path: at("/me/invite") },
  { name: "one's own reports", who: "officer", path: at("/me/reports") },
  { name: "starting a community", who: "officer", path: at("/communities/new") },
  { name: "own communities", who: "officer", path: at("/communities?mine=yes") },
  { name: "people as an officer sees them", who: "officer", path: at("/people") },
  { name: "own community", who: "facilitator", path: at("/c/adoption_kinship") },
  { name: "about it, with the join link", who: "facilitator", path: at("/c/adoption_kinship/about") },
  { name: "members with their roles", who: "facilitator", path: at("/c/adoption_kinship/members") },
  { name: "settings of a community", who: "facilitator", path: at("/c/adoption_kinship/settings") },
  { name: "requests to join", who: "facilitator", path: at("/c/asc_front_door/requests") },
  { name: "no requests", who: "facilitator", path: at("/c/adoption_kinship/requests") },
  { name: "reports of a community", who: "facilitator", path: at("/c/adoption_kinship/reports") },
  { name: "all reports", who: "facilitator", path: at("/moderation") },
  { name: "a report", who: "facilitator", path: ({ report }) => `/moderation/${report}` },
  { name: "removing", who: "facilitator", path: ({ answerHome }) => `${answerHome}/remove` },
  { name: "closing for replies", who: "facilitator", path: ({ answeredHome }) => `${answeredHome}/lock` },
  { name: "checklist", who: "administrator", path: at("/admin") },
  { name: "councils", who: "administrator", path: at("/admin/councils") },
  { name: "one council", who: "administrator", path: ({ council }) => `/admin/councils/${council}` },
  { name: "one account", who: "administrator", path: ({ account }) => `/admin/people/${account}` },
  { name: "accounts", who: "administrator", path: at("/admin/people") },
  { name: "invitations", who: "administrator", path: at("/admin/invitations") },
  { name: "connected nodes", who: "administrator", path: at("/admin/peers") },
  { name: "one connected node", who: "administrator", path: ({ peer }) => `/admin/peers/${peer}` },
  { name: "reports for administrators", who: "administrator", path: at("/admin/reports") },
  { name: "state of the node", who: "administrator", path: at("/admin/doctor") },
  { name: "node settings", who: "administrator", path: at("/admin/settings") },
];

/** Addresses that answer something else than a page of their own, and pages that a journey looks at. */
export const NOT_LISTED: Readonly<Record<string, string>> = {
  "/files/:key": "a file is no page",
  "/assets/:file": "files",
  "/c/:name/feed.atom": "for news readers",
  "/favicon.ico": "a file",
  "/robots.txt": "a file",
  "/livez": "a word for machines",
  "/readyz": "a word for machines",
  "/similar": "a piece of the page of asking",
  "/communities/similar": "a piece of the page of starting a community",
  "/mentions": "names while one types",
  "/notifications/:id": "leads to what the notice is about",
  "/first/:token": "on a node without accounts: looked at beside the list",
};

/** Pages for visitors that do not offer to go on at one's own council, with why. */
export const NOT_OFFERED: Readonly<Record<string, string>> = {
  "versions of a post": "the discussion it belongs to offers it",
  "first version of a post": "the discussion it belongs to offers it",
  reporting: "visitors report here",
  "what is not here": "one has come to one's own council already",
  joining: "an account at this site",
  "checking one's mail": "an account at this site",
  "about you": "an account at this site",
  "a link that does not work": "an account at this site",
  "an invitation": "an account at this site",
  "signing in": "on the way to a page of one's own",
  "forgotten password": "an account at this site",
  "checking one's mail again": "an account at this site",
  "new password": "an account at this site",
  "stopping mails": "mails of this site",
  "house rules": "about this site",
  privacy: "about this site",
  accessibility: "about this site",
  "page not found": "nothing to open",
};
