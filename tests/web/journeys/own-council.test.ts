import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { signIn } from "../acts.ts";
import { openScene, type Scene } from "../scene.ts";
import { type Seed, seedPeople, startCommunity, write } from "../seed.ts";
import { OFFICE } from "../ways.ts";

const TITLE = "Who pays for the root barrier?";
const OTHER = "Which trees for a narrow verge?";
const WITHOUT_SCRIPT = { ...OFFICE, name: "without script", script: false };

/** A link that somebody sent is never a dead end: one replies from one's own council. */
describe.skipIf(!hasBrowser())("Replying from one's own council", () => {
  let scene: Scene;
  let seed: Seed;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset", "wiltshire"]);
    seed = await seedPeople(scene);
    await startCommunity(seed, "carys", "parks_trees");
    await scene.settle();
    for (const title of [TITLE, OTHER])
      await write(seed, {
        by: "carys",
        community: "parks_trees",
        title,
        text: "The highway or the parks budget?",
      });
    await scene.settle();
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test.each([
    { way: OFFICE, role: "rhian", council: "Wiltshire Council", reply: "Highways pays, parks plants." },
    {
      way: WITHOUT_SCRIPT,
      role: "dev",
      council: "Sunderland City Council",
      reply: "Parks, from the tree fund.",
    },
  ] as const)(
    "A visitor of Somerset's page replies from $council, $way.name",
    async ({ way, role, council, reply }) => {
      const visitor = await scene.visitor("somerset", way);
      await visitor.open("/c/parks_trees");
      await visitor.follow(TITLE);
      await visitor.says("topic.ownCouncil.title");
      await (await visitor.field("topic.ownCouncil.label")).selectOption({ label: council });
      await visitor.press("topic.ownCouncil.go");
      const officer = seed.cast[role];
      await visitor.page.waitForURL((url) => url.origin === officer.site.origin);
      await signIn(visitor, officer);
      expect(await visitor.title()).toBe(TITLE);
      expect(visitor.path).toMatch(/#reply$/);
      await visitor.fill("topic.yourAnswer", reply);
      await visitor.press("topic.postAnswer");
      await scene.settle();

      await visitor.open(`${scene.site("somerset").origin}/c/parks_trees`);
      await visitor.follow(TITLE);
      await visitor.sees(reply);
      await visitor.open(`${scene.site("somerset").origin}/c/parks_trees`);
      await visitor.follow(OTHER);
      const remembered = (await visitor.field("topic.ownCouncil.label")).locator("option:checked");
      expect(await remembered.textContent()).toBe(council);
      await visitor.leave();
    },
  );

  test("What is not here says so, and leads to where it is", async () => {
    const visitor = await scene.visitor("wiltshire", OFFICE);
    await visitor.open("/open?item=https%3A%2F%2Felsewhere.example%2Fc%2Fbees%2Ft%2F1&reply=yes");
    expect(await visitor.title()).toBe(visitor.t("topic.ownCouncil.notFoundTitle"));
    await visitor.leave();
  });
});
