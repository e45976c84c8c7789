import type { Locator, Page } from "playwright-core";

const MOST_STEPS = 250;

/** Goes with Tab until the element has the focus, as somebody without a pointer must. Throws when it is never reached. */
export async function reach(page: Page, element: Locator, within?: "ArrowDown"): Promise<void> {
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (await hasFocus(element)) return;
    await page.keyboard.press("Tab");
    if (within && (await isOfSameGroup(page, element))) return goWithin(page, element, within);
  }
  throw new Error(`Not reached by keyboard within ${MOST_STEPS} steps: ${element}`);
}

async function goWithin(page: Page, element: Locator, key: string): Promise<void> {
  for (let steps = 0; steps < 30; steps++) {
    if (await hasFocus(element)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Not reached by ${key}: ${element}`);
}

function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((one) => one === document.activeElement);
}

async function isOfSameGroup(page: Page, element: Locator): Promise<boolean> {
  const name = await element.getAttribute("name");
  return page.evaluate((wanted) => document.activeElement?.getAttribute("name") === wanted, name);
}
