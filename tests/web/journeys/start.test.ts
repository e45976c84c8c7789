import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { WRITING_MS } from "../../support/demo-template.ts";
import { signedIn, signIn } from "../acts.ts";
import type { Officer } from "../cast.ts";
import { type DemoRole, type DemoSeed, openDemoScene } from "../demo-scene.ts";
import { linkIn, type Scene } from "../scene.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, WAYS, type Way } from "../ways.ts";

const NAMES: readonly string[] = [
  "Kinship care panels",
  "Kinship care payments",
  "Kinship care training",
  "Kinship care recruitment",
  "Kinship care reviews",
];

const FRONT_DOOR = "Adult social care front door";
const ASKED = "First question on the call: what replaced 'how can I help you?'";

/** Who asks to join, one for each way: from Sunderland, from the council that Somerset's site hosts too, from Wiltshire. */
const OFFICERS: readonly DemoRole[] = ["amara", "dev", "colin", "farzana", "gwilym"];

/** J5, its first part: a facilitator starts a community, people ask to join it, and the facilitator decides. */
describe.skipIf(!hasBrowser())("Starting a community", () => {
  let seed: DemoSeed;
  let scene: Scene;

  beforeAll(async () => {
    seed = await openDemoScene();
    ({ scene } = seed);
  }, WRITING_MS);
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test.each(WAYS)(
    "What is there already is shown before, and starting it all the same takes a reason, $name",
    async (way) => {
      const name = NAMES[WAYS.indexOf(way)] ?? "";
      // From another council than the community that is alike.
      const dev = await signedIn(scene, seed.cast.dev, way);
      await dev.open("/communities");
      await dev.press("community.directory.start");
      await dev.fill("community.new.name", name);
      await dev.fill("community.new.purpose", "For officers who assess and pay kinship carers.");
      const alike = dev.page.locator(".similar").getByRole("link");
      if (way.script) await alike.first().waitFor();
      await dev.choose(dev.t("community.level.restricted.name"));
      await dev.press("community.new.check");
      await alike.first().waitFor();
      await dev.press("community.new.createAnyway");
      await dev.says("errors.field.similarRequired");
      expect(await (await dev.field("community.new.name")).inputValue()).toBe(name);
      await dev.fill("community.new.similarReason", "Only for the north east.");
      await dev.press("community.new.createAnyway");
      expect(await dev.title()).toBe(name);
      await dev.says("common.done.created");
      await scene.settle();

      const helen = await signedIn(scene, seed.cast.helen, OFFICE);
      await helen.open(`/communities?q=${encodeURIComponent(name)}`);
      await helen.sees(name);
      await helen.leave();
      await dev.leave();
    },
  );

  test.each(WAYS)(
    "A request to join reaches the facilitator, who approves it in two clicks from the mail, $name",
    async (way) => {
      const who = seed.cast[OFFICERS[WAYS.indexOf(way)] ?? "amara"];
      const officer = await signedIn(scene, who, way);
      await asksToJoin(officer);
      await scene.settle();

      const mail = scene.mailTo(seed.cast.alice.email);
      expect(mail.text).toContain(who.name);
      await approves(scene, { way, link: linkIn(mail), facilitator: seed.cast.alice, name: who.name });
      await scene.settle();

      expect(scene.mailTo(who.email).headers.get("subject")).toContain(FRONT_DOOR);
      await officer.open(linkIn(scene.mailTo(who.email)));
      await officer.follow(ASKED);
      await officer.fill("topic.yourAnswer", `One call since the spring, says ${who.name}.`);
      await officer.press("topic.postAnswer");
      await scene.settle();
      const visitor = await scene.visitor("somerset", OFFICE);
      await visitor.open("/c/asc_front_door");
      await visitor.follow(ASKED);
      await visitor.sees(`One call since the spring, says ${who.name}.`);
      await visitor.leave();
      await officer.leave();
    },
  );
});

/** Where a facilitator decides, the reply box is replaced by the way to ask; what waits shows since when. */
async function asksToJoin(officer: Walker): Promise<void> {
  await officer.open("/communities");
  await officer.follow(FRONT_DOOR);
  await officer.follow(ASKED);
  expect(await officer.page.locator("#reply textarea").count()).toBe(0);
  await officer.pressThe(officer.page.locator("#reply a"));
  await officer.fill("community.ask_join.words", "I run our contact centre.");
  await officer.press("community.ask_join.send");
  await officer.says("common.done.asked");
  await officer.pressThe(officer.page.locator("main").getByRole("link", { name: FRONT_DOOR }).first());
  await officer.page
    .locator("main")
    .getByRole("button", { name: officer.t("community.withdraw") })
    .first()
    .waitFor();
}

async function approves(
  scene: Scene,
  { way, link, facilitator, name }: { way: Way; link: string; facilitator: Officer; name: string },
): Promise<void> {
  const pat = await scene.visitor("somerset", way);
  await pat.open("/sign-in");
  await signIn(pat, facilitator);
  await pat.speak();
  pat.presses = 0;
  await pat.open(link);
  await pat.sees("I run our contact centre.");
  await pat.pressThe(pat.page.getByRole("button", { name: pat.t("community.requests.approve") }).first());
  expect(pat.presses, "one press after the one in the mail").toBe(1);
  await pat.says("common.done.approvedName", { name });
  await pat.leave();
}
