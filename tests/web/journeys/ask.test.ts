import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setNoticeLevel } from "../../../node/notifications/levels.ts";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn, signIn } from "../acts.ts";
import { linkIn, openScene, type Scene } from "../scene.ts";
import { accept, communityOn, join, type Seed, seedPeople, startCommunity, write } from "../seed.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, WAYS, type Way } from "../ways.ts";

const COMMUNITY = "Adoption and kinship care";
const KNOWN = "Adoption allowance review: what do you ask families to send each year?";

/** One question for each way, all of them like the one that was answered before. */
const QUESTIONS: readonly string[] = [
  "Adoption allowance review: which papers do families send?",
  "Adoption allowance review: who reads what families send?",
  "Adoption allowance review: do families send bank statements?",
  "Adoption allowance review: how long do families have?",
  "Adoption allowance review: what if families send nothing?",
];

/** J3: an officer asks, the right person in another council answers from the mail, the asker accepts. */
describe.skipIf(!hasBrowser())("Asking", () => {
  let scene: Scene;
  let seed: Seed;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset", "wiltshire"]);
    seed = await seedPeople(scene);
    await startCommunity(seed, "martin", "adoption_kinship");
    await startCommunity(seed, "dev", "food_waste");
    await scene.settle();
    for (const role of ["amara", "rhian"] as const) await join(seed, role, "adoption_kinship");
    await join(seed, "amara", "food_waste");
    await scene.settle();
    const { site, accountId } = seed.cast.rhian;
    const communityId = await communityOn(seed, site, "adoption_kinship");
    await setNoticeLevel(site.ctx, { accountId, communityId, level: "each" });
    const asked = await write(seed, {
      by: "amara",
      community: "adoption_kinship",
      title: KNOWN,
      text: "Ours is nine pages.",
    });
    await scene.settle();
    const answer = await write(seed, {
      by: "martin",
      community: "adoption_kinship",
      parent: asked,
      text: "One page.",
    });
    await scene.settle();
    await accept(seed, "amara", answer);
    await scene.settle();
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test.each(WAYS)(
    "A question to Somerset's community is answered from Wiltshire's mail and accepted, $name",
    async (way) => {
      const title = QUESTIONS[WAYS.indexOf(way)] ?? "";
      const amara = await signedIn(scene, seed.cast.amara, way);
      await asks(amara, title);
      await scene.settle();
      await amara.open(amara.path.replace(/[?#].*/, ""));
      await amara.says("topic.journey.arrived", { home: "Somerset" });

      const rhian = await answersFromTheMail(scene, { seed, way, title });
      await scene.settle();
      await rhian.open(rhian.path.replace(/[?#].*/, ""));
      await rhian.says("topic.journey.arrived", { home: "Somerset" });

      await acceptsFromTheMail(scene, amara, title);
      await scene.settle();
      expect(scene.mailTo(seed.cast.rhian.email).text).toContain(title);
      await rhian.open("/notifications");
      const who = rhian.t("notices.who", { name: "Amara Okafor", council: "Sunderland City Council" });
      await rhian.says("notices.sentence.accepted", { who, title });
      await rhian.leave();
      await amara.leave();
    },
  );

  test("At Somerset everyone sees the question with its accepted answer at the top, without signing in", async () => {
    const visitor = await scene.visitor("somerset", OFFICE);
    await visitor.open("/c/adoption_kinship");
    await visitor.follow(QUESTIONS[0] ?? "");
    await visitor.sees("Two pages, and a stamped envelope");
    const answer = visitor.page.locator(".answer");
    expect(await answer.textContent()).toContain("Rhian Price");
    expect(await answer.textContent()).toContain("Wiltshire Council");
    await visitor.leave();
  });
});

async function asks(person: Walker, title: string): Promise<void> {
  await person.press("community.ask");
  await person.follow(COMMUNITY);
  await person.fill("topic.compose.question", title);
  await person.fill("topic.compose.details", "We are rewriting the papers. What do yours look like?");
  // Without script what is similar comes with the preview.
  if (!person.way.script) await person.press("topic.preview");
  await person.page.getByRole("link", { name: KNOWN }).locator("visible=true").first().waitFor();
  await person.press("topic.compose.postQuestion");
  expect(await person.title()).toBe(title);
  await person.says("common.done.posted");
  await person.says("topic.journey.saved", { home: "Somerset" });
}

/** From the mail through signing in into the reply box; two presses after the mail. */
async function answersFromTheMail(
  scene: Scene,
  { seed, way, title }: { seed: Seed; way: Way; title: string },
): Promise<Walker> {
  const { email } = seed.cast.rhian;
  const mail = scene.mailTo(email);
  expect(mail.text).toContain(title);
  expect(mail.text).toContain("Amara Okafor");
  const rhian = await scene.visitor("wiltshire", way);
  await rhian.open(linkIn(mail));
  await signIn(rhian, email);
  expect(rhian.path).toMatch(/^\/c\/adoption_kinship@[^/]+\/t\/\w+#reply$/);
  const box = rhian.page.locator("#reply textarea");
  expect(await isOnScreen(rhian, box), "the reply box is what one lands on").toBe(true);
  await rhian.speak();
  rhian.presses = 0;
  await rhian.fill("topic.yourAnswer", "Two pages, and a stamped envelope. Nine in ten come back in time.");
  await rhian.press("topic.postAnswer");
  expect(rhian.presses).toBe(1);
  await rhian.says("topic.journey.saved", { home: "Somerset" });
  return rhian;
}

async function acceptsFromTheMail(scene: Scene, person: Walker, title: string): Promise<void> {
  const mail = scene.mailTo("amara@sunderland.gov.example");
  expect(mail.text).toContain("Rhian Price");
  await person.open(linkIn(mail));
  await person.sees("Two pages, and a stamped envelope");
  person.presses = 0;
  await person.act("topic.act.accept");
  expect(person.presses).toBe(1);
  await person.says("common.done.accepted");
  expect(await person.title()).toBe(title);
  expect(await person.page.locator(".answer").textContent()).toContain("Two pages");
}

async function isOnScreen(person: Walker, place: Locator): Promise<boolean> {
  const box = await place.boundingBox();
  return box !== null && box.y >= 0 && box.y < person.way.height - 24;
}
