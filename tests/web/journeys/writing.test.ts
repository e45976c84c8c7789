import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn } from "../acts.ts";
import { openScene, type Scene } from "../scene.ts";
import { join, pathAt, type Seed, seedPeople, startCommunity } from "../seed.ts";
import type { Walker } from "../walker.ts";
import { OFFICE } from "../ways.ts";
import { FROM_WORD } from "../word-clipboard.ts";

const AS_WRITTEN = `## Before the panel

Send the **review form** at least *ten* days before, see [the guidance](https://www.gov.uk/kinship).

- School letter
- Bank statement, **two months**

1. Ask the carer
2. Ask finance

- Forms
  - For **carers**
- Letters

In order:

1. Ring
2. Write`;

/** Each tool with what it makes of the chosen word, or of the line. */
const TOOLS = [
  ["bold", "**word**"],
  ["italic", "_word_"],
  ["list", "- word"],
  ["numbered", "1. word"],
  ["link", "[word](url)"],
  ["quote", "> word"],
] as const;

/** Writing as in a word processor, in a field that is a plain one. */
describe.skipIf(!hasBrowser())("Writing", () => {
  let scene: Scene;
  let seed: Seed;
  let amara: Walker;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset"]);
    seed = await seedPeople(scene);
    await startCommunity(seed, "dev", "food_waste");
    await join(seed, "amara", "food_waste");
    await scene.settle();
    amara = await signedIn(scene, seed.cast.amara, OFFICE);
  });
  afterAll(async () => {
    await amara?.leave();
    await scene?.[Symbol.asyncDispose]();
  });

  const form = () => `${pathAt(seed, scene.site("sunderland"), "food_waste")}/new?kind=topic`;
  const field = () => amara.page.locator("textarea[name=text]");
  const toolOf = (key: string) =>
    amara.page.getByRole("button", { name: amara.t(`topic.tool.${key}`), exact: true });

  /** The form with one word in it, chosen. */
  async function oneWord(): Promise<void> {
    await amara.open(form());
    await toolOf("bold").waitFor();
    await field().fill("word");
    await field().selectText();
  }

  test("what is pasted from Word keeps its headings, lists, links and emphasis, and nothing of Word's own", async () => {
    await amara.open(form());
    await toolOf("bold").waitFor();
    await field().focus();
    await paste(amara, FROM_WORD);
    await expect.poll(() => field().inputValue(), { timeout: 30_000 }).not.toBe("");
    expect(simplified(await field().inputValue())).toBe(simplified(AS_WRITTEN));
  });

  test("the preview shows what is posted then", async () => {
    await amara.fill("topic.compose.topic", "What the panel needs");
    await amara.press("topic.preview");
    const preview = amara.page.locator(".composer__preview .prose");
    await preview.waitFor();
    const shown = (await preview.innerHTML()).trim();
    for (const piece of [
      "<h",
      "<strong>review form</strong>",
      "<em>ten</em>",
      "<ul>",
      "<ol>",
      "www.gov.uk/kinship",
    ])
      expect(shown).toContain(piece);
    await amara.press("topic.compose.postTopic");
    const posted = amara.page.locator("article .prose").first();
    await posted.waitFor();
    expect((await posted.innerHTML()).trim()).toBe(shown);
  });

  test.each(TOOLS)("the tool for %s works by mouse", async (key, made) => {
    await oneWord();
    await toolOf(key).click();
    expect((await field().inputValue()).trim()).toBe(made);
  });

  test.each(TOOLS)("the tool for %s works by keyboard", async (key, made) => {
    await oneWord();
    await amara.page.keyboard.press("Shift+Tab");
    const place = TOOLS.findIndex(([one]) => one === key);
    for (let step = 0; step < place; step++) await amara.page.keyboard.press("ArrowRight");
    expect(await toolOf(key).evaluate((tool) => tool === document.activeElement)).toBe(true);
    await amara.page.keyboard.press("Enter");
    expect((await field().inputValue()).trim()).toBe(made);
  });
});

/** What the browser does when somebody pastes: an event with the clipboard in it. */
async function paste(walker: Walker, html: string): Promise<void> {
  await walker.page.evaluate((markup) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", markup);
    clipboardData.setData("text/plain", "plain words");
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, html);
}

/** Spaces after bullets and between blocks are the converter's own. */
function simplified(text: string): string {
  return text
    .replace(/ /g, " ")
    .replace(/[ \t]+/g, " ")
    .replace(/\n\s*\n/g, "\n")
    .trim();
}
