import { mkdir, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { WRITING_MS } from "../../support/demo-template.ts";
import { signedIn } from "../acts.ts";
import { type DemoRole, type DemoSeed, openDemoScene } from "../demo-scene.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, type Way } from "../ways.ts";
import { indexOf, pictureName, SIZES, THEMES } from "./index-page.ts";
import { SHOWN } from "./pages.ts";

const FOLDER = resolve(process.env.MOOTHALL_SCREENS_FOLDER ?? "docs/screens");
/** In pixels: a page is shown to here and no further. */
const LOWEST = { desktop: 1100, phone: 1200 };

/** Makes the pictures of docs/screens: `MOOTHALL_SCREENS=1 npm test -- tests/web/screens`. */
describe.skipIf(!hasBrowser())("Pictures of the demo", () => {
  let seed: DemoSeed;
  const people = new Map<DemoRole | null, Walker>();

  beforeAll(async () => {
    seed = await openDemoScene();
    await rm(FOLDER, { recursive: true, force: true });
    await mkdir(FOLDER, { recursive: true });
    await writeFile(`${FOLDER}/README.md`, indexOf(SHOWN));
  }, WRITING_MS);
  afterAll(() => seed?.scene[Symbol.asyncDispose]());

  /** The browser of who looks, in a language. */
  async function lookerOf(who: DemoRole | null, way: Way): Promise<Walker> {
    const known = people.get(who);
    const walker =
      known ??
      (who ? await signedIn(seed.scene, seed.cast[who], way) : await seed.scene.visitor("sunderland", way));
    people.set(who, walker);
    walker.way = way;
    await walker.page.setViewportSize({ width: way.width, height: way.height });
    await walker.open("/");
    await walker.speak();
    return walker;
  }

  describe.each(["en", "cy"] as const)("in %s", (language) => {
    test.each(SHOWN)("$title", async ({ name, who, path, typed }) => {
      const walker = await lookerOf(who, { ...OFFICE, language });
      for (const [size, width] of Object.entries(SIZES) as ["desktop" | "phone", number][]) {
        await walker.page.setViewportSize({ width, height: size === "phone" ? 844 : 768 });
        await walker.open(await path(seed));
        await typed?.(walker);
        for (const theme of THEMES) {
          const file = pictureName(name, { size, theme, language });
          await writeFile(`${FOLDER}/${file}`, await pictureOf(walker, theme, LOWEST[size]));
        }
      }
      expect(walker.takeFaults()).toEqual([]);
    });
  });
});

async function pictureOf({ page }: Walker, theme: "light" | "dark", lowest: number): Promise<Buffer> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.evaluate(() => document.fonts.ready);
  const [width, height] = await page.evaluate(
    () => [document.documentElement.clientWidth, document.documentElement.scrollHeight] as const,
  );
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: 55,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, lowest), scale: 1 },
  });
  await session.detach();
  return Buffer.from(data, "base64");
}
