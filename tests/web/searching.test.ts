import { afterAll, beforeAll, expect, test } from "vitest";
import { findRelated } from "../../node/discovery/related.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import { speechOf } from "../../web/language.ts";
import { type Officer, postIdOn, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const PATROL = "Who pays for the school crossing patrol?";
const AGAIN = "School crossing patrol: who pays when the school closes?";
const OTHER = "Which liners for food caddies?";

let councils: ThreeCouncils;
let martin: Officer;
let patrol: string;
let again: string;
/** A visitor of Sunderland's site, where all of this was brought to from Somerset. */
let visitor: Browser;

beforeAll(async () => {
  councils = await startThreeCouncils();
  ({ martin } = councils);
  await councils.net.connect("sunderland", "somerset");
  patrol = await councils.write(martin, { title: PATROL, text: "The council or the school?" });
  const answer = await councils.write(martin, { text: "The highway authority pays.", parentIri: patrol });
  again = await councils.write(martin, { title: AGAIN, text: "From next term on." });
  await councils.write(martin, { title: OTHER, text: "Paper ones tear." });
  const { ctx } = councils.somerset;
  await acceptAnswer(ctx, { actorId: martin.actorId, postId: await postIdOn(councils.somerset, answer) });
  await councils.net.settle();
  visitor = browserOn(webAppFor(councils.sunderland.ctx), councils.sunderland.origin);
});
afterAll(async () => councils[Symbol.asyncDispose]());

/** What the page of a search says, its marks left out. */
async function search(query: string): Promise<string> {
  return (await visitor.get(`/search?${query}`)).text.replace(/<\/?mark>/g, "");
}

/** The page of a question on Sunderland's site, and as JSON. */
async function threadOf(title: string) {
  const found = await visitor.get(`/search?q=${encodeURIComponent(title)}&exact=yes`);
  const path = /href="(\/c\/[^"]+\/t\/[^"]+)"/.exec(found.text)?.[1] ?? "";
  const json = await visitor.get(path, { accept: "application/json" });
  return {
    page: (await visitor.get(path)).text,
    related: JSON.parse(json.text).related as { title: string }[],
  };
}

test("Under a question stand others like it that were answered, never itself and nothing unlike", async () => {
  const { page, related } = await threadOf(AGAIN);
  expect(page).toContain("Similar discussions");
  expect(page).toContain(`${PATROL}</a>`);
  expect(related).toEqual([
    {
      title: PATROL,
      path: expect.stringMatching(/^\/c\/[^/]+\/t\/[0-9a-z]{26}$/),
      answered: true,
      lang: "en",
      community: "Adoption and kinship care",
    },
  ]);
  expect((await threadOf(OTHER)).related).toEqual([]);
});

test("A word that nobody uses is corrected, and one press searches for exactly what was typed", async () => {
  const corrected = await search("q=crosing+patrol");
  expect(corrected).toContain("Showing results for “crossing patrol”.");
  expect(corrected).toContain(PATROL);
  const exact = /href="(\/search\?[^"]*exact=yes[^"]*)"/.exec(corrected)?.[1]?.replaceAll("&amp;", "&");
  const asTyped = await search((exact ?? "").replace("/search?", ""));
  expect(asTyped).not.toContain(PATROL);
  expect(asTyped).toContain("Only results with exactly these words are shown.");
  const json = await visitor.get(exact ?? "", { accept: "application/json" });
  expect(JSON.parse(json.text)).toMatchObject({ total: 0, corrected: null });
});

test("Where too few results have all words, the page says so", async () => {
  const page = await search("q=crossing+patrol+bagpipes");
  expect(page).toContain(PATROL);
  expect(page).toContain("Not all of these results have all of your words.");
  expect(await search("q=crossing+patrol")).not.toContain("Not all of these results");
});

test("Only what has an accepted answer is found where one asks for that; questions nobody answered say so", async () => {
  const all = await search("q=crossing+patrol");
  expect(all).toContain(AGAIN);
  expect(all).toContain("No reply yet");
  const answered = await search("q=crossing+patrol&answered=yes");
  expect(answered).toContain(PATROL);
  expect(answered).not.toContain(AGAIN);
  expect(answered).toMatch(/name="answered"[^>]*checked/);
  expect(answered, "the way back to everything").toContain('href="/search?q=crossing+patrol"');
});

test("Where only the title has the words, the result shows how the text begins", async () => {
  expect(await search("q=crossing+patrol+closes")).toContain("From next term on.");
});

test("While the index is behind, the page says that the newest may be missing; and no longer when it has caught up", async () => {
  const { net, sunderland } = councils;
  const dot = await councils.officer(sunderland, "Dot Marsh");
  await councils.join(dot);
  net.clock.advance(2);
  const behind = await search("q=patrol");
  expect(behind).toContain("Some of the newest posts may be missing from these results.");
  expect(behind).toContain(PATROL);
  await net.settle();
  expect(await search("q=patrol")).not.toContain("may be missing");
});

test("Where nothing was like a discussion, the index is asked again ten seconds later, and not at every look", async () => {
  const { net, sunderland } = councils;
  const like = async () =>
    (await findRelated(sunderland.ctx, ANYONE, { id: "", title: "Who mends the bowling green?" })).map(
      (one) => one.title,
    );
  expect(await like()).toEqual([]);
  await councils.write(martin, { title: "Bowling green: who mends it?", text: "The club or the parish?" });
  await net.settle();
  expect(await like()).toEqual([]);
  net.clock.advance(11 / 60);
  expect(await like()).toEqual(["Bowling green: who mends it?"]);
});

test("A question that was deleted no longer stands under others", async () => {
  const { ctx } = councils.somerset;
  await deletePost(ctx, { actorId: martin.actorId, postId: await postIdOn(councils.somerset, again) });
  await councils.net.settle();
  const { page, related } = await threadOf(PATROL);
  expect(related).toEqual([]);
  expect(page).not.toContain("Similar discussions");
});

test("A council that does not answer is named with the time from which on its communities may be older", async () => {
  const { net, somerset, sunderland } = councils;
  await somerset.stop();
  for (let tries = 0; tries < 2; tries++) {
    net.clock.advance(2);
    await net.settle();
  }
  const [lane] = await sunderland.ctx.sql<{ since: Date }[]>`
    select least(p.away_since, l.failing_since) as since from peers p left join lanes l on l.origin = p.origin
    where p.name = 'Somerset'`;
  const when = speechOf("en").dateTimeOf(lane?.since ?? new Date(0));
  const page = await search("q=patrol");
  expect(page).toContain(`Somerset is not answering. Its communities are searched as they were on ${when}.`);
  expect(page).toContain(PATROL);
});
