import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deletePost } from "../../../node/posts/delete.ts";
import { speechOf } from "../../../web/language.ts";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn } from "../acts.ts";
import { openScene, type Scene } from "../scene.ts";
import {
  accept,
  join,
  pathAt,
  postOn,
  type Seed,
  seedPeople,
  startCommunity,
  threadsOf,
  write,
} from "../seed.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, WAYS, type Way } from "../ways.ts";

const ANSWERED = "Ash dieback on highway land: how do you keep the list honest?";
const ANSWER =
  "We walk every ash within falling distance of a carriageway each July and mark four classes on the map; class four is felled within the year.";

/** J2: what another council knows is found here, though nobody here joined that community. */
describe.skipIf(!hasBrowser())("Finding", () => {
  let scene: Scene;
  let seed: Seed;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset", "wiltshire"]);
    seed = await seedPeople(scene);
    await startCommunity(seed, "carys", "parks_trees");
    await startCommunity(seed, "martin", "adoption_kinship");
    await scene.settle();
    for (const { kind, title, opening } of threadsOf("parks_trees"))
      await write(seed, { by: "carys", community: "parks_trees", kind, title, text: opening.text });
    const asked = await write(seed, {
      by: "tom",
      community: "parks_trees",
      title: ANSWERED,
      text: "Ours is guesswork.",
    });
    await join(seed, "amara", "adoption_kinship");
    await scene.settle();
    const answer = await write(seed, { by: "carys", community: "parks_trees", parent: asked, text: ANSWER });
    await scene.settle();
    await accept(seed, "tom", answer);
    await scene.settle();
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test.each(WAYS)("An officer in Sunderland finds Somerset's answer in one search, $name", async (way) => {
    const dev = await signedIn(scene, seed.cast.dev, way);
    await searchFor(dev, "ash dieback highway list");
    await seesTheAnswer(dev);
    await dev.leave();
  });

  test("What is new is found, what was deleted is not, and an address of Somerset's pages opens here", async () => {
    const dev = await signedIn(scene, seed.cast.dev, OFFICE);
    const words = {
      title: "Hedgehog highways under new fences",
      text: "Thirteen centimetres, says our ecologist.",
    };
    const post = await write(seed, { by: "carys", community: "parks_trees", kind: "topic", ...words });
    await scene.settle();
    await searchFor(dev, "hedgehog fences");
    await dev.sees("Thirteen centimetres");

    const { actorId, site } = seed.cast.carys;
    await deletePost(site.ctx, { actorId, postId: await postOn(site, post) });
    await scene.settle();
    await searchFor(dev, "hedgehog fences");
    await dev.says("search.nothing");

    await searchFor(dev, `${site.origin}/c/parks_trees`);
    expect(dev.path).toBe(pathAt(seed, scene.site("sunderland"), "parks_trees"));
    await dev.leave();
  });

  describe("while Somerset does not answer", () => {
    beforeAll(async () => {
      await scene.site("somerset").stop();
      await write(seed, {
        by: "amara",
        community: "adoption_kinship",
        title: "Who signs?",
        text: "And when?",
      });
      for (let tries = 0; tries < 2; tries++) {
        await scene.settle();
        scene.clock.advance(2);
      }
    });
    afterAll(() => scene.site("somerset").start());

    test.each(WAYS)("its knowledge is found all the same, and the page says so, $name", async (way) => {
      const dev = await signedIn(scene, seed.cast.dev, way);
      await searchFor(dev, "ash dieback highway list");
      const [lane] = await scene.site("sunderland").ctx.sql<{ since: Date }[]>`
        select failing_since as since from lanes where failing_since is not null`;
      const when = speechOf(way.language).dateTimeOf(lane?.since ?? new Date(0));
      await dev.says("search.away", { home: "Somerset", when });
      await seesTheAnswer(dev);
      await dev.sees("Somerset");
      await dev.open(pathAt(seed, scene.site("sunderland"), "parks_trees"));
      expect(await dev.page.locator("main .notice-line").textContent()).toContain("Somerset");
      await dev.leave();
    });
  });
});

/** From wherever one is: the box in the head of the page, on a phone one press away. */
async function searchFor(person: Walker, words: string): Promise<void> {
  if (isNarrow(person.way) && !(await hasSearchBox(person))) await person.press("common.search");
  await person.fill("common.searchLabel", words);
  await person.press("common.search");
}

async function seesTheAnswer(person: Walker): Promise<void> {
  const first = person.page.locator(".result").first();
  const top = await person.page.locator(".result").filter({ hasText: ANSWERED }).first().textContent();
  expect(top, "the council, the community and that it is answered stand beside it").toContain(
    "Wiltshire Council",
  );
  expect(top).toContain("Parks and trees");
  expect(top).toContain(person.t("topic.answered"));
  expect(await first.textContent()).toContain("Ash dieback");
  await person.follow(ANSWERED);
  expect(await person.title()).toBe(ANSWERED);
  await person.says("topic.acceptedAnswer");
  await person.sees("class four is felled within the year");
}

async function hasSearchBox(person: Walker): Promise<boolean> {
  return person.page
    .getByLabel(person.t("common.searchLabel"), { exact: true })
    .locator("visible=true")
    .isVisible();
}

function isNarrow(way: Way): boolean {
  return way.width < 600;
}
