import { expect, test } from "vitest";
import { communities, drafts, requests } from "../../deploy/demo/content/communities.ts";
import { threads } from "../../deploy/demo/content/index.ts";
import type { DemoPost } from "../../deploy/demo/content/types.ts";
import { walkAnswer, walkQuestion, walkReply } from "../../deploy/demo/content/walk.ts";
import { postsOf } from "../support/demo-content.ts";

const posts = threads.flatMap((thread) => postsOf(thread).map((post) => ({ thread, post })));

test("No sentence stands twice, in posts, titles, purposes, charters or reasons", () => {
  const seen = new Map<string, string>();
  for (const { where, text } of texts()) {
    for (const sentence of sentencesOf(text)) {
      expect(seen.get(sentence), `${where}: ${sentence}`).toBeUndefined();
      seen.set(sentence, where);
    }
  }
  expect(seen.size).toBeGreaterThan(1200);
});

test("No six words in a row stand twice", () => {
  const seen = new Map<string, string>();
  for (const { where, text } of texts()) {
    for (const run of runsOf(text, 6)) {
      expect(seen.get(run) ?? where, `${where}: ${run}`).toBe(where);
      seen.set(run, where);
    }
  }
});

test("Texts are in British spelling, calm, and free of words the pages avoid and of addresses that could exist", () => {
  for (const { where, text } of texts()) {
    expect(text, where).not.toMatch(AMERICAN);
    expect(text, where).not.toMatch(
      /\b(nodes?|servers?|instances?|federat\w*|actors?|markdown|lorem|ipsum)\b/i,
    );
    expect(text, where).not.toMatch(/!|[ ]{2}|\s$|^\s/);
    for (const [, host] of text.matchAll(/(?:https?:\/\/|[\w.]@)([\w.-]*\w)/g))
      expect(host, where).toMatch(/\.example$/);
  }
});

test("Every post is one to nine sentences or list items, and none is empty", () => {
  for (const { thread, post } of posts) {
    const count = sentencesOf(post.text).length;
    expect(count >= 1 && count <= 9, `${thread.key} ${post.by}: ${count}`).toBe(true);
  }
});

const AMERICAN =
  /\b(\w+(?:organiz|recogniz|prioritiz|summariz|analyz|apologiz|authoriz|anonymiz|digitiz)\w*|organiz\w*|recogniz\w*|prioritiz\w*|summariz\w*|analyz\w*|apologiz\w*|authoriz\w*|anonymiz\w*|digitiz\w*|colors?|favor\w*|behavior\w*|neighbor\w*|labor|centers?|liters?|meters|fulfill|enrollment|gray|program|catalog|defense|offense|traveled|canceled|labeled|modeled|skeptic\w*|checks? \(bank\)|gotten|fall semester|sidewalk|trash|garbage|parking lot)\b/i;

function texts(): { where: string; text: string }[] {
  return [
    ...communities.flatMap((it) =>
      [it.purpose, ...Object.values(it.charter)].map((text) => ({ where: it.key, text })),
    ),
    ...threads.flatMap((thread) => [
      { where: thread.key, text: thread.title },
      ...(thread.locked ? [{ where: thread.key, text: thread.locked.reason }] : []),
      ...postsOf(thread).flatMap((post) =>
        postTexts(post).map((text) => ({ where: `${thread.key} ${post.by} ${post.daysAgo}`, text })),
      ),
    ]),
    ...requests.map((request) => ({ where: `request of ${request.person}`, text: request.text })),
    ...drafts.flatMap((draft) =>
      [draft.title, draft.text].map((text) => ({ where: `draft of ${draft.person}`, text })),
    ),
    ...[walkQuestion.title, walkQuestion.text, walkAnswer.text, walkReply.text].map((text) => ({
      where: "walk",
      text,
    })),
  ];
}

/** An edited text counts by what the edit added. */
function postTexts(post: DemoPost): string[] {
  const added = post.edited?.text.replace(post.text, "").trim();
  return [
    post.text,
    ...(added ? [added] : []),
    ...[post.removed, post.reported].flatMap((act) => (act ? [act.reason] : [])),
  ];
}

/** Sentences, titles and list items, in lower case and without punctuation. */
function sentencesOf(text: string): string[] {
  const lines = text.split(/\n+/).map((line) => line.replace(/^(-|\d+\.) /, ""));
  const parts = lines.flatMap((line) => line.split(/(?<=[.?!]['’)]?)\s+/));
  return parts.map((part) => wordsOf(part).join(" ")).filter((part) => part !== "");
}

function runsOf(text: string, length: number): string[] {
  const words = wordsOf(text);
  return words
    .slice(0, Math.max(0, words.length - length + 1))
    .map((_, i) => words.slice(i, i + length).join(" "));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}£%]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? [];
}
