import { expect, test } from "vitest";
import { communities } from "../../deploy/demo/content/communities.ts";
import { councils, nodes, serviceAreas } from "../../deploy/demo/content/councils.ts";
import { people } from "../../deploy/demo/content/people.ts";
import type { DemoCommunity } from "../../deploy/demo/content/types.ts";
import { communityOf, councilOf, expectNoneTwice, personOf } from "../support/demo-content.ts";

const areas = new Set(serviceAreas.map((area) => area.key));

test("Three sites serve four councils with domains that cannot exist and register ids of the ONS form", () => {
  expect(nodes.map((node) => [node.key, node.councils.length])).toEqual([
    ["sunderland", 1],
    ["somerset", 2],
    ["wiltshire", 1],
  ]);
  for (const council of councils) {
    expect(council.registerId).toMatch(/^E\d{8}$/);
    for (const domain of council.domains) expect(domain).toMatch(/^[a-z.]+\.example$/);
  }
  for (const node of nodes) {
    expect(personOf(node.administrator).node).toBe(node.key);
    expect(personOf(node.contact).node).toBe(node.key);
  }
  for (const area of serviceAreas) expect(area.label.cy).not.toBe(area.label.en);
});

test("At least sixty people have a name, a council and an address of their own", () => {
  expect(people.length).toBeGreaterThanOrEqual(60);
  for (const field of ["key", "name", "email"] as const)
    expectNoneTwice(people.map((person) => person[field]));
  for (const person of people) {
    expect(councilOf(person.council).node).toBe(person.node);
    expect(councilOf(person.council).domains).toContain(person.email.split("@")[1]);
    expect(person.email).toMatch(/^[a-z-]+(\.[a-z-]+)+@/);
    expect(person.serviceAreas.length).toBeLessThanOrEqual(5);
    for (const area of person.serviceAreas) expect(areas).toContain(area);
  }
  expect(new Set(people.map((person) => person.visibility)).size).toBe(4);
  const speakers = people.filter((person) => person.languages.includes("cy"));
  expect(new Set(speakers.map((person) => person.council)).size).toBe(4);
});

test("At least twelve communities live on all three sites, run by people of several", () => {
  expect(communities.length).toBeGreaterThanOrEqual(12);
  for (const node of nodes)
    expect(communities.filter((it) => it.node === node.key).length).toBeGreaterThanOrEqual(3);
  expectNoneTwice(communities.map((it) => it.key));
  const restricted = communities.filter((it) => it.level === "restricted");
  expect(restricted.length).toBeGreaterThanOrEqual(2);
  expect(restricted.length).toBeLessThanOrEqual(3);
  for (const it of communities) checkCommunity(it);
  const used = new Set(communities.flatMap((it) => it.members));
  expect(people.filter((person) => !used.has(person.key))).toEqual([]);
});

test("Every community has members from every site, save one that nobody in Sunderland has joined", () => {
  const sitesOf = (it: DemoCommunity) => new Set(it.members.map((key) => personOf(key).node));
  expect(communities.filter((it) => sitesOf(it).size < 3).map((it) => it.key)).toEqual(["adoption_kinship"]);
  expect([...sitesOf(communityOf("adoption_kinship"))].sort()).toEqual(["somerset", "wiltshire"]);
});

function checkCommunity(it: DemoCommunity): void {
  expect(it.key).toMatch(/^[a-z0-9_]{3,20}$/);
  expect(it.name.length, it.key).toBeLessThanOrEqual(50);
  expect(it.purpose.length, it.key).toBeLessThanOrEqual(200);
  expect(it.startedDaysAgo, it.key).toBeLessThanOrEqual(120);
  expect(councilOf(it.council).node).toBe(it.node);
  expect(personOf(it.founder).council, it.key).toBe(it.council);
  expect(it.facilitators).toContain(it.founder);
  expect(new Set(it.facilitators.map((key) => personOf(key).node)).size, it.key).toBeGreaterThanOrEqual(2);
  for (const key of [...it.facilitators, ...it.mailEach]) expect(it.members, it.key).toContain(key);
  expectNoneTwice(it.members);
  expect(it.members.length >= 8 && it.members.length <= 25, it.key).toBe(true);
  for (const theme of it.themes) expect(areas).toContain(theme);
}
