import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { administratorLink } from "../../../node/accounts/first-administrator.ts";
import { keepAddress } from "../../../node/settings/address.ts";
import { PASSWORD } from "../../support/accounts.ts";
import { hasBrowser } from "../../support/browser.ts";
import { browserOn, webAppFor } from "../../support/web.ts";
import { NOT_LISTED, NOT_OFFERED, PAGES } from "../pages.ts";
import { openScene, type Scene } from "../scene.ts";
import type { Walker } from "../walker.ts";
import { OFFICE } from "../ways.ts";
import { LARGEST } from "./checks.ts";
import { wholeOnScreen } from "./geometry.ts";
import { faultsOf, welshFaultsOf } from "./inspect.ts";
import { shownRoutes } from "./routes.ts";
import { type Marks, seedPages } from "./seed.ts";

const MINE = PAGES.filter((one) => one.who === "visitor");

describe.skipIf(!hasBrowser())("What everyone can see", () => {
  let scene: Scene;
  let marks: Marks;
  let english: Walker;
  let welsh: Walker;

  const reading = (language: string) => {
    const walker = language === "cy" ? welsh : english;
    return { page: walker.page, walker };
  };

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset", "kirklees"]);
    ({ marks } = await seedPages(scene));
    english = await scene.visitor("sunderland", OFFICE);
    welsh = await scene.visitor("sunderland", { ...OFFICE, language: "cy" });
  });
  afterAll(async () => {
    console.log("Largest of the pages for everyone:", Object.fromEntries(LARGEST));
    await scene?.[Symbol.asyncDispose]();
  });

  test.each(MINE)("$name: nothing is wrong with it", async (listed) => {
    expect(await faultsOf(english, listed, marks)).toEqual([]);
  });

  test.each(MINE)("$name: nothing is wrong with it in Welsh", async (listed) => {
    expect(await welshFaultsOf(welsh, listed, marks)).toEqual([]);
  });

  test.each(["en", "cy"])(
    "On a small laptop a community shows five discussions at least (%s)",
    async (language) => {
      const { page, walker } = reading(language);
      await page.setViewportSize({ width: 1366, height: 768 });
      for (const path of [marks.community, marks.busy]) {
        await walker.open(path);
        expect(await wholeOnScreen(page, "main .topic")).toBeGreaterThanOrEqual(5);
      }
    },
  );

  test.each(["en", "cy"])(
    "On a small laptop a discussion shows the question, the accepted answer and the way to reply (%s)",
    async (language) => {
      const { page, walker } = reading(language);
      await walker.open(marks.answered);
      for (const place of ['main a[href="#reply"]', ".post .prose", ".answer .prose p"])
        expect([place, await wholeOnScreen(page, place)]).not.toEqual([place, 0]);
    },
  );

  test("The first run is looked at on a site where nobody has an account", async () => {
    const { ctx } = scene.site("kirklees");
    const { pathname } = new URL((await administratorLink(ctx)) ?? "");
    const first = { who: "administrator", path: () => pathname } as const;
    const [officer, swyddog] = [
      await scene.visitor("kirklees", OFFICE),
      await scene.visitor("kirklees", { ...OFFICE, language: "cy" }),
    ];
    const faultsIn = async (name: string, sends?: string) => {
      const listed = { ...first, name, ...(sends ? { sends } : {}) };
      return [...(await faultsOf(officer, listed, marks)), ...(await welshFaultsOf(swyddog, listed, marks))];
    };
    expect(await faultsIn("the final address")).toEqual([]);
    expect(await faultsIn("the final address with nothing chosen", "common.continue")).toEqual([]);
    await keepAddress(ctx);
    expect(await faultsIn("the first account")).toEqual([]);
  });

  test("Every page one may be sent a link to can be opened at one's own council, or there is a reason why not", async () => {
    const { ctx, origin } = scene.site("sunderland");
    const visitor = browserOn(webAppFor(ctx), origin);
    const offered: string[] = [];
    const asked = MINE.filter((one) => one.sends === undefined);
    for (const { name, path } of asked) {
      const page = await visitor.get(path(marks));
      if (page.text.includes('class="own-council"')) offered.push(name);
    }
    const wanted = asked.map((one) => one.name).filter((name) => !(name in NOT_OFFERED));
    expect(offered).toEqual(wanted);
    expect(Object.keys(NOT_OFFERED).filter((name) => asked.every((one) => one.name !== name))).toEqual([]);
    const officer = browserOn(webAppFor(ctx), origin);
    await officer.post("/sign-in", { email: "amara@sunderland.gov.example", password: PASSWORD });
    for (const path of ["/communities", marks.community, marks.answered, marks.person])
      expect((await officer.get(path)).text).not.toContain('class="own-council"');
  });

  test("Every page of the site stands in the list, so that it is looked at", async () => {
    const known = PAGES.map((one) => one.path(marks).replace(/[?#].*/, ""));
    const missing = shownRoutes(scene.site("sunderland").ctx).filter(
      (route) => !(route in NOT_LISTED) && !known.some((path) => patternOf(route).test(path)),
    );
    expect(missing).toEqual([]);
  });
});

function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replace(/:\w+/g, "[^/]+")}$`);
}
