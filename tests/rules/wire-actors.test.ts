import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../federation/jcs.ts";
import { countFor, membersFor, moderatorsFor } from "../../federation/objects/collections.ts";
import { groupFor } from "../../federation/objects/group.ts";
import { nodeActorFor } from "../../federation/objects/node-actor.ts";
import { nodeInfoFor } from "../../federation/objects/nodeinfo.ts";
import { personFor } from "../../federation/objects/person.ts";
import { scribeFor } from "../../federation/objects/scribe.ts";
import { AISHA, aisha, CARL, GROUP, group, keysOf, NOON, NORTH, northNode } from "./wire-facts.ts";
import { textsIn } from "./wire-texts.ts";

describe("Actors", () => {
  it("A-03: a node names what it supports, its administrators, its councils and its directory", () => {
    const node = nodeActorFor(northNode);
    expect((node.implements as JsonObject[]).map((item) => item.name)).toEqual([
      "CoP core 1",
      "FEP-1b12",
      "FEP-8b32",
      "FEP-baf5",
      "RFC 9421",
    ]);
    expect(node).toMatchObject({
      attributedTo: `${NORTH}/ap/admins`,
      "cop:communities": `${NORTH}/ap/actor/communities`,
      "cop:organisationId": "E08000999",
    });
    expect(node["cop:councils"]).toHaveLength(2);
  });

  it.each([
    ["open", false, "open"],
    ["restricted", false, "open"],
    ["closed", true, "closed"],
    ["confidential", true, "confidential"],
  ] as const)("A-04: a community that is %s says so in both forms", (level, approves, visibility) => {
    expect(groupFor({ ...group, level })).toMatchObject({
      manuallyApprovesFollowers: approves,
      "cop:visibility": visibility,
      "cop:level": level,
    });
  });

  it("A-05: posting is restricted to facilitators exactly where the policy says so", () => {
    expect(groupFor({ ...group, postPolicy: "facilitators" }).postingRestrictedToMods).toBe(true);
    expect(groupFor({ ...group, postPolicy: "members" }).postingRestrictedToMods).toBe(false);
  });

  it("A-06: a community's owner is its list of facilitators, in one piece", () => {
    expect(groupFor(group).attributedTo).toBe(`${GROUP}/moderators`);
    expect(moderatorsFor(GROUP, [CARL])).toEqual({
      type: "OrderedCollection",
      id: `${GROUP}/moderators`,
      attributedTo: GROUP,
      totalItems: 1,
      orderedItems: [CARL],
    });
  });

  it("A-08: followers and following are a number", () => {
    expect(countFor(`${GROUP}/followers`, 37)).toEqual({
      type: "OrderedCollection",
      id: `${GROUP}/followers`,
      totalItems: 37,
    });
  });

  it("A-09: to strangers a person's profile for the network is a stub; to known nodes it is whole", () => {
    expect(Object.keys(personFor(aisha, "stub")).sort()).toEqual([
      "assertionMethod",
      "id",
      "inbox",
      "outbox",
      "preferredUsername",
      "publicKey",
      "type",
    ]);
    const card = personFor(aisha, "card");
    expect(card).toMatchObject({ name: "Aisha Khan", "cop:organisationId": "E08000999" });
    expect(textsIn(card)).not.toContain("20 mph zones");
    expect(textsIn(personFor(aisha, "full"))).toContain("20 mph zones");
  });

  it("A-10: NodeInfo leaves out every figure below ten", () => {
    const info = nodeInfoFor({
      version: "1.0.0",
      name: "North",
      organisationId: null,
      people: 9,
      activeMonth: 10,
      activeHalfyear: 0,
      topics: 3,
      replies: 12,
      openCommunities: 9,
      staffIris: [],
    });
    expect(info.usage).toEqual({ users: { activeMonth: 10 }, localComments: 12 });
    expect(info.software).toEqual({ name: "moothall", version: "1.0.0" });
  });

  it("keep a retired key listed with the moment it was revoked", () => {
    const [current] = keysOf(AISHA).ed25519;
    if (current === undefined) throw new Error("no key");
    const old = { ...current, iri: `${AISHA}#ed25519-1`, revoked: NOON };
    const person = personFor({ ...aisha, keys: { ...aisha.keys, ed25519: [current, old] } }, "stub");
    expect((person.assertionMethod as JsonObject[]).map((key) => key.revoked)).toEqual([
      undefined,
      "2026-03-01T12:00:00Z",
    ]);
    expect(
      scribeFor({ origin: NORTH, name: "North", keys: keysOf(`${NORTH}/ap/scribe`), published: NOON }),
    ).toMatchObject({ type: "Service", id: `${NORTH}/ap/scribe` });
  });

  it("B-12: the member list shows a node its own members, and counts under five as such", () => {
    const shares = [
      { nodeIri: `${NORTH}/ap/actor`, name: "Northmoor", members: 6, memberIris: [CARL] },
      { nodeIri: "https://west.example/ap/actor", name: "Westford", members: 4, memberIris: [] },
    ];
    const items = membersFor(GROUP, 37, shares).items as JsonObject[];
    expect(items.map((item) => [item.totalItems, item["cop:count"]])).toEqual([
      [6, undefined],
      [undefined, "<5"],
    ]);
    expect(Object.keys(membersFor(GROUP, 37, null))).not.toContain("items");
  });
});
