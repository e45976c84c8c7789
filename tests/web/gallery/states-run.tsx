import { people } from "../../../deploy/demo/content/people.ts";
import { EMPTY_FORM } from "../../../web/forms.ts";
import { CommunityAboutPage } from "../../../web/pages/community-about.tsx";
import { CommunityJoinPage } from "../../../web/pages/community-join.tsx";
import { CommunityMembersPage } from "../../../web/pages/community-members.tsx";
import { CommunityRequestsPage } from "../../../web/pages/community-requests.tsx";
import { CommunitySettingsPage } from "../../../web/pages/community-settings.tsx";
import { CommunityStartPage } from "../../../web/pages/community-start.tsx";
import { cardOf, communityPageOf } from "./communities.ts";
import { personOf } from "./demo-views.ts";
import { type GalleryState, SITE } from "./render.tsx";

const member = { kind: "member", since: new Date("2026-09-01"), role: "member" } as const;
const facilitator = { ...member, role: "facilitator" } as const;
const card = cardOf("adoption_kinship");

/** Starting and running a community. */
const closed = {
  level: "closed",
  joining: "approval",
  audience: { members: 14, councils: 5, holders: ["Somerset", "Sunderland", "Wiltshire"] },
} as const;

export const runStates: Readonly<Record<string, GalleryState>> = {
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
            paused: i === 4 ? { until: new Date("2026-12-01") } : null,
            returned: i === 2 ? new Date("2026-11-20") : null,
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
        everyone={null}
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
        administers={false}
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
            newHolder: null,
          },
          {
            id: "r2",
            person: personOf("rajesh"),
            words: "",
            since: new Date("2026-11-19T14:10:00Z"),
            newHolder: null,
          },
        ]}
      />
    ),
  },
  "requests-closed": {
    title: "Requests, members only",
    path: "/c/foi_dp/requests",
    body: () => (
      <CommunityRequestsPage
        community={communityPageOf("foi_dp", { ...closed, relation: facilitator })}
        requests={[
          {
            id: "r1",
            person: personOf("helen"),
            words: "I review the same cases.",
            since: new Date("2026-11-20T08:45:00Z"),
            newHolder: "Wiltshire",
          },
        ]}
        unconfirmed="r1"
      />
    ),
  },
  "members-closed": {
    title: "Members of a closed community elsewhere",
    path: "/c/foi_dp/members",
    body: () => (
      <CommunityMembersPage
        community={communityPageOf("foi_dp", {
          ...closed,
          relation: facilitator,
          home: "Sunderland",
          local: false,
        })}
        members={{ items: [], total: 0, page: 1, pages: 1 }}
        shares={[]}
        everyone={people.slice(0, 6).map((one, i) => ({
          iri: `https://cop.sunderland.example/ap/p/${one.key}`,
          name: personOf(one.key).name,
          council: personOf(one.key).council,
          role: i === 0 ? "facilitator" : "member",
          since: new Date("2026-08-03"),
          node: "Sunderland",
        }))}
        signedIn
        requests={0}
        facilitatorId={null}
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
};
