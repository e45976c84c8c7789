import type { TitledFacts } from "../../federation/objects/article.ts";
import type { GroupAddress } from "../../federation/objects/audience.ts";
import type { GroupFacts } from "../../federation/objects/group.ts";
import type { ActorKeys } from "../../federation/objects/keys.ts";
import type { NodeFacts } from "../../federation/objects/node-actor.ts";
import type { ReplyFacts } from "../../federation/objects/note.ts";
import type { PersonFacts } from "../../federation/objects/person.ts";

// The cast of the profile: north.example hosts Road Safety, east.example is another council.

export const NORTH = "https://north.example";
export const EAST = "https://east.example";
export const GROUP = `${NORTH}/ap/g/01rs`;
export const AISHA = `${EAST}/ap/p/01ak`;
export const CARL = `${NORTH}/ap/p/01cm`;
export const TOPIC = `${EAST}/ap/o/01t1`;
export const THREAD = `${GROUP}/t?root=${encodeURIComponent(TOPIC)}`;
export const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
export const NOON = new Date("2026-03-01T12:00:00Z");

export const roadSafety: GroupAddress = {
  iri: GROUP,
  name: "@road_safety@north.example",
  readers: "everyone",
};
export const membersOnly: GroupAddress = { ...roadSafety, readers: "members" };

export function keysOf(iri: string): ActorKeys {
  return {
    rsa: { iri: `${iri}#main-key`, pem: "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----" },
    ed25519: [
      {
        iri: `${iri}#ed25519-key`,
        multibase: "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        revoked: null,
      },
    ],
  };
}

export const topic: TitledFacts = {
  kind: "question",
  iri: TOPIC,
  pageUrl: `${EAST}/t/01t1`,
  authorIri: AISHA,
  group: roadSafety,
  threadIri: THREAD,
  title: "Average-speed cameras outside schools?",
  summary: null,
  source: "Looking for councils that have tried them.\n\n@carl_morgan #cameras",
  html: "<p>Looking for councils that have tried them.</p>\n<p>@carl_morgan #cameras</p>",
  lang: "en",
  mentions: [{ iri: CARL, name: "@carl_morgan@north.example" }],
  hashtags: [{ tag: "cameras", href: `${EAST}/tags/cameras` }],
  themes: ["Signals and crossings"],
  links: [{ href: "https://www.gov.uk/report.pdf", name: "Report (PDF)", mediaType: "application/pdf" }],
  files: [
    {
      url: `${EAST}/files/01f1`,
      name: "Plan.png",
      alt: "A plan of the crossing",
      mediaType: "image/png",
      bytes: 1_234,
      sha256: Buffer.alloc(32, 7),
      width: 60,
      height: 40,
    },
  ],
  searchableBy: null,
  published: NOON,
  updated: null,
};

export const reply: ReplyFacts = {
  iri: `${NORTH}/ap/o/01r7`,
  pageUrl: `${NORTH}/t/01r7`,
  authorIri: CARL,
  group: roadSafety,
  threadIri: THREAD,
  parentIri: TOPIC,
  parentAuthor: { iri: AISHA, name: "@aisha_khan@east.example" },
  source: "We fitted four in 2024.",
  html: "<p>We fitted four in 2024.</p>",
  lang: "en",
  mentions: [],
  hashtags: [],
  links: [],
  files: [],
  published: new Date("2026-03-01T13:00:00.250Z"),
  updated: null,
  answer: false,
};

export const aisha: PersonFacts = {
  origin: EAST,
  iri: AISHA,
  handle: "aisha_khan",
  name: "Aisha Khan",
  pageUrl: `${EAST}/people/aisha_khan`,
  roleTitle: "Transport officer",
  council: { name: "Eastvale Council", registerId: "E08000999" },
  invitedBy: null,
  topics: ["20 mph zones", "Signals"],
  serviceAreas: ["Highways"],
  languages: ["en", "cy"],
  visibility: "network",
  keys: keysOf(AISHA),
  published: NOON,
  updated: null,
};

export const group: GroupFacts = {
  origin: NORTH,
  iri: GROUP,
  handle: "road_safety",
  name: "Road Safety",
  pageUrl: `${NORTH}/c/road_safety`,
  purpose: "For officers working on casualty reduction.",
  charter: { who: "Officers in highways teams", why: "Fewer people hurt" },
  themes: ["Signals and crossings", "Speed"],
  level: "restricted",
  joinPolicy: "approval",
  postPolicy: "members",
  language: "en",
  indexable: false,
  keys: keysOf(GROUP),
  published: NOON,
  updated: new Date("2026-03-02T09:00:00Z"),
};

export const northNode: NodeFacts = {
  mailDomains: ["north.gov.example"],
  origin: NORTH,
  name: "Northmoor and Southmoor",
  councils: [
    { name: "Northmoor Council", nameCy: "Cyngor Northmoor", registerId: "E08000999", own: true },
    { name: "Southmoor Council", nameCy: null, registerId: null, own: false },
  ],
  capabilities: ["core", "groups", "proofs", "administrators", "rfc9421"],
  keys: keysOf(`${NORTH}/ap/actor`),
  published: NOON,
};
