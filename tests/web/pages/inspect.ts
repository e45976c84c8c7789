import { join } from "node:path";
import type { Page, Response } from "playwright-core";
import type { ListedPage } from "../pages.ts";
import type { Walker } from "../walker.ts";
import { axeFaults, budgetFaults, markupFaults, wordFaults } from "./checks.ts";
import { contrastFaults, narrowFaults, shiftFaults } from "./geometry.ts";
import type { Marks } from "./seed.ts";

const PHONE = { width: 320, height: 640 };
const LAPTOP = { width: 1366, height: 768 };

/** Everything that is wrong with a page in English: loaded on a laptop by day, then on a phone, and in high contrast. */
export async function faultsOf(walker: Walker, listed: ListedPage, marks: Marks): Promise<readonly string[]> {
  const { page } = walker;
  await page.setViewportSize(LAPTOP);
  const html = await show(walker, listed, marks);
  const faults = [...(await shiftFaults(page)), ...(await markupFaults(html)), ...(await axeFaults(page))];
  await page.setViewportSize(PHONE);
  faults.push(...(await narrowFaults(page)));
  await keepPicture(page, listed, "phone");
  await page.setViewportSize(LAPTOP);
  await page.emulateMedia({ colorScheme: "dark" });
  await keepPicture(page, listed, "dark");
  await page.emulateMedia({ colorScheme: null });
  faults.push(...(await budgetFaults(page, { html, composer: listed.composer ?? false })));
  if (listed.who !== "administrator") faults.push(...(await wordFaults(page)));
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  faults.push(...(await contrastFaults(page)), ...(await isDrawn(walker)));
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
  return [...faults, ...walker.takeFaults()];
}

/** What is wrong with the same page in Welsh: loaded on a phone, then on a laptop in the dark, and in high contrast. */
export async function welshFaultsOf(
  walker: Walker,
  listed: ListedPage,
  marks: Marks,
): Promise<readonly string[]> {
  const { page } = walker;
  await page.setViewportSize(PHONE);
  const html = await show(walker, listed, marks);
  const faults = [...(await shiftFaults(page)), ...(await narrowFaults(page)), ...(await markupFaults(html))];
  await page.emulateMedia({ colorScheme: "dark" });
  await keepPicture(page, listed, "welsh");
  await page.setViewportSize(LAPTOP);
  faults.push(...(await axeFaults(page)).map((one) => `dark ${one}`), ...(await isDrawn(walker)));
  await page.emulateMedia({ colorScheme: null, forcedColors: "active" });
  faults.push(...(await contrastFaults(page)));
  await page.emulateMedia({ forcedColors: null });
  const language = await page.locator("html").getAttribute("lang");
  if (language !== "cy") faults.push(`the page says that it is in ${language}`);
  if (listed.who !== "administrator") faults.push(...(await wordFaults(page)));
  return [...faults, ...walker.takeFaults()];
}

/** Opens the page, or sends its form, and returns the markup as it came. */
async function show(walker: Walker, { path, sends, refuses }: ListedPage, marks: Marks): Promise<string> {
  const { page } = walker;
  const opened = await page.goto(new URL(path(marks), walker.origin).href);
  const status = opened?.status() ?? 0;
  if (status >= 400 !== (refuses === true)) throw new Error(`${page.url()} answered ${status}.`);
  const response = sends === undefined ? opened : await sent(walker, sends);
  await page.evaluate(() => document.fonts.ready.then(() => null));
  const html = (await response?.text()) ?? "";
  if (!html.startsWith("<!DOCTYPE html>"))
    throw new Error(`No page came: ${response?.status()} ${page.url()}`);
  return html;
}

async function sent(walker: Walker, key: string): Promise<Response> {
  const answer = walker.page.waitForResponse((one) => one.request().method() === "POST");
  // The browser itself asks for what is required; what the site says is looked at here.
  await walker.page.evaluate(() => {
    for (const form of document.forms) form.noValidate = true;
  });
  await walker.press(key);
  return answer;
}

/** For whoever wants to look: MOOTHALL_PICTURES names a folder. */
async function keepPicture(page: Page, { name, who }: ListedPage, way: string): Promise<void> {
  const folder = process.env.MOOTHALL_PICTURES;
  if (!folder) return;
  const file = `${who}-${name.replaceAll(/[^a-z]+/gi, "-")}-${way}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true, animations: "disabled" });
}

async function isDrawn(walker: Walker): Promise<readonly string[]> {
  const picture = await walker.page.screenshot({ animations: "disabled" });
  return picture.length > 5_000 ? [] : [`a picture of ${picture.length} bytes only`];
}
