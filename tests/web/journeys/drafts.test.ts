import { request } from "node:http";
import type { BrowserContext, Page, Request as PageRequest } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn, signIn } from "../acts.ts";
import { openScene, type Scene } from "../scene.ts";
import { communityOn, type Seed, seedPeople, startCommunity } from "../seed.ts";
import { Walker } from "../walker.ts";
import { OFFICE, type Way } from "../ways.ts";

const PLAIN: Way = { ...OFFICE, name: "without script", script: false };
const BOTH: readonly Way[] = [OFFICE, PLAIN];
/** A guard against hanging, never a measure. */
const PATIENCE = { timeout: 30_000 };
const WORDS = "Half an hour of typing about caddies, liners and the second round.";

/** Drafts are never lost: text is present, or posted exactly once, in eight situations (issue 2, 3.6). */
describe.skipIf(!hasBrowser())("What one types is never lost", () => {
  let scene: Scene;
  let seed: Seed;
  let community: string;
  let made = 0;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset"]);
    seed = await seedPeople(scene);
    await startCommunity(seed, "dev", "food_waste");
    community = "/c/food_waste";
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  /** Someone at the form, with a question typed in and not sent. */
  async function typing(way: Way): Promise<{ walker: Walker; page: Page; title: string }> {
    const walker = await signedIn(scene, seed.cast.dev, way);
    const title = `Question number ${++made}: do liners pay for themselves?`;
    await walker.open(`${community}/new?kind=question`);
    await walker.fill("topic.compose.question", title);
    await walker.fill("topic.compose.details", WORDS);
    // Half a second after the last letter the device has it.
    if (way.script) await walker.says("topic.draft.saved");
    return { walker, page: walker.page, title };
  }

  const send = (page: Page) => page.getByRole("button", { name: "Post question" }).click();
  const words = (page: Page) => page.locator("textarea[name=text]").inputValue();

  async function postsCalled(title: string): Promise<number> {
    const { ctx } = scene.site("sunderland");
    const communityId = await communityOn(seed, scene.site("sunderland"), "food_waste");
    const rows = await ctx.sql`select 1 from posts where community_id = ${communityId} and title = ${title}`;
    return rows.length;
  }

  /** A browser puts by what stood in a form only after it has shown the next page: first a look at another tab. */
  async function lookElsewhere(walker: Walker): Promise<void> {
    const tab = await walker.page.context().newPage();
    await tab.goto(`${walker.origin}${community}`);
    await tab.close();
  }

  /** The way to the site breaks for one sending: before anything arrives there, or after all was done there. */
  async function breakOnce(page: Page, when: "before" | "after"): Promise<void> {
    let broken = false;
    await page.route(/\/new\?kind=question&send=yes$/, async (route, sent) => {
      if (broken || sent.method() !== "POST") return route.continue();
      broken = true;
      if (when === "after") await deliver(sent);
      return route.abort("connectionreset");
    });
  }

  /** Sends what the browser sent, so that only the answer is lost. */
  async function deliver(sent: PageRequest): Promise<void> {
    const { hostname, port, host, pathname, search } = new URL(sent.url());
    expect(hostname).toBe("sunderland.localhost");
    const headers = { ...(await sent.allHeaders()), host };
    await new Promise<void>((done, failed) => {
      const options = { host: "127.0.0.1", port, path: pathname + search, method: "POST", headers };
      request(options, (answer) => answer.resume().on("end", done))
        .on("error", failed)
        .end(sent.postData());
    });
  }

  test("the tab is closed in the middle: the words and what was chosen are back in a new one", async () => {
    const { walker, page, title } = await typing(OFFICE);
    await page.getByLabel("Waste and recycling").check();
    await page.locator("select[name=lang]").selectOption("cy");
    const onDevice = () => page.evaluate(() => Object.values(localStorage).join());
    await expect.poll(onDevice, PATIENCE).toMatch(/themes=waste.*lang=cy/);
    const context: BrowserContext = page.context();
    await page.close();
    const next = await context.newPage();
    await next.goto(`${walker.origin}${community}/new?kind=question`);
    await expect.poll(() => words(next), PATIENCE).toBe(WORDS);
    expect(await next.locator("input[name=title]").inputValue()).toBe(title);
    expect(await next.getByLabel("Waste and recycling").isChecked()).toBe(true);
    expect(await next.getByLabel("Environmental health").isChecked()).toBe(false);
    expect(await next.locator("select[name=lang]").inputValue()).toBe("cy");
    expect(await postsCalled(title)).toBe(0);
  });

  test.each(BOTH)(
    "one goes somewhere else and back by the back button: the words are there ($name)",
    async (way) => {
      const { walker, page } = await typing(way);
      await page.getByRole("link", { name: "Home", exact: true }).first().click();
      await page.waitForURL(`${walker.origin}/`);
      await page.goBack();
      await expect.poll(() => words(page), PATIENCE).toBe(WORDS);
      await walker.leave();
    },
  );

  test.each(BOTH)(
    "the session ends in the middle: the words come back and are posted once ($name)",
    async (way) => {
      const { walker, page, title } = await typing(way);
      const cookies = await page.context().cookies();
      await page.context().clearCookies();
      await send(page);
      expect(await page.locator("textarea[name=text]").inputValue()).toBe(WORDS);
      await page.context().addCookies(cookies);
      await page.getByRole("button", { name: "Send again" }).click();
      await expect.poll(() => postsCalled(title), PATIENCE).toBe(1);
      await walker.leave();
    },
  );

  test.each(BOTH)("something is wrong with the form: the words stand in it again ($name)", async (way) => {
    const { walker, page, title } = await typing(way);
    await page.locator("input[name=title]").fill("");
    await send(page);
    await walker.says("errors.missing.title");
    expect(await words(page)).toBe(WORDS);
    await page.locator("input[name=title]").fill(title);
    await send(page);
    await expect.poll(() => postsCalled(title), PATIENCE).toBe(1);
    await walker.leave();
  });

  test.each(BOTH)(
    "the line is cut while sending: nothing was posted, and back are the words ($name)",
    async (way) => {
      const { walker, page, title } = await typing(way);
      await breakOnce(page, "before");
      await send(page).catch(() => {});
      await page.waitForURL("chrome-error://chromewebdata/");
      await lookElsewhere(walker);
      await page.goBack();
      await expect.poll(() => words(page), PATIENCE).toBe(WORDS);
      expect(await postsCalled(title)).toBe(0);
      await send(page);
      await expect.poll(() => postsCalled(title), PATIENCE).toBe(1);
    },
  );

  test("the site goes away before it has kept anything: the words stay, and are posted once it is back", async () => {
    const { walker, page, title } = await typing(OFFICE);
    await scene.site("sunderland").stop();
    await send(page).catch(() => {});
    await page.waitForURL("chrome-error://chromewebdata/");
    await scene.site("sunderland").start();
    await walker.open(`${community}/new?kind=question`);
    await expect.poll(() => words(page), PATIENCE).toBe(WORDS);
    await send(page);
    await expect.poll(() => postsCalled(title), PATIENCE).toBe(1);
  });

  test("the site goes away after it has kept everything, before it could say so: sending again posts once", async () => {
    const { walker, page, title } = await typing(OFFICE);
    await breakOnce(page, "after");
    await send(page).catch(() => {});
    await page.waitForURL("chrome-error://chromewebdata/");
    await walker.open(`${community}/new?kind=question`);
    await expect.poll(() => words(page), PATIENCE).toBe(WORDS);
    expect(await postsCalled(title)).toBe(1);
    await send(page);
    await page.waitForURL(/\/t\//);
    expect(await postsCalled(title)).toBe(1);
    await walker.open(`${community}/new?kind=question`);
    expect(await words(page)).toBe("");
  });

  test.each(BOTH)("one goes on at another device: the words are there too ($name)", async (way) => {
    const { page } = await typing(OFFICE);
    // Leaving the tab sends what the server does not have yet.
    const kept = page.waitForResponse((answer) => answer.url().endsWith("/drafts"));
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    expect((await kept).status()).toBe(200);
    const other = await Walker.open(scene.browser, { origin: scene.site("sunderland").origin, way });
    await other.open("/sign-in");
    await signIn(other, seed.cast.dev);
    await other.open(`${community}/new?kind=question`);
    expect(await words(other.page)).toBe(WORDS);
    await other.leave();
  });
});
