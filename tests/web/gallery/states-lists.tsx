import { communities } from "../../../deploy/demo/content/communities.ts";
import { people } from "../../../deploy/demo/content/people.ts";
import { adoptionKinshipThreads } from "../../../deploy/demo/content/threads/adoption-kinship.ts";
import type { FoundItem } from "../../../node/discovery/find.ts";
import { EMPTY_FORM } from "../../../web/forms.ts";
import { AccessibilityPage } from "../../../web/pages/accessibility.tsx";
import { CommunityAboutPage } from "../../../web/pages/community-about.tsx";
import { CommunityJoinPage } from "../../../web/pages/community-join.tsx";
import { CommunityMembersPage } from "../../../web/pages/community-members.tsx";
import { CommunityRequestsPage } from "../../../web/pages/community-requests.tsx";
import { CommunitySettingsPage } from "../../../web/pages/community-settings.tsx";
import { CommunityStartPage } from "../../../web/pages/community-start.tsx";
import { ComposePage } from "../../../web/pages/compose.tsx";
import { DirectoryPage } from "../../../web/pages/directory.tsx";
import { ErrorPage } from "../../../web/pages/error.tsx";
import { HomePage } from "../../../web/pages/home.tsx";
import { HouseRulesPage } from "../../../web/pages/house-rules.tsx";
import { PeoplePage } from "../../../web/pages/people.tsx";
import { PostDeletePage, PostEditPage } from "../../../web/pages/post-acts.tsx";
import { PrivacyPage } from "../../../web/pages/privacy.tsx";
import { ProfilePage } from "../../../web/pages/profile.tsx";
import { ReportPage } from "../../../web/pages/report.tsx";
import { SearchPage } from "../../../web/pages/search.tsx";
import { VisitorHomePage } from "../../../web/pages/welcome-visitor.tsx";
import { allCards, cardOf, communityPageOf } from "./communities.ts";
import { momentOf, NOW, personOf, rowOf, threadOf } from "./demo-views.ts";
import { type GalleryState, SITE } from "./render.tsx";

const member = { kind: "member", since: new Date("2026-09-01"), role: "member" } as const;
const facilitator = { ...member, role: "facilitator" } as const;
const card = cardOf("adoption_kinship");
const rows = adoptionKinshipThreads.map((thread) => rowOf(thread, card));
const thread = threadOf(adoptionKinshipThreads[1] ?? raise(), card);
const post = thread.posts[2] ?? raise();
const relations = [
  { kind: "none" },
  member,
  facilitator,
  { kind: "requested", since: new Date("2026-11-19"), words: "" },
  { kind: "following" },
] as const;
const mixed = communities.map((one, i) => cardOf(one.key, relations[i % relations.length]));

const found: readonly FoundItem[] = [
  ...thread.posts.slice(0, 3).map(
    (one, i): FoundItem => ({
      kind: i === 0 ? "question" : "reply",
      id: one.id,
      title: [
        ["Adoption ", false],
        ["allowance", true],
        [" review: what do you ask families to send each year?", false],
      ],
      snippet: [
        ["We are rewriting the papers for the annual adoption ", false],
        ["allowance", true],
        [" review. Today we send a nine-page form and ask for three months of bank statements.", false],
      ],
      path: thread.path,
      community: card,
      author: one.author,
      published: one.published,
      lang: "en",
      answered: i !== 1,
      replies: 7,
    }),
  ),
  {
    kind: "community",
    id: card.id,
    title: [[card.name, false]],
    snippet: [[card.purpose, false]],
    path: card.path,
    community: card,
  },
];
const asked = {
  text: "adoption allowance",
  in: "knowledge",
  kinds: ["question"],
  councils: [],
  communities: [],
  since: "",
  sort: "relevance",
  page: 1,
} as const;
const facets = [
  {
    name: "kind",
    values: [
      { value: "question", text: "Questions", count: 12 },
      { value: "reply", text: "Replies", count: 24 },
      { value: "topic", text: "Discussions", count: 6 },
    ],
  },
  {
    name: "council",
    values: [
      { value: "a", text: "Somerset Council", count: 20 },
      { value: "b", text: "Sunderland City Council", count: 12 },
      { value: "c", text: "Wiltshire Council", count: 10 },
    ],
  },
] as const;

export const listStates: Readonly<Record<string, GalleryState>> = {
  home: {
    title: "Home",
    path: "/",
    body: () => (
      <HomePage
        name="Amara"
        answerable={rows.slice(2, 4)}
        news={rows.slice(4, 8)}
        since={new Date("2026-11-17T16:20:00Z")}
        suggested={allCards.slice(3, 6)}
        mine={mixed.slice(0, 4)}
        drafts={[
          {
            id: "d",
            place: "c/x/new/question",
            kind: "question",
            about: null,
            path: "/c/x/new?kind=question",
            body: {
              title: "Rota cover for the out-of-hours duty team",
              text: "",
              themes: [],
              lang: null,
              submission: null,
            },
            updated: new Date("2026-11-19T09:14:00Z"),
            community: { name: "Homelessness prevention", path: "/c/x" },
          },
        ]}
      />
    ),
  },
  "home-first": {
    title: "Home",
    path: "/",
    body: () => (
      <HomePage
        name="Amara"
        answerable={[]}
        news={[]}
        since={null}
        suggested={allCards.slice(0, 5)}
        mine={[]}
        drafts={[]}
      />
    ),
  },
  "home-visitor": {
    title: "Home",
    path: "/",
    visitor: true,
    body: () => (
      <VisitorHomePage
        siteName={SITE.name}
        council={SITE.council}
        answered={rows.slice(1, 5)}
        communities={allCards.slice(0, 5)}
        counts={{ communities: 14, councils: 4 }}
      />
    ),
  },
  directory: {
    title: "Communities",
    path: "/communities",
    body: () => (
      <DirectoryPage
        communities={{ items: mixed, total: mixed.length, page: 1, pages: 1 }}
        query={{ text: "", theme: null, home: null, mine: false }}
        themes={["adults", "children", "digital"]}
        homes={["Somerset Communities", "Wiltshire Communities"]}
        siteName={SITE.name}
        signedIn
      />
    ),
  },
  "directory-none": {
    title: "Communities",
    path: "/communities?q=zzz",
    visitor: true,
    body: () => (
      <DirectoryPage
        communities={{ items: [], total: 0, page: 1, pages: 1 }}
        query={{ text: "canal locks", theme: null, home: null, mine: false }}
        themes={["adults", "children", "digital"]}
        homes={["Somerset Communities", "Wiltshire Communities"]}
        siteName={SITE.name}
        signedIn={false}
      />
    ),
  },
  start: {
    title: "Start a community",
    path: "/communities/new",
    body: () => <CommunityStartPage form={EMPTY_FORM} similar={null} />,
  },
  "start-similar": {
    title: "Start a community",
    path: "/communities/new",
    body: () => (
      <CommunityStartPage
        form={{
          text: {
            name: "Kinship carers",
            purpose: "Supporting kinship carers and paying them properly.",
            level: "open",
            language: "en",
          },
          lists: { themes: ["children"] },
          errors: [{ field: "because", text: "Say why none of the communities shown is the right one" }],
        }}
        similar={[card, cardOf("foi_dp")]}
      />
    ),
  },
  members: {
    title: "Members",
    path: `${card.path}/members`,
    body: () => (
      <CommunityMembersPage
        community={communityPageOf("foi_dp", { relation: facilitator })}
        members={{
          items: people.slice(0, 12).map((one, i) => ({
            person: personOf(one.key),
            role: i < 2 ? "facilitator" : "member",
            since: new Date("2026-08-03"),
          })),
          total: 40,
          page: 1,
          pages: 2,
        }}
        shares={[
          { council: "Sunderland City Council", members: 41 },
          { council: "Wiltshire Council", members: 12 },
          { council: "Exmoor Borough Council", members: null },
        ]}
        signedIn
        requests={2}
        facilitatorId={personOf(people[0]?.key ?? "").id}
      />
    ),
  },
  about: {
    title: "About",
    path: `${card.path}/about`,
    body: () => (
      <CommunityAboutPage
        community={communityPageOf("foi_dp", { relation: facilitator, joinLink: "/join/foi_dp/3k9v2m7q" })}
        signedIn
        requests={2}
        siteName={SITE.name}
        origin={SITE.origin}
      />
    ),
  },
  requests: {
    title: "Requests",
    path: "/c/foi_dp/requests",
    body: () => (
      <CommunityRequestsPage
        community={communityPageOf("foi_dp", { relation: facilitator })}
        requests={[
          {
            id: "r1",
            person: personOf("helen"),
            words:
              "I handle the subject access requests of our children's services and would like to compare redaction methods.",
            since: new Date("2026-11-20T08:45:00Z"),
          },
          { id: "r2", person: personOf("rajesh"), words: "", since: new Date("2026-11-19T14:10:00Z") },
        ]}
      />
    ),
  },
  "ask-to-join": {
    title: "Ask to join",
    path: "/c/foi_dp/join",
    body: () => (
      <CommunityJoinPage community={communityPageOf("foi_dp")} form={EMPTY_FORM} next="/c/foi_dp" />
    ),
  },
  settings: {
    title: "Settings",
    path: "/c/foi_dp/settings",
    body: () => (
      <CommunitySettingsPage
        community={communityPageOf("foi_dp", { relation: facilitator })}
        form={{
          text: {
            name: "Data protection and FOI officers",
            purpose: "A working room.",
            level: "restricted",
            language: "en",
          },
          lists: { themes: ["information"] },
          errors: [],
        }}
        requests={2}
      />
    ),
  },
  compose: {
    title: "Ask a question",
    path: `${card.path}/new`,
    body: () => (
      <ComposePage
        community={communityPageOf("adoption_kinship", { relation: { kind: "none" } })}
        kind="question"
        form={{
          text: { title: "What do you ask families to send for the allowance review?", text: "" },
          lists: {},
          errors: [],
        }}
        preview={null}
        joins
        similar={rows.slice(1, 3)}
      />
    ),
  },
  edit: {
    title: "Edit your post",
    path: thread.path,
    body: () => (
      <PostEditPage
        thread={thread}
        post={post}
        form={{ text: { text: "We cut ours to two sides.", revision: "1" }, lists: {}, errors: [] }}
        preview={post.html}
      />
    ),
  },
  delete: {
    title: "Delete your post",
    path: thread.path,
    body: () => <PostDeletePage thread={thread} post={post} form={EMPTY_FORM} />,
  },
  report: {
    title: "Report this post",
    path: thread.path,
    visitor: true,
    body: () => <ReportPage thread={thread} post={post} form={EMPTY_FORM} visitor />,
  },
  search: {
    title: "Search",
    path: "/search?q=adoption+allowance",
    searchText: "adoption allowance",
    body: () => (
      <SearchPage
        asked={asked}
        found={{ items: found, total: 42, atLeast: false, pages: 2, facets, corrected: null, sources: [] }}
        away={["Somerset Communities"]}
        askIn={null}
        addressUnknown={false}
      />
    ),
  },
  "search-nothing": {
    title: "Search",
    path: "/search?q=canal",
    searchText: "canal lock keepers",
    body: () => (
      <SearchPage
        asked={{ ...asked, text: "canal lock keepers", kinds: [] }}
        found={{
          items: [],
          total: 0,
          atLeast: false,
          pages: 1,
          facets: [],
          corrected: null,
          sources: [{ name: "The national search", status: "unavailable" }],
        }}
        away={[]}
        askIn={{ name: "Highways and transport", path: "/c/highways" }}
        addressUnknown={false}
      />
    ),
  },
  "search-before": {
    title: "Search",
    path: "/search",
    body: () => (
      <SearchPage
        asked={{ ...asked, text: "", in: "people" }}
        found={null}
        away={[]}
        askIn={null}
        addressUnknown
      />
    ),
  },
  people: {
    title: "People",
    path: "/people",
    body: () => (
      <PeoplePage
        people={{
          items: people.slice(0, 14).map((one) => ({ person: personOf(one.key), topics: one.canHelpWith })),
          total: 58,
          page: 1,
          pages: 3,
        }}
        query={{ text: "", council: null }}
        councils={["Somerset Council", "Sunderland City Council", "Wiltshire Council"]}
        signedIn
      />
    ),
  },
  profile: {
    title: "Rajesh",
    path: "/people/rajesh",
    body: () => (
      <ProfilePage
        profile={{
          ...personOf("rajesh"),
          details: {
            summary: "Fifteen years of paying families on time.",
            topics: ["allowance reviews", "means tests", "audit samples"],
            serviceAreas: ["children", "revenues"],
            languages: ["en", "cy"],
          },
          communities: mixed
            .slice(0, 4)
            .map((one, i) => ({ name: one.name, path: one.path, role: i === 0 ? "facilitator" : "member" })),
          contributions: rows.slice(0, 5).map((row) => ({
            postId: row.id,
            title: row.title,
            path: row.path,
            kind: row.kind,
            published: momentOf({ daysAgo: 20, at: "09:00" }),
            community: card.name,
          })),
        }}
        own
      />
    ),
  },
  rules: {
    title: "House rules",
    path: "/house-rules",
    visitor: true,
    body: () => <HouseRulesPage site={SITE} own={null} />,
  },
  accessibility: {
    title: "Accessibility",
    path: "/accessibility",
    visitor: true,
    body: () => <AccessibilityPage site={SITE} prepared={NOW} />,
  },
  privacy: { title: "Privacy", path: "/privacy", visitor: true, body: () => <PrivacyPage site={SITE} /> },
  "error-404": {
    title: "Page not found",
    path: "/x",
    body: () => (
      <ErrorPage
        title="Page not found"
        sentence="There is nothing at this address, or it is not open to you."
        status={404}
        request={null}
        contact={SITE.contact}
      />
    ),
  },
  "error-500": {
    title: "Sorry",
    path: "/x",
    body: () => (
      <ErrorPage
        title="Sorry, something went wrong"
        sentence="The service could not show this page. It is not your fault."
        status={500}
        request="4f6b1c9e-70c2-4d2c-9f2e-2d6f3a0c5f11"
        contact={SITE.contact}
      />
    ),
  },
};

function raise(): never {
  throw new Error("The demo lacks what the gallery shows.");
}
