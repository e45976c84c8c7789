import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { type Facts, type Speech, speechOf } from "../../web/language.ts";
import { reach } from "./keyboard.ts";
import type { Way } from "./ways.ts";

interface Start {
  readonly origin: string;
  readonly way: Way;
}

/**
 * Somebody with a browser of their own. What they press and fill in is named by its words on the page: a key of the
 * messages where the words are the product's, in the language of their way.
 */
export class Walker {
  readonly page: Page;
  #way: Way;
  readonly origin: string;
  /** Presses of a link or button so far: what people call clicks. */
  presses = 0;
  #speech: Speech;
  readonly #faults: string[];

  private constructor(page: Page, { origin, way }: Start, faults: string[]) {
    this.page = page;
    this.origin = origin;
    this.#way = way;
    this.#speech = speechOf(way.language);
    this.#faults = faults;
  }

  static async open(browser: Browser, start: Start): Promise<Walker> {
    const { width, height, script, language } = start.way;
    const context = await browser.newContext({
      viewport: { width, height },
      locale: language === "cy" ? "cy-GB" : "en-GB",
      javaScriptEnabled: script,
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(20_000);
    const faults: string[] = [];
    const page = await context.newPage();
    listen(page, faults);
    return new Walker(page, start, faults);
  }

  get way(): Way {
    return this.#way;
  }

  /** Goes on in another language; the language of the pages is another matter: `speak`. */
  set way(way: Way) {
    this.#way = way;
    this.#speech = speechOf(way.language);
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  get path(): string {
    const { pathname, search, hash } = new URL(this.page.url());
    return pathname + search + hash;
  }

  /** The sentence of a key in this person's language. */
  t(key: string, facts?: Facts): string {
    return this.#speech.t(key, facts);
  }

  /** Opens a path of the site, or a whole address. */
  async open(address: string): Promise<void> {
    await this.page.goto(new URL(address, this.origin).href);
  }

  /** Presses the button or link with the words of a key. */
  async press(key: string, facts?: Facts): Promise<void> {
    await this.pressThe(await this.#control(this.t(key, facts)));
  }

  /** Follows the link with these words of somebody's own. */
  async follow(words: string): Promise<void> {
    await this.pressThe(await this.#control(words));
  }

  /** Presses what one can do with a post: its name goes on with whose post it is. */
  async act(key: string, facts?: Facts): Promise<void> {
    const act = this.page.locator("main .act").filter({ hasText: this.t(key, facts) });
    await this.pressThe(act.locator("visible=true").first());
  }

  /** Chooses this person's language in the head of the page, where another one stands. */
  async speak(): Promise<void> {
    const { language } = this.way;
    if ((await this.page.locator("html").getAttribute("lang")) === language) return;
    const choice = { name: language === "cy" ? "Cymraeg" : "English", exact: true };
    if (this.way.width < 600) await this.page.locator("[popovertarget=site-navigation]").click();
    await this.pressThe(this.page.getByRole("button", choice).locator("visible=true").first());
  }

  /** Presses what is given. */
  async pressThe(control: Locator): Promise<void> {
    this.presses++;
    if (!this.way.keyboard) {
      await control.click();
    } else {
      await reach(this.page, control);
      await control.press("Enter");
    }
    await this.page.waitForLoadState();
  }

  /** Fills the field with the label of a key. */
  async fill(key: string, text: string, facts?: Facts): Promise<void> {
    const field = await this.field(key, facts);
    if (!this.way.keyboard) return field.fill(text);
    await reach(this.page, field);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.type(text);
  }

  /** The field with the label of a key, optional or not. */
  async field(key: string, facts?: Facts): Promise<Locator> {
    const label = this.t(key, facts);
    const optional = this.t("common.optional", { label });
    const fields = this.page.getByLabel(label, { exact: true });
    const found = fields.or(this.page.getByLabel(optional, { exact: true })).locator("visible=true");
    await found.first().waitFor();
    return found.first();
  }

  /** Ticks the box, or chooses the radio button, with these words. */
  async choose(words: string): Promise<void> {
    const box = this.page.getByLabel(words, { exact: true }).first();
    if (!this.way.keyboard) return box.check();
    const isRadio = (await box.getAttribute("type")) === "radio";
    await reach(this.page, box, isRadio ? "ArrowDown" : undefined);
    if (!(await box.isChecked())) await this.page.keyboard.press("Space");
    expect(await box.isChecked(), `“${words}” is chosen`).toBe(true);
  }

  /** The page says this somewhere one can see it. */
  async sees(words: string): Promise<void> {
    await this.page.getByText(words).locator("visible=true").first().waitFor();
  }

  async says(key: string, facts?: Facts): Promise<void> {
    await this.sees(this.t(key, facts));
  }

  async title(): Promise<string> {
    return (await this.page.locator("h1").first().textContent())?.trim() ?? "";
  }

  /** What the browser complained of since the last time. */
  takeFaults(): readonly string[] {
    return this.#faults.splice(0);
  }

  /** Ends the visit; nothing may have gone wrong behind the page, nor may it have been wider than the screen. */
  async leave(): Promise<void> {
    await this.context.close();
    expect(this.#faults).toEqual([]);
  }

  async #control(words: string): Promise<Locator> {
    const named = (within: Page | Locator) =>
      within
        .getByRole("button", { name: words, exact: true })
        .or(within.getByRole("link", { name: words, exact: true }))
        .locator("visible=true")
        .first();
    const inMain = named(this.page.locator("main"));
    const anywhere = named(this.page);
    await inMain.or(anywhere).first().waitFor();
    return (await inMain.count()) > 0 ? inMain : anywhere;
  }
}

/** What the browser complains of: refused by the content security policy, thrown, or not found. */
function listen(page: Page, faults: string[]): void {
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (4\d\d|503)|net::ERR/.test(message.text()))
      faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("load", async () => {
    const [wide, screen] = await widthsOf(page).catch(() => [0, 0]);
    if (wide > screen) faults.push(`${page.url()} is ${wide - screen} pixels wider than the screen`);
  });
}

async function widthsOf(page: Page): Promise<readonly [number, number]> {
  return page.evaluate(
    () => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const,
  );
}
