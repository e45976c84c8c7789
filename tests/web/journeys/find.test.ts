import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { walkSearch } from "../../../deploy/demo/content/walk.ts";
import { deletePost } from "../../../node/posts/delete.ts";
import { speechOf } from "../../../web/language.ts";
import { hasBrowser } from "../../support/browser.ts";
import { WRITING_MS } from "../../support/demo-template.ts";
import { searchFor, signedIn } from "../acts.ts";
import { type DemoRole, type DemoSeed, openDemoScene } from "../demo-scene.ts";
import { communityOn, pathAt, postOn, write } from "../seed.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, WAYS, type Way } from "../ways.ts";

const ANSWERED = "Adoption allowance review: what do you ask families to send each year?";
const COMMUNITY = "Adoption and kinship care";
const PLANNING = "Planning enforcement and section 106";

/** Officers of Sunderland, one for each way, members of neither community. */
const OFFICERS: readonly DemoRole[] = ["dev", "ruth", "farzana", "joanne", "osian"];

/** J2: what another council knows is found here, though nobody here joined that community. */
describe.skipIf(!hasBrowser())("Finding", () => {
  let seed: DemoSeed;
  const officer = (way: Way) => seed.cast[OFFICERS[WAYS.indexOf(way)] ?? "dev"];

  beforeAll(async () => {
    seed = await openDemoScene();
  }, WRITING_MS);
  afterAll(() => seed?.scene[Symbol.asyncDispose]());

  test.each(WAYS)("An officer in Sunderland finds Somerset's answer in one search, $name", async (way) => {
    const dev = await signedIn(seed.scene, seed.cast.dev, way);
    expect(await membersHere(seed), "nobody in Sunderland has joined the community").toBe(0);
    await searchFor(dev, walkSearch);
    await seesTheAnswer(dev);
    await dev.leave();
  });

  test("What is new is found, what was deleted is not, and an address of Somerset's pages opens here", async () => {
    const { scene, cast } = seed;
    const dev = await signedIn(scene, cast.dev, OFFICE);
    const words = {
      title: "Hedgehog highways under new fences",
      text: "Thirteen centimetres, says our ecologist.",
    };
    const post = await write(seed, { by: "colin", community: "parks_trees", kind: "topic", ...words });
    await scene.settle();
    await searchFor(dev, "hedgehog fences");
    await dev.sees("Thirteen centimetres");

    const { actorId, site } = cast.colin;
    await deletePost(site.ctx, { actorId, postId: await postOn(site, post) });
    await scene.settle();
    await searchFor(dev, "hedgehog fences");
    await dev.says("search.nothing");

    await searchFor(dev, `${site.origin}/c/parks_trees`);
    expect(dev.path).toBe(pathAt(seed, scene.site("sunderland"), "parks_trees"));
    await dev.leave();
  });

  test.each(WAYS)("They join it by one button, and leave it by one, $name", async (way) => {
    const person = await signedIn(seed.scene, officer(way), way);
    await person.open("/communities");
    await person.follow(COMMUNITY);
    await person.press("community.join");
    await person.says("common.done.joining");
    await seed.scene.settle();
    expect(await rowsAtHome(seed, officer(way).name), "Somerset counts the member").toBe(1);
    await person.open(person.path.replace(/[?#].*/, ""));
    await person.press("community.leave");
    await person.says("common.done.left");
    await seed.scene.settle();
    expect(await rowsAtHome(seed, officer(way).name)).toBe(0);
    await person.leave();
  });

  test.each(WAYS)("Where members post, they follow at once and ask to join by a line, $name", async (way) => {
    const person = await signedIn(seed.scene, officer(way), way);
    await person.open("/communities");
    await person.follow(PLANNING);
    await person.press("community.follow");
    await person.says("common.done.following");
    await person.press("community.askToJoin");
    await person.fill("community.ask_join.words", "I answer the notices that come by mistake to us.");
    await person.press("community.ask_join.send");
    await person.says("common.done.asked");
    await seed.scene.settle();
    const words = "I answer the notices that come by mistake to us.";
    expect(seed.scene.mailTo(seed.cast.graham.email).text, "the facilitator in Wiltshire").toContain(words);
    expect(seed.scene.mailTo(seed.cast.eilidh.email).text, "the facilitator in Sunderland").toContain(words);
    await person.open("/communities");
    await person.follow(PLANNING);
    await person.press("community.withdraw");
    await person.says("common.done.withdrawn");
    await person.leave();
  });

  describe("while Somerset does not answer", () => {
    const written = { reply: "First while it is away.", second: "Second while it is away." };
    const question = "Third while it is away: who signs the sheet?";

    beforeAll(async () => {
      await seed.scene.site("somerset").stop();
      await write(seed, { by: "farzana", community: "parks_trees", title: "Who prunes?", text: "And when?" });
      await noticesThatItIsAway(seed);
    });

    test.each(WAYS)("its knowledge is found all the same, and the page says so, $name", async (way) => {
      const dev = await signedIn(seed.scene, seed.cast.dev, way);
      await searchFor(dev, walkSearch);
      const when = speechOf(way.language).dateTimeOf(await awaySince(seed));
      await dev.says("search.away", { home: "Somerset", when });
      await seesTheAnswer(dev);
      await dev.sees("Somerset");
      await dev.open(pathAt(seed, seed.scene.site("sunderland"), "adoption_kinship"));
      expect(await dev.page.locator("main .notice-line").first().textContent()).toContain("Somerset");
      await dev.leave();
    });

    test("what is written there waits, says so, and arrives once and in order when Somerset is back", async () => {
      const { scene, cast } = seed;
      const dev = await signedIn(scene, cast.dev, OFFICE);
      await searchFor(dev, walkSearch);
      await dev.follow(ANSWERED);
      for (const words of Object.values(written)) {
        await dev.fill("topic.yourAnswer", words);
        await dev.press("topic.postAnswer");
        await dev.sees(words);
      }
      await noticesThatItIsAway(seed);
      await dev.open(dev.path.replace(/[?#].*/, ""));
      const when = speechOf(OFFICE.language).dateTimeOf(await awaySince(seed));
      await dev.says("topic.lateHome", { home: "Somerset", when, why: "" });
      await asksThere(dev, question);
      const thread = new URL(dev.page.url());

      await scene.site("somerset").start();
      scene.clock.advance(10);
      await scene.settle();
      await dev.open(thread.pathname);
      await dev.says("topic.journey.arrived", { home: "Somerset" });
      const visitor = await scene.visitor("somerset", OFFICE);
      await visitor.open("/c/adoption_kinship");
      await visitor.follow(question);
      await visitor.open("/c/adoption_kinship");
      await visitor.follow(ANSWERED);
      const text = (await visitor.page.locator("main").textContent()) ?? "";
      const places = Object.values(written).map((words) => [
        text.split(words).length - 1,
        text.indexOf(words),
      ]);
      expect(places.map(([times]) => times)).toEqual([1, 1]);
      expect(places[0]?.[1]).toBeLessThan(places[1]?.[1] ?? 0);
      await visitor.leave();
      await dev.leave();
    });
  });
});

/** Sending fails and is tried again, until the site says that the other does not answer. */
async function awaySince({ scene }: DemoSeed): Promise<Date> {
  const [lane] = await scene.site("sunderland").ctx.sql<{ since: Date }[]>`
    select least(p.away_since, l.failing_since) as since from peers p left join lanes l on l.origin = p.origin
    where p.name = 'Somerset'`;
  return lane?.since ?? new Date(0);
}

async function noticesThatItIsAway({ scene }: DemoSeed): Promise<void> {
  for (let tries = 0; tries < 2; tries++) {
    await scene.settle();
    scene.clock.advance(2);
  }
}

async function seesTheAnswer(person: Walker): Promise<void> {
  const results = person.page.locator(".result");
  const top = await results.filter({ hasText: ANSWERED }).first().textContent();
  const titles = (await results.allTextContents()).slice(0, 3);
  expect(
    titles.some((text) => text.includes(ANSWERED)),
    "among the first three",
  ).toBe(true);
  expect(top, "the council, the community and that it is the answer stand beside it").toContain(
    "Somerset Council",
  );
  expect(top).toContain(COMMUNITY);
  expect(top).toContain(person.t("topic.acceptedAnswer"));
  await person.follow(ANSWERED);
  expect(await person.title()).toBe(ANSWERED);
  await person.says("topic.acceptedAnswer");
  await person.sees("We cut ours to two sides.");
}

async function asksThere(person: Walker, title: string): Promise<void> {
  await person.open("/communities");
  await person.follow(COMMUNITY);
  await person.press("community.ask");
  await person.fill("topic.compose.question", title);
  await person.fill("topic.compose.details", "On the day, or when the list is closed?");
  await person.press("topic.compose.postQuestion");
  expect(await person.title()).toBe(title);
}

/** Members of Somerset's community whose site Sunderland's is. */
async function membersHere({ scene }: DemoSeed): Promise<number> {
  const { ctx } = scene.site("sunderland");
  const rows = await ctx.sql`
    select 1 from memberships m join actors a on a.id = m.actor_id join communities c on c.id = m.community_id
      join actors g on g.id = c.actor_id
    where a.peer_id is null and g.handle = 'adoption_kinship' and m.state = 'active'`;
  return rows.length;
}

async function rowsAtHome(seed: DemoSeed, name: string): Promise<number> {
  const home = seed.scene.site("somerset");
  const rows = await home.ctx.sql`
    select 1 from memberships m join actors a on a.id = m.actor_id
    where a.name = ${name} and m.community_id = ${await communityOn(seed, home, "adoption_kinship")}
      and m.state = 'active'`;
  return rows.length;
}
