import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn } from "../acts.ts";
import { axeFaults } from "../pages/checks.ts";
import { openScene, type Scene } from "../scene.ts";
import { pathAt, type Seed, seedPeople, startCommunity } from "../seed.ts";
import { WAYS } from "../ways.ts";

const PHRASE = "07700 900123";

/** Before words go out that look as if they named somebody, one is asked once, and decides. */
describe.skipIf(!hasBrowser())("What looks personal", () => {
  let scene: Scene;
  let seed: Seed;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset"]);
    seed = await seedPeople(scene);
    await startCommunity(seed, "dev", "food_waste");
    await scene.settle();
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test.each(WAYS)("is asked about, then posted as it is or changed, $name", async (way) => {
    const dev = await signedIn(scene, seed.cast.dev, way);
    await dev.open(`${pathAt(seed, scene.site("sunderland"), "food_waste")}/new?kind=question`);
    await dev.fill("topic.compose.question", "Who rings the crew?");
    await dev.fill("topic.compose.details", `Ask for Keith on ${PHRASE}.`);
    await dev.press("topic.compose.postQuestion");
    await dev.says("topic.personal.title");
    await dev.sees(PHRASE);
    if (way.script) {
      expect(await axeFaults(dev.page)).toEqual([]);
      const wide = await dev.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      expect(await dev.page.evaluate(() => document.activeElement?.className)).toBe("personal-warning");
    }
    await dev.press("topic.personal.postAnyway");
    await dev.sees("Who rings the crew?");
    expect(new URL(dev.page.url()).pathname).toMatch(/\/t\/\w+$/);
    await dev.leave();
  });
});
