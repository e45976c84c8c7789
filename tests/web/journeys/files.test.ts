import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { PDF, pictureOf } from "../../support/sample-files.ts";
import { signedIn } from "../acts.ts";
import { openScene, type Scene } from "../scene.ts";
import { communityOn, type Seed, seedPeople, startCommunity } from "../seed.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, WAYS, type Way } from "../ways.ts";

const PLAIN: Way = { ...OFFICE, name: "without script", script: false };
const COMMUNITY = "/c/food_waste";

/** Adding a document and a picture to a question, and finding both under it (issue 4, 3). */
describe.skipIf(!hasBrowser())("Files with a question", () => {
  let scene: Scene;
  let seed: Seed;
  let picture: Buffer;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset"]);
    seed = await seedPeople(scene);
    await startCommunity(seed, "dev", "food_waste");
    picture = await pictureOf("jpeg", { width: 900, height: 600 });
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  const chooser = (walker: Walker) => walker.page.locator("input[type=file]");
  const minutes = { name: "Minutes.pdf", mimeType: "application/pdf", buffer: PDF };
  const listed = (walker: Walker) => walker.page.locator(".composer-file");

  async function typing(way: Way): Promise<Walker> {
    const walker = await signedIn(scene, seed.cast.dev, way);
    await walker.speak();
    await walker.open(`${COMMUNITY}/new?kind=question`);
    await walker.fill("topic.compose.question", `Which liners pay for themselves, ${way.name}?`);
    return walker;
  }

  test.each(WAYS)("are added, described and found under it: $name", async (way) => {
    const walker = await typing(way);
    if (way.script) await walker.page.locator(".composer-files__send").waitFor({ state: "detached" });
    await chooser(walker).setInputFiles([
      minutes,
      { name: "Caddy.jpg", mimeType: "image/jpeg", buffer: picture },
    ]);
    if (!way.script) await walker.press("files.attach");
    await listed(walker).nth(1).waitFor();
    await walker.fill("files.alt", "A green caddy on a kerb");
    await walker.press("topic.compose.postQuestion");
    await walker.page.locator(".post-file").nth(1).waitFor();
    const shown = walker.page.getByRole("img", { name: "A green caddy on a kerb" });
    expect(await shown.count()).toBe(1);
    // It is really there: a picture that was refused has no width of its own.
    if (way.script) {
      const width = shown.evaluate((one: HTMLImageElement) => one.decode().then(() => one.naturalWidth));
      expect(await width).toBe(720);
    }
    const link = walker.page.getByRole("link", { name: "Minutes.pdf" });
    expect(await link.count()).toBe(1);
    const asked = walker.page.waitForEvent("download");
    await link.click();
    expect((await asked).suggestedFilename()).toBe("Minutes.pdf");
    await walker.leave();
  });

  test("can be taken out, cancelled while they go up, and are refused in words", async () => {
    const walker = await typing(OFFICE);
    await walker.page.locator(".composer-files__send").waitFor({ state: "detached" });
    await chooser(walker).setInputFiles([minutes]);
    await listed(walker).first().waitFor();
    await walker.page.getByRole("button", { name: "Remove Minutes.pdf" }).click();
    expect(await listed(walker).count()).toBe(0);
    await chooser(walker).setInputFiles([
      { name: "plan.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") },
    ]);
    await walker.sees("plan.svg: this kind of file cannot be added");
    // One that never ends: the way to the site takes it and says nothing.
    await walker.page.route("**/files", () => {});
    await chooser(walker).setInputFiles([{ ...minutes, name: "Slow.pdf" }]);
    await walker.press("files.cancel");
    await walker.page.locator("progress").waitFor({ state: "detached" });
    await walker.press("topic.compose.postQuestion");
    await walker.page.locator(".post").first().waitFor();
    expect(await walker.page.locator(".post-file").count()).toBe(0);
    await walker.leave();
  });

  test("are not lost without script where the form comes back", async () => {
    const walker = await typing(PLAIN);
    await walker.page.locator("input[name=title]").fill("");
    await chooser(walker).setInputFiles([minutes]);
    await walker.press("topic.compose.postQuestion");
    await walker.page.locator(".govuk-error-summary").waitFor();
    expect(await listed(walker).count()).toBe(1);
    await walker.fill("topic.compose.question", "Which caddies last?");
    await walker.press("topic.compose.postQuestion");
    await walker.page.locator(".post-file").waitFor();
    await communityOn(seed, scene.site("sunderland"), "food_waste");
    await walker.leave();
  });
});
