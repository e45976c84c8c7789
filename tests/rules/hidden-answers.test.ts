import { expect, test } from "vitest";
import { hiddenAsk } from "../../node/hidden/asks.ts";
import { threadAnswer } from "../../web/hidden/answers.ts";
import { appealAnswer, ownAppealAnswer } from "../../web/hidden/appeal-answers.ts";
import { memberAnswer, membersAnswer } from "../../web/hidden/member-answers.ts";
import { fileAt, type HiddenAt, personAt, written } from "../../web/hidden/shapes.ts";

// What the node of a hidden community answers is another council's word: nothing in it may run, lead elsewhere under a
// name of ours, or offer what this node has no page for.

const AT: HiddenAt = {
  path: "/hidden/01",
  home: "North",
  homeOrigin: "https://north.example",
  origin: "https://east.example",
};
const ID = "019a0000-0000-7000-8000-000000000000";
const PERSON = {
  id: ID,
  iri: "https://north.example/ap/p/1",
  name: "Ann",
  handle: "ann",
  initials: "A",
  hue: 1,
};

test("Markup is cleaned here again, whatever the other node let through", () => {
  expect(written.parse('<p onclick="x()">Hello<script>alert(1)</script></p>')).toBe("<p>Hello</p>");
});

test("A file leads to its place here by its key alone, and one without a key nowhere else", () => {
  const file = { id: "1", name: "a.html", mediaType: "text/html", bytes: 3, state: "ready" };
  const key = "0".repeat(26);
  expect(fileAt(AT).parse({ ...file, path: `/files/${key}` }).path).toBe(`/hidden/01/files/${key}`);
  for (const path of ["javascript:alert(1)", "https://elsewhere.example/x", "/files/../admin"])
    expect(fileAt(AT).parse({ ...file, path }).path).toBe("/hidden/01/files/");
});

test("A person's page is the one here, under the host of who answers", () => {
  expect(personAt(AT).parse({ ...PERSON, path: "https://elsewhere.example/" }).path).toBe(
    "/people/ann@north.example",
  );
  const own = { ...PERSON, iri: "https://east.example/ap/p/2", handle: "amara@east.example" };
  expect(personAt(AT).parse(own).path).toBe("/people/amara");
});

test("Acts that have no page here are taken away, and what is too long or of another shape is no answer", () => {
  const may = { edit: true, remove: true, restore: true, appeal: true, reply: true };
  const post = {
    id: ID,
    kind: "topic",
    author: PERSON,
    number: 1,
    html: "<p>x</p>",
    published: "2026-11-23T00:00:00Z",
    may,
  };
  const community = { id: ID, iri: "https://north.example/ap/g/1", name: "Panel" };
  const thread = {
    community,
    id: ID,
    kind: "topic",
    title: "T",
    posts: [post],
    replies: 0,
    page: 1,
    pages: 1,
  };
  const whole = { ...thread, may: { answerHere: "reply", pin: true, lock: true } };
  const read = threadAnswer(AT).parse(whole);
  expect(read.posts[0]?.may).toMatchObject({ edit: true, remove: true, restore: true, appeal: true });
  expect([read.may.pin, read.may.lock, read.community.path]).toEqual([true, true, "/hidden/01"]);
  for (const wrong of [
    { title: "x".repeat(1_001) },
    { posts: Array(101).fill(post) },
    { kind: "page" },
    { id: "1" },
  ])
    expect(threadAnswer(AT).safeParse({ ...whole, ...wrong }).success).toBe(false);
});

const HOSTILE = '<p onclick="x()">Hello<script>alert(1)</script></p>';
const NOW = "2026-11-23T00:00:00Z";
const COMMUNITY = { id: ID, iri: "https://north.example/ap/g/1", name: "Panel" };

test("An appeal is cleaned, stands in the place here, and is no answer with another outcome or without its removal", () => {
  const appeal = {
    ...{ id: ID, words: "Why?", created: NOW, state: "open", decided: null, title: "T", html: HOSTILE },
    ...{ community: { ...COMMUNITY, path: "https://elsewhere.example/" }, author: PERSON, mayDecide: true },
    ...{ removal: { by: null, at: NOW, reason: "No." }, readable: false, onItsWay: true, away: true },
  };
  const read = appealAnswer(AT).parse(appeal);
  expect([read.html, read.community.path, read.readable, read.onItsWay, read.away]).toEqual([
    ...["<p>Hello</p>", "/hidden/01", true, false, false],
  ]);
  for (const wrong of [
    { state: "won" },
    { removal: null },
    { words: "x".repeat(2_001) },
    { decided: { at: "now", by: null, reason: "" } },
    { author: { ...PERSON, id: "../1" } },
  ])
    expect(appealAnswer(AT).safeParse({ ...appeal, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  expect(ownAppealAnswer(AT).safeParse({ appeal: { ...appeal, words: 1 } }).success).toBe(false);
});

test("A member is one of the states there are, and a list of them no longer than a page", () => {
  const member = { person: PERSON, role: "member", state: "suspended", reason: "R", until: NOW };
  expect(memberAnswer(AT).parse({ ...member, since: null })).toMatchObject({
    until: new Date(NOW),
    since: null,
  });
  for (const wrong of [{ state: "unknown" }, { role: "administrator" }, { until: "soon" }, { person: null }])
    expect(memberAnswer(AT).safeParse({ ...member, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  const row = { person: PERSON, role: "member", since: NOW, paused: { until: null }, returned: NOW };
  const list = (items: unknown[], you: unknown = null) => ({
    community: { ...COMMUNITY, relation: { kind: "member", since: NOW, role: "facilitator" }, created: NOW },
    ...{
      members: { items, total: 1, page: 1, pages: 1 },
      shares: [{ council: "North", members: null }],
      you,
    },
  });
  const read = membersAnswer(AT).parse(list([row], ID));
  expect([read.members.items[0]?.paused, read.members.items[0]?.returned, read.you]).toEqual([
    ...[{ until: null }, null, ID],
  ]);
  for (const wrong of [list([row], "me"), list(Array(101).fill(row)), list([{ ...row, paused: true }])])
    expect(membersAnswer(AT).safeParse(wrong).success).toBe(false);
});

test("What another node asks to change is of the areas and questions there are", () => {
  const asked = { ask: "change", name: "N", purpose: "P", themes: ["children"], language: "cy" };
  expect(hiddenAsk.safeParse({ ...asked, charter: { who: "All." } }).success).toBe(true);
  for (const wrong of [
    { charter: { motto: "All." } },
    { charter: { who: "x".repeat(5_001) } },
    { charter: {}, themes: ["parades"] },
    { charter: {}, language: "de" },
  ])
    expect(hiddenAsk.safeParse({ ...asked, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
});

test("A handle that is no part of an address leads to nobody", () => {
  for (const handle of ["../../admin", ".", "a/b", "x?y#z", 'x" onclick="y', ""])
    expect(personAt(AT).parse({ ...PERSON, handle }).path, handle).toBe("/people/unknown@north.example");
  expect(personAt(AT).parse({ ...PERSON, handle: "siân.o-n_1@a.example" }).path).toBe(
    "/people/siân.o-n_1@a.example",
  );
});
