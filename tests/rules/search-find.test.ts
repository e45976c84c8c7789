import { expect, test } from "vitest";
import { ANYONE, type Kind } from "../../search/document.ts";
import type { SearchEngine } from "../../search/engine.ts";
import { type FindPorts, find, findPeople } from "../../search/find.ts";
import { findSimilarCommunities, findSimilarPosts } from "../../search/find-similar.ts";
import { mayLeave, NO_REMOTE, type RemoteHit, type RemoteSearch } from "../../search/remote.ts";
import type { Hit, Page, Query } from "../../search/results.ts";

const DAY = new Date("2026-11-01T09:00:00Z");
const ask = (q: string, more: Partial<Query> = {}): Query => ({ q, page: 1, size: 20, ...more });
const who = { viewer: ANYONE, reader: "a visitor" };

test("A hit that may not be read is dropped and counted, the alarm is told, and the engine's counts are no longer shown", async () => {
  const alarms: unknown[] = [];
  const ports = portsOf({
    hits: [hit("a"), hit("b"), hit("c")],
    readable: ["a", "c"],
    alarm: (event) => alarms.push(event),
  });
  const found = await find(ports, who, ask("damp", { facets: ["kind"] }));
  expect(found.hits.map(({ hit: { uri } }) => uri)).toEqual(["uri:a", "uri:c"]);
  expect([found.total, found.totalIsLowerBound, found.facets]).toEqual([2, true, {}]);
  expect(alarms).toMatchObject([{ kind: "hit-not-readable", count: 1, ids: ["b"] }]);
  const sound = await find(portsOf({ hits: [hit("a")], readable: ["a"] }), who, ask("damp"));
  expect([sound.total, sound.facets, sound.sources]).toEqual([
    40,
    { kind: [["question", 40]] },
    { here: "ok", remote: "off" },
  ]);
});

test("An engine that is away gives a page that says so, and no error", async () => {
  const failures: unknown[] = [];
  const ports = portsOf({ hits: new Error("away"), failed: (error) => failures.push(error) });
  const found = await find(ports, who, ask("damp"));
  expect([found.hits, found.sources.here]).toEqual([[], "unavailable"]);
  expect((await findPeople(ports, who, { q: "priya", page: 1, size: 20 })).source).toBe("unavailable");
  expect(failures).toHaveLength(2);
});

test("Results of another source are put between ours by rank, its counts are added, and what we hold comes once", async () => {
  const remote = remoteOf([remoteHit("x"), remoteHit("a"), remoteHit("y")]);
  const found = await find(
    portsOf({ hits: [hit("a"), hit("b")], readable: ["a", "b"], remote }),
    who,
    ask("damp"),
  );
  expect(found.hits.map(({ source, hit: { uri } }) => `${source} ${uri}`)).toEqual([
    "here uri:a",
    "here uri:b",
    "remote uri:x",
    "remote uri:y",
  ]);
  expect([found.total, found.facets.kind, found.sources.remote]).toEqual([47, [["question", 47]], "ok"]);
});

test("Another source that is late, fails or is off never holds up or changes what is found here", async () => {
  const never: RemoteSearch = { name: "national", on: true, search: () => new Promise(() => {}) };
  const broken: RemoteSearch = { name: "national", on: true, search: () => Promise.reject(new Error("no")) };
  for (const [remote, status] of [
    [never, "late"],
    [broken, "unavailable"],
    [NO_REMOTE, "off"],
  ] as const) {
    const wait = status === "late" ? async () => {} : () => new Promise<void>(() => {});
    const found = await find(
      { ...portsOf({ hits: [hit("a")], readable: ["a"], remote }), wait },
      who,
      ask("damp"),
    );
    expect([found.hits.length, found.sources]).toEqual([1, { here: "ok", remote: status }]);
  }
});

test("Words typed inside a community, and words that look like somebody's data, never leave this node", async () => {
  const asked: string[] = [];
  const remote = remoteOf([], (q) => asked.push(q));
  const kept = [
    "943 476 5919",
    "SR5 2AB Mrs Jones",
    "QQ 12 34 56 C",
    "a.person@example.org",
    "case 2024/00012345",
    "  ",
  ];
  for (const q of kept) await find(portsOf({ hits: [], readable: [], remote }), who, ask(q));
  await find(portsOf({ hits: [], readable: [], remote }), who, ask("damp", { communities: ["room"] }));
  expect(asked).toEqual([]);
  await find(portsOf({ hits: [], readable: [], remote }), who, ask("section 106 template 2026"));
  expect(asked).toEqual(["section 106 template 2026"]);
  expect(mayLeave(ask("damp", { author: "someone" }))).toBe(false);
});

test("People that may not be read are dropped like anything else", async () => {
  const ports = portsOf({ hits: [], readable: ["p1"] });
  const found = await findPeople(ports, who, { q: "", page: 1, size: 20 });
  expect([found.hits.map(({ id }) => id), found.total, found.facets]).toEqual([["p1"], 1, {}]);
});

test("Similar questions and communities are read again too, and typing goes on when the engine is away", async () => {
  const similar = [
    { id: "a", uri: "uri:a", title: "A", answered: true, community: null },
    { id: "b", uri: "uri:b", title: "B", answered: false, community: null },
  ];
  const communities = [
    { id: "b", uri: "uri:b", name: "B", likeness: 0.9 },
    { id: "a", uri: "uri:a", name: "A", likeness: 0.5 },
  ];
  const engine = { similar: async () => similar, similarCommunities: async () => communities };
  const ports = { ...portsOf({ hits: [], readable: ["a"] }), engine };
  expect((await findSimilarPosts(ports, who, "damp", 5)).map(({ id }) => id)).toEqual(["a"]);
  expect(
    (await findSimilarCommunities(ports, who, { name: "Damp", purpose: "" }, 3)).map(({ id }) => id),
  ).toEqual(["a"]);
  const away = { ...ports, engine: { ...engine, similar: () => Promise.reject(new Error("away")) } };
  expect(await findSimilarPosts(away, who, "damp", 5)).toEqual([]);
});

interface Given {
  readonly hits: readonly Hit[] | Error;
  readonly readable?: readonly string[];
  readonly remote?: RemoteSearch;
  readonly alarm?: FindPorts<string>["alarm"];
  readonly failed?: (error: unknown) => void;
}

function portsOf({
  hits,
  readable = [],
  remote = NO_REMOTE,
  alarm = () => {},
  failed = () => {},
}: Given): FindPorts<string> {
  const answer = async <T>(value: T): Promise<T> => {
    if (hits instanceof Error) throw hits;
    return value;
  };
  const person = (id: string) => ({
    id,
    uri: `uri:${id}`,
    name: [],
    roleTitle: [],
    council: null,
    councilName: "",
    topics: [],
  });
  const engine: Pick<SearchEngine, "search" | "people"> = {
    search: () => answer(pageOf(hits instanceof Error ? [] : hits)),
    people: () =>
      answer({ hits: [person("p1"), person("p2")], total: 2, facets: { council: [["c", 2] as const] } }),
  };
  const reread = async () => new Set(readable);
  return { engine, remote, readable: reread, alarm, failed, wait: () => new Promise(() => {}) };
}

function pageOf(hits: readonly Hit[]): Page {
  return {
    hits,
    total: 40,
    totalIsLowerBound: false,
    reachable: 40,
    facets: { kind: [["question", 40]] },
    corrected: null,
    leftOut: [],
    tookMs: 1,
    degraded: false,
  };
}

function remoteOf(hits: readonly RemoteHit[], heard: (q: string) => void = () => {}): RemoteSearch {
  const search: RemoteSearch["search"] = async ({ q }) => {
    heard(q);
    return { hits, total: 7, totalIsLowerBound: false, facets: { kind: [["question", 7]] } };
  };
  return { name: "national", on: true, search };
}

function hit(id: string): Hit {
  const kind: Kind = "question";
  return {
    id,
    uri: `uri:${id}`,
    kind,
    title: [[id, false]],
    snippet: null,
    node: "here.example",
    council: null,
    community: null,
    thread: id,
    author: null,
    tier: 1,
    answered: false,
    createdAt: DAY,
    updatedAt: DAY,
    closed: false,
  };
}

function remoteHit(id: string): RemoteHit {
  return {
    uri: `uri:${id}`,
    url: `https://else.example/${id}`,
    kind: "topic",
    title: [[id, false]],
    snippet: null,
    councilName: "",
    communityName: "",
    createdAt: DAY,
  };
}
