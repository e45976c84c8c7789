import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser } from "../../support/browser.ts";
import { WRITING_MS } from "../../support/demo-template.ts";
import { signedIn, signIn } from "../acts.ts";
import { type DemoSeed, openDemoScene } from "../demo-scene.ts";
import { linkIn } from "../scene.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, WAYS, type Way } from "../ways.ts";

const COMMUNITY = "Adoption and kinship care";
const KNOWN = "Adoption allowance review: what do you ask families to send each year?";
const ANSWER = "Two pages, and a stamped envelope. Nine in ten come back in time.";

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
  let seed: DemoSeed;

  beforeAll(async () => {
    seed = await openDemoScene();
  }, WRITING_MS);
  afterAll(() => seed?.scene[Symbol.asyncDispose]());

  test.each(WAYS)(
    "A question to Somerset's community is answered from Wiltshire's mail and accepted, $name",
    async (way) => {
      const { scene, cast } = seed;
      const title = QUESTIONS[WAYS.indexOf(way)] ?? "";
      const amara = await signedIn(scene, cast.amara, way);
      await asks(amara, { title, joins: way === OFFICE });
      await scene.settle();
      await amara.open(amara.path.replace(/[?#].*/, ""));
      await amara.says("topic.journey.arrived", { home: "Somerset" });

      const rhian = await answersFromTheMail(seed, { way, title });
      await scene.settle();
      await rhian.open(rhian.path.replace(/[?#].*/, ""));
      await rhian.says("topic.journey.arrived", { home: "Somerset" });

      await acceptsFromTheMail(seed, amara, title);
      await scene.settle();
      expect(scene.mailTo(cast.rhian.email).text).toContain(title);
      await rhian.open("/notifications");
      const who = rhian.t("notices.who", { name: cast.amara.name, council: "Sunderland City Council" });
      await rhian.says("notices.sentence.accepted", { who, title });
      await rhian.leave();
      await amara.leave();
    },
  );

  test("At Somerset everyone sees the question with its accepted answer at the top, without signing in", async () => {
    const visitor = await seed.scene.visitor("somerset", OFFICE);
    await visitor.open("/c/adoption_kinship");
    await visitor.follow(QUESTIONS[0] ?? "");
    await visitor.sees(ANSWER);
    const answer = visitor.page.locator(".answer");
    expect(await answer.textContent()).toContain(seed.cast.rhian.name);
    expect(await answer.textContent()).toContain("Wiltshire Council");
    await visitor.leave();
  });
});

/** From Home to the question in the community; the first time the one who asks is no member yet, and posting joins. */
async function asks(person: Walker, { title, joins }: { title: string; joins: boolean }): Promise<void> {
  if (joins) {
    await person.open("/communities");
    await person.follow(COMMUNITY);
    await person.press("community.ask");
    await person.says("topic.postingJoins", { community: COMMUNITY });
  } else {
    await person.press("community.ask");
    await person.follow(COMMUNITY);
  }
  await person.fill("topic.compose.question", title);
  await person.fill("topic.compose.details", "We are rewriting the papers. What do yours look like?");
  // Without script what is similar comes with the preview.
  if (!person.way.script) await person.press("topic.preview");
  await person.page.getByRole("link", { name: KNOWN }).locator("visible=true").first().waitFor();
  await person.press("topic.compose.postQuestion");
  expect(await person.title()).toBe(title);
  await person.says("common.done.postedOnItsWay", { home: "Somerset" });
  await person.says("topic.journey.saved", { home: "Somerset" });
}

/** From the mail through signing in into the reply box; two presses after the mail. */
async function answersFromTheMail(
  { scene, cast }: DemoSeed,
  { way, title }: { way: Way; title: string },
): Promise<Walker> {
  const mail = scene.mailTo(cast.rhian.email);
  expect(mail.text).toContain(title);
  expect(mail.text).toContain(cast.amara.name);
  const rhian = await scene.visitor("wiltshire", way);
  await rhian.open(linkIn(mail));
  await signIn(rhian, cast.rhian);
  expect(rhian.path).toMatch(/^\/c\/adoption_kinship@[^/]+\/t\/\w+#reply$/);
  const box = rhian.page.locator("#reply textarea");
  expect(await isOnScreen(rhian, box), "the reply box is what one lands on").toBe(true);
  await rhian.speak();
  rhian.presses = 0;
  await rhian.fill("topic.yourAnswer", ANSWER);
  await rhian.press("topic.postAnswer");
  expect(rhian.presses).toBe(1);
  await rhian.says("topic.journey.saved", { home: "Somerset" });
  // The council that asked is none of those that replied, and one's own reply counts while it is on its way.
  await rhian.says("topic.repliesFrom", { count: 1, councils: rhian.t("community.councils", { count: 1 }) });
  await rhian.says("topic.yoursOnItsWay");
  return rhian;
}

async function acceptsFromTheMail({ scene, cast }: DemoSeed, person: Walker, title: string): Promise<void> {
  const mail = scene.mailTo(cast.amara.email);
  expect(mail.text).toContain(cast.rhian.name);
  await person.open(linkIn(mail));
  await person.sees(ANSWER);
  person.presses = 0;
  await person.act("topic.act.accept");
  expect(person.presses).toBe(1);
  await person.says("common.done.accepted");
  expect(await person.title()).toBe(title);
  expect(await person.page.locator(".answer").textContent()).toContain(ANSWER);
}

async function isOnScreen(person: Walker, place: Locator): Promise<boolean> {
  const box = await place.boundingBox();
  return box !== null && box.y >= 0 && box.y < person.way.height - 24;
}
