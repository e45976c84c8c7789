import { communities } from "../../../deploy/demo/content/communities.ts";
import { adoptionKinshipThreads } from "../../../deploy/demo/content/threads/adoption-kinship.ts";
import { DirectoryPage } from "../../../web/pages/directory.tsx";
import { HomePage } from "../../../web/pages/home.tsx";
import { VisitorHomePage } from "../../../web/pages/welcome-visitor.tsx";
import { allCards, cardOf } from "./communities.ts";
import { rowOf } from "./demo-views.ts";
import { type GalleryState, SITE } from "./render.tsx";

const member = { kind: "member", since: new Date("2026-09-01"), role: "member" } as const;
const facilitator = { ...member, role: "facilitator" } as const;
const card = cardOf("adoption_kinship");
const rows = adoptionKinshipThreads.map((thread) => rowOf(thread, card));
const relations = [
  { kind: "none" },
  member,
  facilitator,
  { kind: "requested", since: new Date("2026-11-19"), words: "", presented: false },
  { kind: "following" },
] as const;
const mixed = communities.map((one, i) => cardOf(one.key, relations[i % relations.length]));

/** Home and the directory. */
export const homeStates: Readonly<Record<string, GalleryState>> = {
  home: {
    title: "Home",
    path: "/",
    body: () => (
      <HomePage
        name="Amara"
        answerable={rows.slice(2, 4)}
        news={rows.slice(4, 8)}
        since={new Date("2026-11-17T16:20:00Z")}
        suggested={{ fitting: allCards.slice(3, 6), others: [] }}
        mine={mixed.slice(0, 4)}
        hidden={0}
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
        suggested={{ fitting: [], others: allCards.slice(0, 5) }}
        mine={[]}
        hidden={0}
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
};
