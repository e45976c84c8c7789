import { adoptionKinshipThreads } from "../../../deploy/demo/content/threads/adoption-kinship.ts";
import type { PageOf, TopicRow } from "../../../node/posts/types.ts";
import { CommunityTopicsPage } from "../../../web/pages/community.tsx";
import { cardOf, communityPageOf } from "./communities.ts";
import { rowOf } from "./demo-views.ts";
import type { GalleryState } from "./render.tsx";

const card = cardOf("adoption_kinship");
const rows = adoptionKinshipThreads.map((thread) => rowOf(thread, card));
const topics: PageOf<TopicRow> = { items: rows, total: 62, page: 1, pages: 3 };
const member = { kind: "member", since: new Date("2026-09-01"), role: "member" } as const;

export const communityStates: Readonly<Record<string, GalleryState>> = {
  community: {
    title: card.name,
    path: card.path,
    body: () => (
      <CommunityTopicsPage
        community={communityPageOf("adoption_kinship", { relation: member })}
        topics={topics}
        show="everything"
        sort="latest"
        theme={null}
        signedIn
        requests={0}
      />
    ),
  },
  "community-presented": {
    title: card.name,
    path: card.path,
    body: () => (
      <CommunityTopicsPage
        community={communityPageOf("adoption_kinship", {
          relation: { kind: "requested", since: new Date("2026-11-20"), words: "", presented: true },
          ...{ home: "Somerset", local: false },
        })}
        topics={topics}
        show="everything"
        sort="latest"
        theme={null}
        signedIn
        requests={0}
      />
    ),
  },
  "community-bringing": {
    title: card.name,
    path: card.path,
    body: () => (
      <CommunityTopicsPage
        community={communityPageOf("adoption_kinship", {
          holding: { kind: "bringing", brought: 120, of: 412 },
        })}
        topics={topics}
        show="everything"
        sort="latest"
        theme={null}
        signedIn
        requests={0}
      />
    ),
  },
  "community-not-answering": {
    title: card.name,
    path: card.path,
    visitor: true,
    body: () => (
      <CommunityTopicsPage
        community={communityPageOf("adoption_kinship", {
          holding: { kind: "not-answering", since: new Date("2026-11-20T13:05:00Z"), brought: 412, of: 412 },
        })}
        topics={{ ...topics, items: rows.slice(0, 3), pages: 1 }}
        show="unanswered"
        sort="latest"
        theme={null}
        signedIn={false}
        requests={0}
      />
    ),
  },
  "community-empty": {
    title: card.name,
    path: "/c/foi_dp",
    done: "created",
    body: () => (
      <CommunityTopicsPage
        community={communityPageOf("foi_dp", {
          relation: { ...member, role: "owner" },
          members: 1,
          councils: 1,
        })}
        topics={{ items: [], total: 0, page: 1, pages: 1 }}
        show="everything"
        sort="latest"
        theme={null}
        signedIn
        requests={3}
      />
    ),
  },
};
