import { expect, test } from "vitest";
import { type CommunityRow, communityDocument } from "../../search/documents/community.ts";
import { type PersonRow, personDocument } from "../../search/documents/person.ts";
import { plainTextOf } from "../../search/documents/plain-text.ts";
import { type PostRow, postDocument } from "../../search/documents/post.ts";
import { qualityOf } from "../../search/postgres/document-row.ts";

const DAY = new Date("2026-11-01T09:00:00Z");
const COUNCIL = { id: "council-somerset", name: "Somerset Council" };
const LONG = `<p>${"We pay the fostering rate to special guardians after a means test. ".repeat(3)}</p>`;

const post: PostRow = {
  id: "post-1",
  iri: "https://somerset.example/ap/o/1",
  version: 12,
  kind: "question",
  title: "Kinship allowances",
  html: LONG,
  lang: "en",
  themes: ["children"],
  hashtags: ["kinship", "children"],
  node: "somerset.example",
  council: COUNCIL,
  community: { id: "community-1", name: "Kinship care", number: 1_007, level: "open", local: true },
  threadId: "post-1",
  author: { id: "person-1", name: "Priya Nair" },
  accepted: false,
  answered: false,
  useful: 2,
  published: DAY,
  edited: null,
};

const community: CommunityRow = {
  id: "community-1",
  iri: "https://somerset.example/ap/c/1",
  version: 3,
  name: "Kinship care",
  purpose: "Relatives who care.",
  charter: ["Social workers"],
  themes: ["children"],
  language: "en",
  node: "somerset.example",
  council: COUNCIL,
  level: "open",
  number: 1_007,
  local: true,
  listed: true,
  archived: false,
  members: 40,
  created: DAY,
  lastActivity: null,
};

const person: PersonRow = {
  id: "person-1",
  iri: "https://somerset.example/ap/p/1",
  version: 1,
  visibility: "network",
  name: "Priya Nair",
  roleTitle: "Policy officer",
  topics: ["kinship"],
  languages: ["en"],
  node: "somerset.example",
  council: COUNCIL,
  gone: false,
  updated: DAY,
};

test("A post can be found by whoever may read its community, and nothing of a hidden community elsewhere is indexed", () => {
  const acl = (level: PostRow["community"]["level"], local = true) =>
    postDocument({ ...post, community: { ...post.community, level, local } })?.acl ?? null;
  expect(acl("open")).toEqual([1]);
  expect(acl("restricted")).toEqual([1]);
  expect(acl("closed")).toEqual([1_007]);
  expect(acl("closed", false)).toEqual([1_007]);
  expect(acl("confidential")).toEqual([1_007]);
  expect(acl("confidential", false)).toBeNull();
});

test("A question carries its title, words, tags once, and the names around it", () => {
  expect(postDocument(post)).toMatchObject({
    kind: "question",
    id: "post-1",
    version: 12,
    title: "Kinship allowances",
    tags: ["children", "kinship"],
    thread: "post-1",
    context: ["Kinship care", "Somerset Council", "Priya Nair"],
    tier: 1,
    answered: false,
    createdAt: DAY,
    updatedAt: DAY,
  });
  expect(postDocument(post)?.body).toMatch(/^We pay the fostering rate/);
  expect(postDocument({ ...post, answered: true })?.answered).toBe(true);
});

test("Replies of fewer than fifteen words are not indexed, unless they are the accepted answer", () => {
  const reply: PostRow = { ...post, id: "post-2", kind: "reply", html: "<p>Thanks, that helps a lot.</p>" };
  expect(postDocument(reply)).toBeNull();
  expect(postDocument({ ...reply, accepted: true })).toMatchObject({
    tier: 3,
    answered: true,
    thread: "post-1",
  });
  expect(postDocument({ ...reply, html: LONG })).toMatchObject({ tier: 0, answered: false });
  expect(postDocument({ ...post, html: "<p>Short?</p>" })).not.toBeNull();
});

test("A members-only community is found by name by everyone, a hidden one by those invited, an unlisted or archived one by nobody", () => {
  const acl = (given: Partial<CommunityRow>) => communityDocument({ ...community, ...given })?.acl ?? null;
  expect(acl({ level: "closed" })).toEqual([1]);
  expect(acl({ level: "confidential" })).toEqual([1_007]);
  expect(acl({ level: "confidential", local: false })).toBeNull();
  expect(acl({ listed: false })).toBeNull();
  expect(acl({ archived: true })).toBeNull();
  expect(communityDocument(community)).toMatchObject({
    kind: "community",
    body: "Relatives who care. Social workers",
    thread: null,
    community: "community-1",
  });
});

test("A person is indexed as far as they chose, and not at all when hidden or gone", () => {
  expect(personDocument(person)).toMatchObject({
    kind: "person",
    visibility: "network",
    councilName: "Somerset Council",
  });
  expect(personDocument({ ...person, visibility: "hidden" })).toBeNull();
  expect(personDocument({ ...person, gone: true })).toBeNull();
  expect(personDocument({ ...person, visibility: "council" })?.visibility).toBe("council");
  expect(personDocument({ ...person, visibility: "council", council: null })).toBeNull();
});

test("HTML becomes words: blocks are parted, marks inside words are not, entities are read", () => {
  expect(plainTextOf("<p>One</p><p>two <b>th</b>ree<br>four</p><ul><li>five</li><li>six</li></ul>")).toBe(
    "One two three four five six",
  );
  expect(plainTextOf("R&amp;D &lt;b&gt; caf&#233; &#x1F600; &unknown; 5&nbsp;% &#0;")).toBe(
    "R&D <b> café 😀 &unknown; 5 %",
  );
});

test("What is validated, answered and thanked for is worth more, between nought and one", () => {
  const worth = [
    qualityOf({ tier: 0, answered: false, useful: 0 }),
    qualityOf({ tier: 1, answered: false, useful: 0 }),
    qualityOf({ tier: 1, answered: true, useful: 0 }),
    qualityOf({ tier: 3, answered: true, useful: 0 }),
    qualityOf({ tier: 3, answered: true, useful: 1_000_000 }),
  ];
  expect(worth).toEqual([...worth].sort((a, b) => a - b));
  expect([worth[0], worth[4]]).toEqual([0, 1]);
});
