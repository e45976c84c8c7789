import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, launchBrowser } from "../../support/browser.ts";
import { states } from "../gallery/states.tsx";
import { type Gallery, openGallery } from "./built-client.ts";

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

const NAMES = Object.keys(states);
const AXE = readFileSync(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const LAPTOP = [1366, 768] as const;
const PHONE = [390, 844] as const;
const NARROWEST = [320, 640] as const;
const LIGHT = "";
const DARK_WELSH = "?lang=cy&theme=dark";

let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery();
});
afterAll(() => gallery.close());

describe("pages are small", () => {
  const kilobytes = (text: string | Uint8Array) => gzipSync(text).length / 1024;

  test("styles, script and pictures stay within their budget", () => {
    const sizeOf = (address: string) => kilobytes(gallery.assets.files.get(address)?.bytes ?? "missing");
    expect(sizeOf(gallery.assets.styles)).toBeLessThanOrEqual(16);
    expect(sizeOf(gallery.assets.script)).toBeLessThanOrEqual(10);
    const scripts = [...gallery.assets.files].filter(([name]) => name.endsWith(".js"));
    expect(scripts.reduce((sum, [, file]) => sum + kilobytes(file.bytes), 0)).toBeLessThanOrEqual(30);
  });

  test.each(NAMES)("%s: 15 KB of markup, 1,500 elements, nothing inline, one title", (name) => {
    const html = gallery.htmlOf(name);
    expect(kilobytes(html)).toBeLessThanOrEqual(15);
    expect(html.match(/<[a-z]/g)?.length).toBeLessThanOrEqual(1500);
    expect(html).not.toMatch(/ style="| on[a-z]+="|<style|<script(?! type="module" src=)/);
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
  });
});

describe.skipIf(!hasBrowser())("pages on screens", () => {
  let browser: Browser;
  let page: Page;
  const said: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on("console", (line) => line.type() === "error" && said.push(line.text()));
  });
  afterAll(() => browser.close());

  async function show(
    name: string,
    [width, height]: readonly [number, number],
    query = LIGHT,
  ): Promise<void> {
    await page.setViewportSize({ width, height });
    await page.goto(`${gallery.origin}/${name}${query}`);
    await page.evaluate(() => document.fonts.ready.then(() => null));
  }

  test.each(NAMES)(
    "%s: on the narrowest phone nothing goes sideways, the title comes early",
    async (name) => {
      for (const query of [LIGHT, DARK_WELSH]) {
        await show(name, NARROWEST, query);
        const seen = await page.evaluate(() => ({
          sideways: document.documentElement.scrollWidth - innerWidth,
          title: document.querySelector("h1")?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY,
        }));
        expect([query, seen.sideways]).toEqual([query, 0]);
        expect(seen.title).toBeLessThanOrEqual(640 * 0.4);
      }
    },
  );

  test("a community shows five discussions on a small laptop", async () => {
    await show("community", LAPTOP);
    const bottoms = await page
      .locator(".topic")
      .evaluateAll((topics) => topics.map((topic) => topic.getBoundingClientRect().bottom));
    expect(bottoms.filter((bottom) => bottom <= 768).length).toBeGreaterThanOrEqual(5);
  });

  test("a discussion shows the question, its accepted answer and the way to reply on a small laptop", async () => {
    await show("thread", LAPTOP);
    for (const place of [".post .prose", ".answer .prose p", '.page-head a[href="#reply"]']) {
      const box = await page.locator(place).first().boundingBox();
      expect((box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0)).toBeLessThanOrEqual(768);
    }
  });

  // Each page in one look, the two looks in turn; the pages people see most in both.
  const looks = NAMES.flatMap((name, i) =>
    ["community", "thread", "home", "search"].includes(name)
      ? [[name, LIGHT] as const, [name, DARK_WELSH] as const]
      : [[name, i % 2 === 0 ? LIGHT : DARK_WELSH] as const],
  );

  test.each(looks)(
    "%s%s: axe finds nothing wrong, and the policy of the pages holds",
    async (name, query) => {
      said.length = 0;
      await show(name, LAPTOP, query);
      expect(said).toEqual([]);
      // Run in the page's own world, past the policy that forbids strangers' scripts.
      await page.evaluate(AXE);
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: Axe };
        const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const { violations } = await axe.run({ runOnly: rules });
        return violations.map(
          (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`,
        );
      });
      expect(found).toEqual([]);
    },
  );

  test.each(NAMES)("%s: every control is at least 24 pixels high and wide", async (name) => {
    await show(name, PHONE);
    const controls = "button, input:not([type=hidden]), select, textarea, summary, .act, .govuk-button";
    const small = await page.locator(controls).evaluateAll((all) =>
      all
        .filter((one) => one.checkVisibility() && !one.closest(".govuk-visually-hidden"))
        .map((one) => ({ html: one.outerHTML.slice(0, 100), box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ html, box }) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`),
    );
    expect(small).toEqual([]);
  });

  test("the first key leads past the head to what the page is about", async () => {
    await show("thread", LAPTOP);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("#main-content");
  });

  test("where colours are forced the current place is still told from the others", async () => {
    await page.emulateMedia({ forcedColors: "active" });
    await show("community", LAPTOP);
    const lineOf = (place: string) =>
      page
        .locator(place)
        .first()
        .evaluate((link) => getComputedStyle(link).borderBottomColor);
    const current = await lineOf(".sub-navigation__link[aria-current]");
    expect(await lineOf(".sub-navigation__link:not([aria-current])")).not.toBe(current);
    await page.emulateMedia({ forcedColors: "none" });
  });

  test("on a phone the places of the site open without script", async () => {
    const plain = await browser.newPage({
      javaScriptEnabled: false,
      viewport: { width: PHONE[0], height: PHONE[1] },
    });
    await plain.goto(`${gallery.origin}/community`);
    expect(await plain.locator("#site-navigation").isVisible()).toBe(false);
    await plain.getByRole("button", { name: "Menu" }).click();
    expect(await plain.locator("#site-navigation").getByText("People").isVisible()).toBe(true);
    await plain.close();
  });
});
