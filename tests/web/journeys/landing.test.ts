import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn } from "../acts.ts";
import { openScene, type Scene } from "../scene.ts";
import { join, pathAt, plain, type Seed, seedPeople, startCommunity, threadsOf, write } from "../seed.ts";
import type { Walker } from "../walker.ts";
import { OFFICE } from "../ways.ts";

const PLAIN = { ...OFFICE, name: "without script", script: false };
const TITLE = "What one thing did you change this year that stayed changed?";

/** What one did is in view on the page one lands on. */
describe.skipIf(!hasBrowser())("Landing", () => {
  let scene: Scene;
  let seed: Seed;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset"]);
    seed = await seedPeople(scene);
    await startCommunity(seed, "carys", "parks_trees");
    await scene.settle();
    const community = "parks_trees";
    await join(seed, "amara", community);
    const parent = await write(seed, {
      by: "carys",
      community,
      kind: "topic",
      title: TITLE,
      text: "One each.",
    });
    // A full page of replies: the next one stands on the second.
    const texts = threadsOf(community, "food_waste", "libraries").map((thread) => plain(thread.opening.text));
    for (let reply = 0; reply < 26; reply++)
      await write(seed, { by: "carys", community, parent, text: `${reply}: ${texts[reply % texts.length]}` });
    await scene.settle();
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  /** Where the post with these words stands on the screen, and whether the keyboard goes on from it. */
  function placeOf(walker: Walker, words: string) {
    return walker.page.evaluate((wanted) => {
      const posts = [...document.querySelectorAll("article")];
      const post = posts.find((one) => one.textContent?.includes(wanted));
      const { top = -1, height = 0 } = post?.getBoundingClientRect() ?? {};
      const inView = top >= 0 && top + Math.min(height, 60) <= innerHeight;
      return { inView, focused: post !== undefined && document.activeElement === post };
    }, words);
  }

  test.each([OFFICE, PLAIN])(
    "after posting, the new reply is in view and the keyboard goes on from it, $name",
    async (way) => {
      const walker = await signedIn(scene, seed.cast.amara, way);
      await walker.open(pathAt(seed, scene.site("sunderland"), "parks_trees"));
      await walker.follow(TITLE);
      const words = `We moved the round to Tuesdays, ${way.name}.`;
      await walker.fill("topic.yourReply", words);
      await walker.press("topic.postReply");
      await walker.sees(words);
      await expect
        .poll(() => placeOf(walker, words), { timeout: 30_000 })
        .toMatchObject({
          inView: true,
          focused: true,
        });
      await walker.leave();
    },
  );

  test("choosing the other language stays at the reply box, and each navigation has a name of its own", async () => {
    const walker = await signedIn(scene, seed.cast.amara, OFFICE);
    await walker.open(pathAt(seed, scene.site("sunderland"), "parks_trees"));
    await walker.follow(TITLE);
    await walker.page.evaluate(() => {
      location.hash = "#reply";
    });
    const names = await walker.page.locator("nav").evaluateAll((all) => all.map((nav) => nav.ariaLabel));
    expect(new Set(names).size).toBe(names.length);
    await walker.page.getByRole("button", { name: "Cymraeg" }).first().click();
    await walker.page.waitForFunction(() => document.documentElement.lang === "cy");
    expect(walker.path).toMatch(/#reply$/);
    await walker.leave();
  });
});
