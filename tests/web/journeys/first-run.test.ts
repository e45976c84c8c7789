import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { walkSearch } from "../../../deploy/demo/content/walk.ts";
import { administratorLink } from "../../../node/accounts/first-administrator.ts";
import { PASSWORD } from "../../support/accounts.ts";
import { hasBrowser } from "../../support/browser.ts";
import { WRITING_MS } from "../../support/demo-template.ts";
import { searchFor, signedIn } from "../acts.ts";
import { type DemoSeed, openDemoScene } from "../demo-scene.ts";
import { linkIn, type Scene } from "../scene.ts";
import type { Walker } from "../walker.ts";
import { WAYS, type Way } from "../ways.ts";

/** Councils without a site so far, one for each way. */
const NEWCOMERS = ["kirklees", "bradford", "calderdale", "leeds", "wakefield"] as const;
const RUNS = WAYS.map((way, i) => ({ way, name: way.name, site: NEWCOMERS[i] ?? NEWCOMERS[0] }));
const ANSWERED = "Adoption allowance review: what do you ask families to send each year?";

/** J10, its first part: a council's site from its one-time link to connected councils, all of it in the browser. */
describe.skipIf(!hasBrowser())("The first run", () => {
  let seed: DemoSeed;
  let scene: Scene;

  beforeAll(async () => {
    seed = await openDemoScene(NEWCOMERS);
    ({ scene } = seed);
  }, WRITING_MS);
  afterAll(() => scene?.[Symbol.asyncDispose]());

  describe.each(RUNS)("$name", ({ way, site }) => {
    const invited = ["ann", "bob", "cara", "dan", "eve"].map((name) => `${name}@${site}.gov.example`);
    const started = `Town centre markets of ${site}`;
    let admin: Walker;
    let somerset: Walker;

    beforeAll(async () => {
      somerset = await signedIn(scene, seed.cast.martin, way);
    });
    afterAll(async () => {
      for (const walker of [somerset, admin]) await walker?.leave();
    });

    test("Nobody joins before the administrator, whom the printed link makes", async () => {
      const early = await scene.visitor(site, way);
      await early.open("/join");
      await early.speak();
      await early.says("account.notYet.title");
      await early.leave();
      admin = await becomesAdministrator(scene, { site, way, name: "Sam Whitfield" });
      expect(await administratorLink(scene.site(site).ctx)).toBeNull();
    });

    test("The checklist names one next thing at a time; the test mail arrives", async () => {
      expect(await admin.page.locator(".checklist__item").count()).toBe(8);
      await nextIs(admin, "mail");
      const before = scene.mails.received.length;
      await admin.press("admin.step.mailAct");
      await scene.settle();
      const came = scene.mails.received.slice(before).map((mail) => mail.to);
      expect(came).toEqual([[`sam.whitfield@${site}.gov.example`]]);
      await nextIs(admin, "peer");
    });

    test("Two councils connect: both see each other's name and the same fingerprint, and both say that they are", async () => {
      await admin.press("admin.step.peerAct");
      await admin.fill("peers.address", "nowhere.localhost");
      await admin.press("peers.look");
      expect(await admin.page.locator(".govuk-error-summary").count()).toBe(1);
      await admin.fill("peers.address", new URL(scene.site("somerset").origin).host);
      await admin.press("peers.look");
      await admin.sees("Somerset Council");
      await admin.sees("Exmoor Borough Council");
      await somerset.open("/admin/peers");
      const own = (await somerset.page.locator("code").last().textContent()) ?? "missing";
      await admin.sees(own);
      await admin.fill("peers.message", "We spoke on Tuesday.");
      await admin.press("peers.send");
      await admin.says("peers.state_asked");
      await scene.settle();

      await somerset.open(linkIn(scene.mailTo(seed.cast.martin.email)));
      await somerset.sees("We spoke on Tuesday.");
      await somerset.sees((await admin.page.locator("code").last().textContent()) ?? "missing");
      await somerset.pressThe(
        somerset.page.getByRole("button", { name: somerset.t("peers.accept") }).first(),
      );
      await somerset.says("peers.state_accepted");
      await scene.settle();
      await admin.open("/admin/peers");
      await admin.says("peers.state_accepted");
      await admin.open("/admin");
      await nextIs(admin, "community");
    });

    test("Four months of Somerset's discussions are there before the first officer joins", async () => {
      const visitor = await scene.visitor(site, way);
      await visitor.open("/communities");
      await visitor.speak();
      await visitor.follow("Adoption and kinship care");
      await visitor.sees(ANSWERED);
      await searchFor(visitor, walkSearch);
      await visitor.sees(ANSWERED);
      await visitor.leave();
    });

    test("With the first community and five people invited, everything is ready", async () => {
      await admin.press("admin.step.communityAct");
      await admin.fill("community.new.name", started);
      await admin.fill("community.new.purpose", "For those who are called at four in the morning.");
      await admin.choose(admin.t("community.level.open.name"));
      await admin.press("community.new.check");
      expect(await admin.title()).toBe(started);
      await admin.open("/admin");
      await nextIs(admin, "people");
      await admin.press("admin.step.peopleAct");
      await admin.fill("account.invite.emails", invited.join("\n"));
      await admin.press("account.invite.submit");
      await scene.settle();
      for (const email of invited) expect(scene.mailTo(email).text).toContain("Sam Whitfield");
      await admin.open("/admin");
      await admin.says("admin.start.ready");
    });

    test("Somebody invited joins by their mail, and what Kirklees started is in Somerset's directory", async () => {
      const ann = await scene.visitor(site, way);
      await ann.open(linkIn(scene.mailTo(invited[0] ?? "")));
      await ann.speak();
      await ann.sees("Sam Whitfield");
      await ann.fill("account.about.name", "Ann Moss");
      await ann.fill("account.about.password", PASSWORD);
      await ann.press("account.about.submit");
      await ann.says("welcome.areas.lead");
      await somerset.open("/communities");
      await somerset.sees(started);
      await ann.leave();
    });
  });
});

async function becomesAdministrator(
  scene: Scene,
  { site, way, name }: { site: string; way: Way; name: string },
): Promise<Walker> {
  const person = await scene.visitor(site, way);
  const link = await administratorLink(scene.site(site).ctx);
  await person.open(link ?? "");
  await person.speak();
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
