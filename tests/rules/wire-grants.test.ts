import { describe, expect, it } from "vitest";
import { grantFor, membershipsFor } from "../../federation/objects/memberships.ts";
import { nodeInfoFor, nodeInfoLinksFor } from "../../federation/objects/nodeinfo.ts";
import { nodeWebFingerFor, webFingerFor } from "../../federation/objects/webfinger.ts";
import { readGrant, readMemberships } from "../../federation/read/memberships-page.ts";
import { readNodeInfo, readNodeInfoLinks } from "../../federation/read/nodeinfo.ts";
import { readWebFinger } from "../../federation/read/webfinger.ts";
import { AISHA, EAST, GROUP, group, NOON, NORTH } from "./wire-facts.ts";

describe("Grants, names and software, sent and read", () => {
  it("B-04: a grant, and a node's whole set of them", () => {
    const grant = {
      iri: `${GROUP}/memberships/01m1`,
      groupIri: GROUP,
      personIri: AISHA,
      role: "facilitator",
      state: "suspended",
      since: NOON,
    } as const;
    expect(readGrant(sent(grantFor(grant)), GROUP)).toEqual({ grant });
    const paused = { ...grant, reason: "Rude.", until: new Date("2026-12-24T00:00:00Z") };
    expect(readGrant(sent(grantFor(paused)), GROUP), "B-09: why and until when").toEqual({ grant: paused });
    const set = sent(membershipsFor(GROUP, `${EAST}/ap/actor`, [grant, { ...grant, state: "ended" }]));
    expect(readMemberships(set, { groupIri: GROUP, ownOrigin: EAST })).toEqual({
      type: "memberships",
      grants: [grant],
    });
    expect(readMemberships(set, { groupIri: GROUP, ownOrigin: NORTH })).toMatchObject({
      type: "refused",
      code: "wrong-audience",
    });
    expect(readGrant(sent(grantFor({ ...grant, iri: `${EAST}/ap/m/1` })), GROUP)).toMatchObject({
      code: "wrong-author",
    });
  });

  it("names and software", () => {
    const facts = {
      handle: "road_safety",
      host: "north.example",
      actorIri: GROUP,
      pageUrl: group.pageUrl,
      kind: "Group",
    } as const;
    expect(readWebFinger(sent(webFingerFor(facts)))).toEqual({
      type: "webfinger",
      subject: "acct:road_safety@north.example",
      actorIri: GROUP,
    });
    expect(readWebFinger(sent(nodeWebFingerFor(NORTH, `${NORTH}/ap/actor`)))).toMatchObject({
      actorIri: `${NORTH}/ap/actor`,
    });
    expect(readNodeInfoLinks(sent(nodeInfoLinksFor(NORTH, `${NORTH}/ap/actor`)), NORTH)).toEqual({
      type: "nodeinfo-links",
      hrefs: [`${NORTH}/nodeinfo/2.1`],
      nodeIri: `${NORTH}/ap/actor`,
    });
    const info = nodeInfoFor({
      version: "1.0.0",
      name: "North",
      organisationId: null,
      people: 0,
      activeMonth: 0,
      activeHalfyear: 0,
      topics: 0,
      replies: 0,
      openCommunities: 0,
      staffIris: [],
    });
    expect(readNodeInfo(sent(info))).toEqual({
      type: "nodeinfo",
      software: "moothall",
      version: "1.0.0",
      nodeName: "North",
    });
  });
});

/** As another node gets it: through JSON text. */
function sent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
