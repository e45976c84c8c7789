import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn } from "../acts.ts";
import { PAGES, type Who } from "../pages.ts";
import { openScene, type Scene } from "../scene.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, type Way } from "../ways.ts";
import { LARGEST } from "./checks.ts";
import { wholeOnScreen } from "./geometry.ts";
import { faultsOf, welshFaultsOf } from "./inspect.ts";
import { type Marks, seedPages } from "./seed.ts";

const MINE = PAGES.filter((one) => one.who !== "visitor");
const WELSH: Way = { ...OFFICE, name: "in Welsh", language: "cy" };

describe.skipIf(!hasBrowser())("What people see who signed in", () => {
  let scene: Scene;
  let marks: Marks;
  let people: Readonly<Record<Who, Walker>>;

  /** Officers in Sunderland, facilitators and administrators in Somerset; their accounts remember the language. */
  async function signAllIn(
    way: Way,
    seed: Awaited<ReturnType<typeof seedPages>>["seed"],
  ): Promise<typeof people> {
    const { amara, martin, pat } = seed.cast;
    return {
      visitor: await scene.visitor("sunderland", way),
      officer: await signedIn(scene, amara, way),
      facilitator: await signedIn(scene, martin, way),
      administrator: await signedIn(scene, pat, way),
    };
  }

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset"]);
    const made = await seedPages(scene);
    marks = made.marks;
    people = await signAllIn(OFFICE, made.seed);
  });
  afterAll(async () => {
    console.log("Largest of the pages for people who signed in:", Object.fromEntries(LARGEST));
    await scene?.[Symbol.asyncDispose]();
  });

  test.each(MINE)("$name: nothing is wrong with it", async (listed) => {
    expect(await faultsOf(people[listed.who], listed, marks)).toEqual([]);
  });

  async function expectDense({ officer }: typeof people): Promise<void> {
    await officer.page.setViewportSize({ width: 1366, height: 768 });
    await officer.open(marks.answered);
    for (const place of ['main a[href="#reply"]', ".post .prose", ".answer .prose p"])
      expect([place, await wholeOnScreen(officer.page, place)]).not.toEqual([place, 0]);
    await officer.open(marks.community);
    expect(await wholeOnScreen(officer.page, "main .topic")).toBeGreaterThanOrEqual(5);
  }

  test("On a small laptop a member sees question, accepted answer and the way to reply, and five discussions", async () => {
    await expectDense(people);
  });

  describe("in Welsh", () => {
    beforeAll(async () => {
      for (const walker of Object.values(people)) {
        walker.way = WELSH;
        await walker.page.setViewportSize({ width: WELSH.width, height: WELSH.height });
        await walker.open("/");
        await walker.speak();
      }
    });

    test.each(MINE)("$name: nothing is wrong with it", async (listed) => {
      expect(await welshFaultsOf(people[listed.who], listed, marks)).toEqual([]);
    });

    test("On a small laptop a member sees question, accepted answer and the way to reply, and five discussions", async () => {
      await expectDense(people);
    });
  });
});
