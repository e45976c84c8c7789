import { describe, expect, it } from "vitest";
import {
  communitiesFor,
  communitiesPageFor,
  type ListedCommunity,
} from "../../federation/objects/communities.ts";
import { readDirectoryPage } from "../../federation/read/communities-page.ts";
import { GROUP, group, NOON, NORTH } from "./wire-facts.ts";

describe("The directory of a node", () => {
  const listed: ListedCommunity = {
    iri: GROUP,
    handle: "road_safety",
    name: "Road Safety",
    purpose: group.purpose,
    pageUrl: group.pageUrl,
    themes: group.themes,
    level: "restricted",
    joinPolicy: "approval",
    language: "en",
    members: 37,
    councils: 4,
    lastActivity: NOON,
    updated: NOON,
  };
  const node = `${NORTH}/ap/actor`;
  const directory = (communities: readonly ListedCommunity[], total = communities.length) =>
    communitiesPageFor({ origin: NORTH, page: 1, total, communities, made: NOON });

  it("is read as it was listed, and goes on where there is more", () => {
    expect(readDirectoryPage(directory([listed]), node)).toEqual({
      type: "directory-page",
      total: 1,
      made: NOON,
      communities: [listed],
      leftOut: 0,
      next: null,
    });
    expect(readDirectoryPage(directory([listed], 101), node)).toMatchObject({
      next: `${node}/communities?page=2`,
    });
    expect(readDirectoryPage(communitiesFor(NORTH, 1), node)).toMatchObject({
      communities: [],
      next: `${node}/communities?page=1`,
    });
  });

  it("P-14: lists only its own communities, and never a hidden one", () => {
    const elsewhere = { ...listed, iri: "https://east.example/ap/g/1" };
    const hidden = { ...listed, level: "confidential" } as unknown as ListedCommunity;
    expect(readDirectoryPage(directory([listed, elsewhere, hidden]), node)).toMatchObject({
      communities: [listed],
      leftOut: 2,
    });
    expect(readDirectoryPage(directory([listed]), "https://east.example/ap/actor")).toMatchObject({
      code: "wrong-author",
    });
  });
});
