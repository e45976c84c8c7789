import { describe, expect, it } from "vitest";
import { articleFor } from "../../federation/objects/article.ts";
import { groupFor } from "../../federation/objects/group.ts";
import { nodeActorFor } from "../../federation/objects/node-actor.ts";
import { noteFor } from "../../federation/objects/note.ts";
import { personFor } from "../../federation/objects/person.ts";
import { readActor } from "../../federation/read/actor.ts";
import { readContentObject } from "../../federation/read/content-object.ts";
import {
  AISHA,
  aisha,
  CARL,
  EAST,
  GROUP,
  group,
  NOON,
  NORTH,
  northNode,
  PUBLIC,
  reply,
  THREAD,
  TOPIC,
  topic,
} from "./wire-facts.ts";

/** As another node gets it: through JSON text. */
function sent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("What one node sends, another reads as the same", () => {
  it("a question", () => {
    expect(readContentObject(sent(articleFor(topic)))).toMatchObject({
      type: "content",
      kind: "question",
      iri: TOPIC,
      authorIri: AISHA,
      title: topic.title,
      html: topic.html,
      source: topic.source,
      audience: GROUP,
      context: THREAD,
      to: [PUBLIC, GROUP],
      cc: [CARL],
      public: true,
      inReplyTo: null,
      lang: "en",
      langSource: "stated",
      mentions: [{ iri: GROUP, name: "@road_safety@north.example" }, ...topic.mentions],
      hashtags: ["cameras"],
      themes: topic.themes,
      links: [
        {
          href: `${EAST}/files/01f1`,
          name: "A plan of the crossing",
          host: new URL(EAST).host,
          mediaType: "image/png",
          bytes: 1_234,
          digest: "zQmNp5n7FFav5ZDaHAj6HzuhJ8LDbL1N6NRzAgT6piWS2Kx",
        },
        {
          href: "https://www.gov.uk/report.pdf",
          name: "Report (PDF)",
          host: "www.gov.uk",
          mediaType: "application/pdf",
          bytes: null,
          digest: null,
        },
      ],
      pageUrl: topic.pageUrl,
      published: NOON,
      updated: null,
      sensitive: false,
    });
  });

  it("a reply, to the millisecond", () => {
    expect(readContentObject(sent(noteFor(reply)))).toMatchObject({
      kind: "reply",
      title: "",
      html: reply.html,
      inReplyTo: TOPIC,
      context: THREAD,
      published: reply.published,
    });
  });

  it("a community at every level, with its themes, charter and policies", () => {
    for (const level of ["open", "restricted", "closed", "confidential"] as const) {
      const joinPolicy = level === "open" ? "open" : "approval";
      expect(readActor(sent(groupFor({ ...group, level, joinPolicy })))).toMatchObject({
        asType: "Group",
        iri: GROUP,
        handle: "road_safety",
        name: "Road Safety",
        summary: group.purpose,
        updated: group.updated,
        group: {
          level,
          joinPolicy,
          postPolicy: "members",
          themes: group.themes,
          charter: group.charter,
          language: "en",
          indexable: false,
          moderatorsIri: `${GROUP}/moderators`,
          historyIri: `${GROUP}/history`,
          threads: `${GROUP}/t?root={root}`,
        },
      });
    }
  });

  it("a person, as much of one as the face shows", () => {
    expect(readActor(sent(personFor(aisha, "full")))).toMatchObject({
      asType: "Person",
      iri: AISHA,
      handle: "aisha_khan",
      name: "Aisha Khan",
      organisationId: "E08000999",
      pageUrl: aisha.pageUrl,
      sharedInbox: `${EAST}/ap/inbox`,
      implements: ["https://w3id.org/cop/v1#core-1"],
      profile: {
        roleTitle: "Transport officer",
        councilName: "Eastvale Council",
        invitedBy: null,
        topics: aisha.topics,
        serviceAreas: ["Highways"],
        languages: ["en", "cy"],
        visibility: "network",
      },
    });
    expect(readActor(sent(personFor(aisha, "stub")))).toMatchObject({
      name: "aisha_khan",
      organisationId: null,
      profile: { topics: [] },
    });
    const invited = { ...aisha, council: null, invitedBy: "Carl Morgan" };
    expect(readActor(sent(personFor(invited, "card")))).toMatchObject({
      profile: { councilName: null, invitedBy: "Carl Morgan", roleTitle: "" },
    });
  });

  it("a node with its councils, keys and directory", () => {
    expect(readActor(sent(nodeActorFor(northNode)))).toMatchObject({
      asType: "Application",
      iri: `${NORTH}/ap/actor`,
      name: northNode.name,
      councils: northNode.councils,
      communitiesIri: `${NORTH}/ap/actor/communities`,
      administratorsIri: `${NORTH}/ap/admins`,
      keys: [
        { iri: `${NORTH}/ap/actor#main-key`, kind: "rsa" },
        { iri: `${NORTH}/ap/actor#ed25519-key`, kind: "ed25519", revoked: null },
      ],
    });
  });
});
