import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { walkSearch } from "../../../deploy/demo/content/walk.ts";
import { administratorLink } from "../../../node/accounts/first-administrator.ts";
import { PASSWORD } from "../../support/accounts.ts";
import { hasBrowser } from "../../support/browser.ts";
import { WRITING_MS } from "../../support/demo-template.ts";
import { signedIn } from "../acts.ts";
import { type DemoSeed, openDemoScene } from "../demo-scene.ts";
import { linkIn, type Scene } from "../scene.ts";
import type { Walker } from "../walker.ts";
import { OFFICE } from "../ways.ts";

const INVITED = ["ann", "bob", "cara", "dan", "eve"].map((name) => `${name}@kirklees.gov.example`);

/** J10, its first part: a council's site from its one-time link to connected councils, all of it in the browser. */
describe.skipIf(!hasBrowser())("The first run", () => {
  let seed: DemoSeed;
  let scene: Scene;
  let kirklees: Walker;
  let somerset: Walker;

  beforeAll(async () => {
    seed = await openDemoScene("kirklees");
    ({ scene } = seed);
    somerset = await signedIn(scene, seed.cast.martin, OFFICE);
  }, WRITING_MS);
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test("Nobody joins before the administrator, whom the printed link makes", async () => {
    const early = await scene.visitor("kirklees", OFFICE);
    await early.open("/join");
    await early.says("account.notYet.title");
    await early.leave();
    kirklees = await becomesAdministrator(scene, "kirklees", "Sam Whitfield");
    expect(await administratorLink(scene.site("kirklees").ctx)).toBeNull();
  });

  test("The checklist names one next thing at a time; the test mail arrives", async () => {
    expect(await kirklees.page.locator(".checklist__item").count()).toBe(7);
    await nextIs(kirklees, "mail");
    await kirklees.press("admin.step.mailAct");
    await scene.settle();
    expect(scene.mailTo("sam.whitfield@kirklees.gov.example").headers.get("subject")).toContain("Test email");
    await nextIs(kirklees, "peer");
  });

  test("Two councils connect: both see each other's name and the same fingerprint, and both say that they are", async () => {
    await kirklees.press("admin.step.peerAct");
    await kirklees.fill("peers.address", "nowhere.localhost");
    await kirklees.press("peers.look");
    expect(await kirklees.page.locator(".govuk-error-summary").count()).toBe(1);
    await kirklees.fill("peers.address", new URL(scene.site("somerset").origin).host);
    await kirklees.press("peers.look");
    await kirklees.sees("Somerset Council");
    await kirklees.sees("Exmoor Borough Council");
    await somerset.open("/admin/peers");
    const own = (await somerset.page.locator("code").last().textContent()) ?? "missing";
    await kirklees.sees(own);
    await kirklees.fill("peers.message", "We spoke on Tuesday.");
    await kirklees.press("peers.send");
    await kirklees.says("peers.state_asked");
    await scene.settle();

    await somerset.open(linkIn(scene.mailTo(seed.cast.martin.email)));
    await somerset.sees("We spoke on Tuesday.");
    await somerset.sees((await kirklees.page.locator("code").last().textContent()) ?? "missing");
    await somerset.pressThe(somerset.page.getByRole("button", { name: somerset.t("peers.accept") }).first());
    await somerset.says("peers.state_accepted");
    await scene.settle();
    await kirklees.open("/admin/peers");
    await kirklees.says("peers.state_accepted");
    await kirklees.open("/admin");
    await nextIs(kirklees, "community");
  });

  test("Four months of Somerset's discussions are there before the first officer joins", async () => {
    const visitor = await scene.visitor("kirklees", OFFICE);
    await visitor.open("/communities");
    await visitor.follow("Adoption and kinship care");
    await visitor.sees("Adoption allowance review: what do you ask families to send each year?");
    await visitor.fill("common.searchLabel", walkSearch);
    await visitor.press("common.search");
    await visitor.sees("Adoption allowance review: what do you ask families to send each year?");
    await visitor.leave();
  });

  test("With the first community and five people invited, everything is ready", async () => {
    await kirklees.press("admin.step.communityAct");
    await kirklees.fill("community.new.name", "Town centre markets");
    await kirklees.fill("community.new.purpose", "For those who are called at four in the morning.");
    await kirklees.choose(kirklees.t("community.level.open.name"));
    await kirklees.press("community.new.check");
    expect(await kirklees.title()).toBe("Town centre markets");
    await kirklees.open("/admin");
    await nextIs(kirklees, "people");
    await kirklees.press("admin.step.peopleAct");
    await kirklees.fill("account.invite.emails", INVITED.join("\n"));
    await kirklees.press("account.invite.submit");
    await scene.settle();
    for (const email of INVITED) expect(scene.mailTo(email).text).toContain("Sam Whitfield");
    await kirklees.open("/admin");
    await kirklees.says("admin.start.ready");
  });

  test("Somebody invited joins by their mail, and what Kirklees started is in Somerset's directory", async () => {
    const ann = await scene.visitor("kirklees", OFFICE);
    await ann.open(linkIn(scene.mailTo(INVITED[0] ?? "")));
    await ann.sees("Sam Whitfield");
    await ann.fill("account.about.name", "Ann Moss");
    await ann.fill("account.about.password", PASSWORD);
    await ann.press("account.about.submit");
    await ann.says("welcome.areas.lead");
    await somerset.open("/communities");
    await somerset.sees("Town centre markets");
    for (const walker of [ann, somerset, kirklees]) await walker.leave();
  });
});

async function becomesAdministrator(scene: Scene, site: string, name: string): Promise<Walker> {
  const person = await scene.visitor(site, OFFICE);
  const link = await administratorLink(scene.site(site).ctx);
  await person.open(link ?? "");
  await person.press("common.continue");
  await person.says("admin.error.choice.required");
  await person.choose(person.t("admin.first.trial", { origin: scene.site(site).origin }));
  await person.press("common.continue");
  await person.fill("account.about.email", `${name.toLowerCase().replace(" ", ".")}@${site}.gov.example`);
  await person.fill("account.about.name", name);
  await person.fill("account.about.password", PASSWORD);
  await person.press("account.about.submit");
  expect(await person.title()).toBe(person.t("admin.start.title"));
  return person;
}

async function nextIs(person: Walker, step: string): Promise<void> {
  const next = person.page.locator(".checklist__item", { hasText: person.t("admin.step.next") });
  expect(await next.locator("h2").textContent()).toBe(person.t(`admin.step.${step}`, { wanted: 5 }));
}
