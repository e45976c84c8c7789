import { communities } from "../../../deploy/demo/content/communities.ts";
import type { CommunityCard, CommunityPage, Relation } from "../../../node/communities/types.ts";
import { personOf, uuidFor } from "./demo-views.ts";

const HOMES = {
  sunderland: null,
  somerset: "Somerset Communities",
  wiltshire: "Wiltshire Communities",
} as const;

/** A community of the demo as the directory shows it, seen from Sunderland. */
export function cardOf(key: string, relation: Relation = { kind: "none" }): CommunityCard {
  const found = communities.find((one) => one.key === key);
  if (found === undefined) throw new Error(`The demo has no community ${key}.`);
  const home = HOMES[found.node];
  const handle = home === null ? found.key : `${found.key}@cop.${found.node}.example`;
  return {
    id: uuidFor(found.key),
    iri: `https://cop.${found.node}.example/ap/g/${found.key}`,
    name: found.name,
    handle,
    path: `/c/${handle}`,
    level: found.level,
    local: home === null,
    home,
    purpose: found.purpose,
    themes: found.themes,
    joining: found.level === "open" ? "open" : "approval",
    members: found.members.length * 9 + 4,
    councils: found.members.length,
    lastActivity: new Date("2026-11-20T11:30:00Z"),
    unanswered: found.key.length % 4,
    relation,
  };
}

export function communityPageOf(key: string, change: Partial<CommunityPage> = {}): CommunityPage {
  const found = communities.find((one) => one.key === key);
  if (found === undefined) throw new Error(`The demo has no community ${key}.`);
  return {
    ...cardOf(key),
    charter: { ...found.charter },
    facilitators: found.facilitators.map((one) => personOf(one)),
    language: found.lang,
    audience: null,
    readable: true,
    indexable: false,
    feed: false,
    levelFixed: true,
    holding:
      found.node === "sunderland"
        ? { kind: "here" }
        : { kind: "complete", checked: new Date("2026-11-20T15:50:00Z") },
    created: new Date("2026-07-22T09:00:00Z"),
    joinLink: null,
    ...change,
  };
}

export const allCards: readonly CommunityCard[] = communities.map((one) => cardOf(one.key));
