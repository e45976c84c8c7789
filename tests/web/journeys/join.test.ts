import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD } from "../../support/accounts.ts";
import { hasBrowser } from "../../support/browser.ts";
import { WRITING_MS } from "../../support/demo-template.ts";
import { openDemoScene } from "../demo-scene.ts";
import { linkIn, type Scene } from "../scene.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, WAYS } from "../ways.ts";

/** J1: an officer joins with their council address and finds something for their work at once. */
describe.skipIf(!hasBrowser())("Joining", () => {
  let scene: Scene;
  const names = ["Priya Nair", "Leah Stone", "Owen Marsh", "Sunita Rao", "Bethan Lloyd"];
  const emailOf = (name: string) => `${name.toLowerCase().replace(" ", ".")}@sunderland.gov.example`;

  beforeAll(async () => {
    ({ scene } = await openDemoScene());
  }, WRITING_MS);
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test.each(WAYS)(
    "An officer joins by the link in the mail and arrives at a home with something to do, $name",
    async (way) => {
      const name = names[WAYS.indexOf(way)] ?? "";
      const email = emailOf(name);
      const priya = await scene.visitor("sunderland", way);
      await askForLink(priya, email);
      await scene.settle();

      const mail = scene.mailTo(email);
      await priya.open(linkIn(mail));
      expect(await isJoined(scene, email), "opening the link does nothing by itself").toBe(false);
      await priya.sees("Sunderland City Council");
      await priya.fill("account.about.name", name);
      await priya.fill("account.about.role", "Adoption support manager");
      await priya.fill("account.about.password", PASSWORD);
      await priya.press("account.about.submit");
      expect(await isJoined(scene, email), "its button does").toBe(true);

      await chooseAreasAndCommunities(priya);
      await arrivesHome(priya);
      expect(priya.presses).toBeLessThanOrEqual(7);
      await priya.leave();
    },
  );

  test("An address of no council here is told why and whom to ask, and a link works once", async () => {
    const someone = await scene.visitor("sunderland", OFFICE);
    await someone.open("/join");
    await someone.fill("account.join.email", "someone@example.org");
    await someone.press("account.join.submit");
    await someone.sees(someone.t("account.join.emailOther", { domains: "@sunderland.gov.example" }));
    await someone.sees("example.org");
    await someone.sees("devinder.gill@sunderland.gov.example");
    expect(await (await someone.field("account.join.email")).inputValue()).toBe("someone@example.org");
    await someone.open(linkIn(scene.mailTo(emailOf("Priya Nair"))));
    await someone.says("account.over.title.used");
    await someone.leave();
  });
});

async function askForLink(person: Walker, email: string): Promise<void> {
  await person.open("/");
  await person.press("home.visitor.join");
  await person.fill("account.join.email", email);
  await person.press("account.join.submit");
  expect(await person.title()).toBe(person.t("account.check.title"));
  await person.sees(email);
}

async function chooseAreasAndCommunities(person: Walker): Promise<void> {
  await person.choose(person.t("themes.children"));
  await person.choose(person.t("themes.send"));
  await person.press("common.continue");
  expect(await person.title()).toBe(person.t("welcome.communities.title"));
  await person.choose("Adoption and kinship care");
  await person.press("welcome.finish");
}

/** Home names a community to follow from several councils, and questions that wait. */
async function arrivesHome(person: Walker): Promise<void> {
  const main = person.page.locator("main");
  await person.says("home.suggested");
  const waiting = main.locator("section", { hasText: person.t("home.answerable") }).getByRole("link");
  expect(await waiting.count()).toBeGreaterThan(0);
  const names = (title: string) =>
    main
      .locator("section", { has: person.page.getByRole("heading", { name: person.t(title) }) })
      .getByRole("heading", { level: 3 })
      .count();
  expect(await names("home.suggested")).toBeGreaterThan(0);
  expect((await names("home.suggested")) + (await names("home.others"))).toBeGreaterThanOrEqual(5);
  await person.says("home.newestMine");
  await person.sees(person.t("common.via", { home: "Somerset" }));
  await person.sees(person.t("common.via", { home: "Wiltshire" }));
}

async function isJoined(scene: Scene, email: string): Promise<boolean> {
  const rows = await scene.site("sunderland").ctx.sql`select 1 from accounts where email = ${email}`;
  return rows.length === 1;
}
