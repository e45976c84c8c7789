import { expect, test } from "vitest";
import { drafts, requests } from "../../deploy/demo/content/communities.ts";
import { threads } from "../../deploy/demo/content/index.ts";
import type { Moment } from "../../deploy/demo/content/types.ts";
import * as walk from "../../deploy/demo/content/walk.ts";
import { speechOf } from "../../web/language.ts";
import { acceptedOf, communityOf, expectNoneTwice, personOf, postsOf } from "../support/demo-content.ts";

const posts = threads.flatMap((thread) => postsOf(thread).map((post) => ({ thread, post })));
const questions = threads.filter((thread) => thread.kind === "question");

test("At least four hundred posts stand in threads of believable length", () => {
  expect(threads.length).toBeGreaterThanOrEqual(60);
  expect(posts.length).toBeGreaterThanOrEqual(400);
  expectNoneTwice(threads.map((thread) => thread.key));
  for (const thread of threads) {
    expect(thread.replies.length, thread.key).toBeLessThanOrEqual(10);
    expect(thread.title.length, thread.key).toBeLessThanOrEqual(120);
  }
});

test("Only members write, in office hours of the last 120 days, each reply after the one before", () => {
  for (const thread of threads) {
    const community = communityOf(thread.community);
    let before: Moment = { daysAgo: community.startedDaysAgo, at: "17:30" };
    for (const post of postsOf(thread)) {
      expect(community.members, `${thread.key} ${post.by}`).toContain(post.by);
      expect(isOfficeTime(post), `${thread.key} ${post.at}`).toBe(true);
      expect(isLater(post, before), `${thread.key} ${post.daysAgo} ${post.at}`).toBe(true);
      before = post;
    }
  }
});

test("What was done to a post came after it and was done by somebody who may", () => {
  for (const { thread, post } of posts) {
    const { members, facilitators } = communityOf(thread.community);
    const earlier = postsOf(thread).slice(0, postsOf(thread).indexOf(post));
    if (post.replyTo)
      expect(
        earlier.map((it) => it.by),
        thread.key,
      ).toContain(post.replyTo);
    expectNoneTwice(post.useful ?? []);
    for (const key of post.useful ?? [])
      expect(members.includes(key) && key !== post.by, `${thread.key} ${key}`).toBe(true);
    for (const act of [post.accepted, post.edited, post.removed, post.reported]) {
      if (act) expect(isLater(act, post) && isOfficeTime(act), thread.key).toBe(true);
    }
    if (post.removed) expect(facilitators).toContain(post.removed.by);
    if (post.reported) expect(post.reported.by).not.toBe(post.by);
  }
  for (const thread of threads) {
    const last = postsOf(thread).at(-1) ?? thread.opening;
    for (const act of [thread.pinned, thread.locked])
      if (act) expect(communityOf(thread.community).facilitators).toContain(act.by);
    if (thread.locked) expect(isLater(thread.locked, last)).toBe(true);
  }
});

test("At least 25 questions have one accepted answer by another person, and at least three have no reply", () => {
  const accepted = threads.filter((thread) => acceptedOf(thread).length > 0);
  expect(accepted.length).toBeGreaterThanOrEqual(25);
  for (const thread of accepted) {
    expect(thread.kind, thread.key).toBe("question");
    expect(acceptedOf(thread).length, thread.key).toBe(1);
    expect(acceptedOf(thread)[0]?.by, thread.key).not.toBe(thread.opening.by);
    expect(thread.opening.accepted, thread.key).toBeUndefined();
  }
  expect(questions.filter((thread) => thread.replies.length === 0).length).toBeGreaterThanOrEqual(3);
  expect(
    questions.filter((thread) => thread.replies.length > 0 && acceptedOf(thread).length === 0).length,
  ).toBeGreaterThanOrEqual(3);
});

test("One question was answered today by another council than the asker's and the community's", () => {
  const today = questions.filter((thread) => acceptedOf(thread).some((post) => post.daysAgo === 0));
  expect(today.map((thread) => thread.key)).toEqual(["dm_warrant"]);
  for (const thread of today) {
    const sites = [thread.opening.by, ...acceptedOf(thread).map((post) => post.by)].map(
      (key) => personOf(key).council,
    );
    expect(new Set([...sites, communityOf(thread.community).council]).size).toBe(3);
  }
});

test("Most accepted answers come from another council than the question", () => {
  const pairs = threads.flatMap((thread) => acceptedOf(thread).map((post) => [thread.opening.by, post.by]));
  const across = pairs.filter(([asker, answerer]) => personOf(asker).council !== personOf(answerer).council);
  expect(across.length / pairs.length).toBeGreaterThan(0.7);
});

test("The acts that pages have to show all occur", () => {
  const counts = {
    pinned: threads.filter((thread) => thread.pinned).length,
    locked: threads.filter((thread) => thread.locked).length,
    edited: posts.filter(({ post }) => post.edited).length,
    removed: posts.filter(({ post }) => post.removed).length,
    reported: posts.filter(({ post }) => post.reported).length,
    requests: requests.length,
    drafts: drafts.length,
  };
  expect(counts).toEqual({
    pinned: 4,
    locked: 1,
    edited: 1,
    removed: 1,
    reported: 1,
    requests: 1,
    drafts: 1,
  });
  expect(posts.filter(({ post }) => /(^|\s)#[a-z]\w+/.test(post.text)).length).toBeGreaterThanOrEqual(5);
  expect(posts.filter(({ post }) => /@\{\w+\}/.test(post.text)).length).toBeGreaterThanOrEqual(3);
  for (const { post } of posts) for (const [, key] of post.text.matchAll(/@\{(\w+)\}/g)) personOf(key);
  for (const { person, community } of requests) {
    expect(communityOf(community).level).toBe("restricted");
    expect(communityOf(community).members).not.toContain(person);
  }
  for (const { person, community } of drafts) expect(communityOf(community).members).toContain(person);
});

test("A Welsh question has replies in Welsh and in English", () => {
  const mixed = questions.filter((thread) => {
    const languages = new Set(thread.replies.map((post) => post.lang ?? "en"));
    return thread.opening.lang === "cy" && languages.size === 2;
  });
  expect(mixed.map((thread) => thread.key)).toContain("cy_cartrefi_gofal");
});

test("Only Somerset's answered question has all the words of the walk's search in its title", () => {
  const words = walk.walkSearch.split(" ");
  const found = threads.filter((thread) => words.every((word) => thread.title.toLowerCase().includes(word)));
  expect(found.map((thread) => thread.key)).toEqual([walk.walkFound]);
  expect(communityOf(found[0]?.community).council).toBe("somerset");
  expect(acceptedOf(found[0]).map((post) => personOf(post.by).council)).toEqual(["somerset"]);
  expect(walk.walkSteps.length).toBe(8);
  for (const { person } of [walk.walkQuestion, walk.walkAnswer, walk.walkReply, ...walk.walkPeople])
    personOf(person);
});

test("The walk calls every button and page as the pages do", () => {
  const { t } = speechOf("en");
  const words = walk.walkSteps.flatMap(({ text }) =>
    [...text.matchAll(/(?<=\s)'([^']+)'/g)].map(([, it]) => it),
  );
  expect(words).toEqual([
    walk.walkSearch,
    communityOf(walk.walkQuestion.community).name,
    t("community.ask"),
    t("topic.act.accept"),
  ]);
  const told = walk.walkSteps.map(({ text }) => text).join(" ");
  expect(t("topic.journey.savedLate", { home: "Somerset", when: "1", why: "" })).toContain(
    "it is sent as soon as",
  );
  expect(told).toContain("it is sent as soon as Somerset answers");
  expect(t("topic.journey.arrived", { home: "Somerset" })).toContain("In the community at Somerset");
  expect(told).toContain("in the community at Somerset");
});

function isOfficeTime({ daysAgo, at }: Moment): boolean {
  return daysAgo >= 0 && daysAgo <= 120 && /^\d\d:\d\d$/.test(at) && at >= "08:30" && at <= "17:30";
}

function isLater(one: Moment, other: Moment): boolean {
  return one.daysAgo < other.daysAgo || (one.daysAgo === other.daysAgo && one.at > other.at);
}
