import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn } from "../acts.ts";
import { openScene, type Scene } from "../scene.ts";
import { type Seed, seedPeople } from "../seed.ts";
import { OFFICE } from "../ways.ts";

const WITHOUT_SCRIPT = { ...OFFICE, script: false };
const PURPOSE = "Weekly report";

/** Pages that few people see, in a browser that runs no script. */
describe.skipIf(!hasBrowser())("Keys and the state of a site", () => {
  let scene: Scene;
  let seed: Seed;

  beforeAll(async () => {
    scene = await openScene(["somerset"]);
    seed = await seedPeople(scene);
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test("An officer makes a key for a program, which works until they end it, without script", async () => {
    const martin = await signedIn(scene, seed.cast.martin, WITHOUT_SCRIPT);
    await martin.open("/me/tokens");
    await martin.says("account.tokens.none");
    await martin.press("account.tokens.make");
    expect(await martin.page.locator(".govuk-error-summary").count()).toBe(1);
    await martin.fill("account.tokens.name", PURPOSE);
    await martin.choose(martin.t("account.tokens.scope.read"));
    await martin.fill("account.changePassword.current", seed.cast.martin.password);
    await martin.press("account.tokens.make");
    expect(await martin.title()).toBe(martin.t("account.tokens.madeTitle"));
    const key = (await martin.page.locator("code.secret").textContent()) ?? "";
    expect(await statusWith(key)).toBe(200);
    await martin.press("account.tokens.back");
    await martin.sees(PURPOSE);
    expect(await martin.page.content(), "a key is shown once").not.toContain(key);
    const end = { name: `${martin.t("account.tokens.revoke")} ${PURPOSE}` };
    await martin.pressThe(martin.page.getByRole("button", end));
    await martin.says("account.tokens.none");
    expect(await statusWith(key)).toBe(401);
    await martin.leave();
  });

  test("An administrator reads the state of the site, and nobody else does, without script", async () => {
    const pat = await signedIn(scene, seed.cast.pat, WITHOUT_SCRIPT);
    await pat.open("/admin");
    await pat.press("admin.place.doctor");
    expect(await pat.title()).toBe(pat.t("admin.doctor.title"));
    const well = pat.page.locator("details", { hasText: pat.t("admin.doctor.well") });
    const first = well.locator(".checklist__item").first();
    expect(await first.isVisible()).toBe(false);
    await pat.pressThe(well.locator("summary"));
    expect(await first.isVisible()).toBe(true);
    await pat.leave();
    const martin = await signedIn(scene, seed.cast.martin, WITHOUT_SCRIPT);
    const answered = await martin.page.goto(new URL("/admin/doctor", martin.origin).href);
    expect([403, 404]).toContain(answered?.status());
    expect(await martin.page.locator(".checklist__item").count()).toBe(0);
    await martin.leave();
  });

  async function statusWith(key: string): Promise<number> {
    const headers = { accept: "application/json", authorization: `Bearer ${key}` };
    return (await scene.site("somerset").get("/notifications", headers)).status;
  }
});
