import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { administratorLink } from "../../../node/accounts/first-administrator.ts";
import { PASSWORD } from "../../support/accounts.ts";
import { hasBrowser } from "../../support/browser.ts";
import { linkIn, openScene, type Scene } from "../scene.ts";
import type { Walker } from "../walker.ts";
import { OFFICE } from "../ways.ts";

const INVITED = ["ann", "bob", "cara", "dan", "eve"].map((name) => `${name}@sunderland.gov.example`);

/** J10, its first part: a node from its one-time link to connected councils, all of it in the browser. */
describe.skipIf(!hasBrowser())("The first run", () => {
  let scene: Scene;
  let sunderland: Walker;
  let somerset: Walker;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset"]);
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test("Nobody joins before the administrator, whom the printed link makes", async () => {
    const early = await scene.visitor("sunderland", OFFICE);
    await early.open("/join");
    await early.says("account.notYet.title");
    await early.leave();
    sunderland = await becomesAdministrator(scene, "sunderland", "Sam Whitfield");
    somerset = await becomesAdministrator(scene, "somerset", "Pat Reed");
    expect(await administratorLink(scene.site("sunderland").ctx)).toBeNull();
  });

  test("The checklist names one next thing at a time; the test mail arrives", async () => {
    expect(await sunderland.page.locator(".checklist__item").count()).toBe(7);
    await nextIs(sunderland, "mail");
    await sunderland.press("admin.step.mailAct");
    await scene.settle();
    expect(scene.mailTo("sam.whitfield@sunderland.gov.example").headers.get("subject")).toContain(
      "Test email",
    );
    await nextIs(sunderland, "peer");
  });

  test("Two councils connect: both see each other's name and the same fingerprint, and both say that they are", async () => {
    await sunderland.press("admin.step.peerAct");
    await sunderland.fill("peers.address", "nowhere.localhost");
    await sunderland.press("peers.look");
    expect(await sunderland.page.locator(".govuk-error-summary").count()).toBe(1);
    await sunderland.fill("peers.address", new URL(scene.site("somerset").origin).host);
    await sunderland.press("peers.look");
    await sunderland.sees("Somerset Council");
    await sunderland.sees("Exmoor Borough Council");
    await somerset.open("/admin/peers");
    const own = (await somerset.page.locator("code").last().textContent()) ?? "missing";
    await sunderland.sees(own);
    await sunderland.fill("peers.message", "We spoke on Tuesday.");
    await sunderland.press("peers.send");
    await sunderland.says("peers.state_asked");
    await scene.settle();

    await somerset.open(linkIn(scene.mailTo("pat.reed@somerset.gov.example")));
    await somerset.sees("We spoke on Tuesday.");
    await somerset.sees((await sunderland.page.locator("code").last().textContent()) ?? "missing");
    await somerset.pressThe(somerset.page.getByRole("button", { name: somerset.t("peers.accept") }).first());
    await somerset.says("peers.state_accepted");
    await scene.settle();
    await sunderland.open("/admin/peers");
    await sunderland.says("peers.state_accepted");
    await sunderland.open("/admin");
    await nextIs(sunderland, "community");
  });

  test("With the first community and five people invited, everything is ready", async () => {
    await sunderland.press("admin.step.communityAct");
    await sunderland.fill("community.new.name", "Winter gritting");
    await sunderland.fill("community.new.purpose", "For those who are called at four in the morning.");
    await sunderland.choose(sunderland.t("community.level.open.name"));
    await sunderland.press("community.new.check");
    expect(await sunderland.title()).toBe("Winter gritting");
    await sunderland.open("/admin");
    await nextIs(sunderland, "people");
    await sunderland.press("admin.step.peopleAct");
    await sunderland.fill("account.invite.emails", INVITED.join("\n"));
    await sunderland.press("account.invite.submit");
    await scene.settle();
    for (const email of INVITED) expect(scene.mailTo(email).text).toContain("Sam Whitfield");
    await sunderland.open("/admin");
    await sunderland.says("admin.start.ready");
  });

  test("Somebody invited joins by their mail, and what Sunderland started is in Somerset's directory", async () => {
    const ann = await scene.visitor("sunderland", OFFICE);
    await ann.open(linkIn(scene.mailTo(INVITED[0] ?? "")));
    await ann.sees("Sam Whitfield");
    await ann.fill("account.about.name", "Ann Moss");
    await ann.fill("account.about.password", PASSWORD);
    await ann.press("account.about.submit");
    await ann.says("welcome.areas.lead");
    await somerset.open("/communities");
    await somerset.sees("Winter gritting");
    for (const walker of [ann, somerset, sunderland]) await walker.leave();
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
