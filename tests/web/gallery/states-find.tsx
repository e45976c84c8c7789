import { communities } from "../../../deploy/demo/content/communities.ts";
import { people } from "../../../deploy/demo/content/people.ts";
import { adoptionKinshipThreads } from "../../../deploy/demo/content/threads/adoption-kinship.ts";
import type { FoundItem } from "../../../node/discovery/find.ts";
import { PeoplePage } from "../../../web/pages/people.tsx";
import { ProfilePage } from "../../../web/pages/profile.tsx";
import { SearchPage } from "../../../web/pages/search.tsx";
import { cardOf } from "./communities.ts";
import { momentOf, personOf, rowOf, threadOf } from "./demo-views.ts";
import type { GalleryState } from "./render.tsx";

const member = { kind: "member", since: new Date("2026-09-01"), role: "member" } as const;
const facilitator = { ...member, role: "facilitator" } as const;
const card = cardOf("adoption_kinship");
const rows = adoptionKinshipThreads.map((thread) => rowOf(thread, card));
const thread = threadOf(adoptionKinshipThreads[1] ?? raise(), card);
const relations = [
  { kind: "none" },
  member,
  facilitator,
  { kind: "requested", since: new Date("2026-11-19"), words: "", presented: false },
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

/** Finding knowledge and people. */
export const findStates: Readonly<Record<string, GalleryState>> = {
  search: {
    title: "Search",
    path: "/search?q=adoption+allowance",
    searchText: "adoption allowance",
    body: () => (
      <SearchPage
        asked={asked}
        found={{
          items: found,
          total: 42,
          atLeast: false,
          pages: 2,
          facets,
          corrected: null,
          leftOut: ["review"],
          behind: true,
          sources: [],
        }}
        away={[{ name: "Somerset Communities", since: new Date("2026-11-20T10:40:00Z") }]}
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
          leftOut: [],
          behind: false,
          sources: [{ name: "national", status: "unavailable" }],
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
};

function raise(): never {
  throw new Error("The demo lacks what the gallery shows.");
}
