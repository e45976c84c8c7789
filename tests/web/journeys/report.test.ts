import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeUrgentContact } from "../../../node/settings/urgent-contact.ts";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn, signIn } from "../acts.ts";
import { linkIn, openScene, type Scene } from "../scene.ts";
import { type Seed, seedPeople, startCommunity, write } from "../seed.ts";
import { OFFICE, WAYS } from "../ways.ts";

const TITLE = "Case notes on the shared drive";
const HARMFUL = "A family we all know";
const VISITOR = "a.neighbour@example.org";

/** A post that should not be there: reported by anybody, decided by a facilitator, told to the reporter. */
describe.skipIf(!hasBrowser())("Reporting", () => {
  let scene: Scene;
  let seed: Seed;
  let post: string;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset"]);
    seed = await seedPeople(scene);
    await startCommunity(seed, "martin", "adoption_kinship");
    await scene.settle();
    const by = { by: "amara", community: "adoption_kinship" } as const;
    await write(seed, { ...by, title: TITLE, text: "Who may read them?" });
    post = await write(seed, { ...by, title: HARMFUL, text: "The one in Mill Lane asked again." });
    await scene.settle();
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test.each(WAYS)("A visitor reports a post in two presses, $name", async (way) => {
    const visitor = await scene.visitor("somerset", way);
    await visitor.open("/c/adoption_kinship");
    await visitor.follow(TITLE);
    visitor.presses = 0;
    await visitor.act("topic.act.report");
    await visitor.press("topic.report.send");
    expect(visitor.presses).toBe(2);
    await visitor.says("topic.report.thanksTitle");
    await visitor.leave();
  });

  test.each(WAYS)(
    "Whoever reports that somebody is in danger reads whom to ring before it is sent, $name",
    async (way) => {
      const contact = { en: `Safeguarding, 0300 123 2224`, cy: `Diogelu, 0300 123 2224` };
      await changeUrgentContact(scene.site("somerset").ctx, contact, null);
      const visitor = await scene.visitor("somerset", way);
      await visitor.open("/c/adoption_kinship");
      await visitor.follow(TITLE);
      await visitor.act("topic.act.report");
      expect(await visitor.page.getByText(contact[way.language]).isVisible()).toBe(false);
      await visitor.choose(visitor.t("topic.report.kind.safeguarding"));
      await visitor.sees(contact[way.language]);
      await visitor.press("topic.report.send");
      await visitor.says("topic.report.thanksTitle");
      await visitor.leave();
    },
  );

  test("The facilitator removes it from the mail with a reason, everyone reads the reason, the reporter is told", async () => {
    await scene.settle();
    const visitor = await scene.visitor("somerset", OFFICE);
    await visitor.open("/c/adoption_kinship");
    await visitor.follow(HARMFUL);
    await visitor.act("topic.act.report");
    await visitor.choose(visitor.t("topic.report.kind.confidential-leak"));
    await visitor.fill("topic.report.email", VISITOR);
    await visitor.press("topic.report.send");
    await scene.settle();

    const mail = scene.mailTo(seed.cast.martin.email);
    expect(mail.text, "the mail does not repeat what may be harmful").not.toContain("Mill Lane");
    const martin = await scene.visitor("somerset", OFFICE);
    await martin.open(linkIn(mail));
    await signIn(martin, seed.cast.martin);
    await martin.fill("report.remove.reason", "It lets a family be recognised.");
    await martin.press("report.remove.act");
    await martin.says("common.done.removed");
    await scene.settle();

    expect(scene.mailTo(VISITOR).text).toContain("removed");
    for (const role of ["dev", "carys"] as const) {
      const reader = await signedIn(scene, seed.cast[role], OFFICE);
      await reader.open(`/open?item=${encodeURIComponent(post)}`);
      await reader.sees("It lets a family be recognised.");
      expect(await reader.page.content()).not.toContain("Mill Lane");
      await reader.leave();
    }
    await martin.leave();
    await visitor.leave();
  });
});
