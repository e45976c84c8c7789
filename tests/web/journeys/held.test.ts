import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD } from "../../support/accounts.ts";
import { hasBrowser } from "../../support/browser.ts";
import { create, noteBy } from "../../support/foreign-acts.ts";
import { type ForeignScene, openForeignScene } from "../../support/foreign-scene.ts";
import { startMailSink } from "../../support/mail-sink.ts";
import type { PeerActor } from "../../support/peer-actor.ts";
import { signIn } from "../acts.ts";
import { type Scene, sceneOf } from "../scene.ts";
import { OFFICE } from "../ways.ts";

const WELCOME = "Who owns the grit bins?";
const UNWELCOME = "Buy our grit, it is cheap.";
const REASON = "We take no advertisements.";

/** What somebody on other software writes waits for a facilitator, who decides without script. */
describe.skipIf(!hasBrowser())("Posts from outside", () => {
  let foreign: ForeignScene;
  let scene: Scene;
  let carl: PeerActor;

  beforeAll(async () => {
    foreign = await openForeignScene("mastodon", "social");
    const { net } = foreign;
    const mails = await startMailSink();
    scene = await sceneOf({ net, clock: net.clock, mails, address: "127.0.0.1", dispose: foreign });
    carl = foreign.there.user("carl", { name: "Carl Penn" });
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test("One is let in by one press, one is declined with a reason its author reads, and none without", async () => {
    const notes = [WELCOME, UNWELCOME].map((text) => noteBy(foreign, carl, { text }));
    for (const note of notes) await foreign.send(create(foreign, carl, note));
    await foreign.came();
    const martin = await scene.visitor("somerset", { ...OFFICE, script: false });
    await martin.open("/moderation");
    await signIn(martin, { email: "martin.hale@somerset.gov.example", password: PASSWORD });
    for (const text of [WELCOME, UNWELCOME]) await martin.sees(text);
    const one = (text: string) => martin.page.locator("li.request", { hasText: text });
    const button = (text: string, key: string) =>
      one(text).getByRole("button", { name: new RegExp(`^${martin.t(key)}`) });

    await martin.pressThe(button(WELCOME, "report.held.accept"));
    await martin.says("common.done.let-in");
    expect(await one(WELCOME).count()).toBe(0);
    await martin.pressThe(one(UNWELCOME).locator("summary"));
    await martin.pressThe(button(UNWELCOME, "report.held.decline"));
    await martin.open("/moderation");
    expect(await one(UNWELCOME).count(), "nothing is declined without words").toBe(1);
    await martin.pressThe(one(UNWELCOME).locator("summary"));
    await martin.fill("report.held.reason", REASON);
    await martin.pressThe(button(UNWELCOME, "report.held.decline"));
    await martin.says("common.done.held-declined");
    expect(await one(UNWELCOME).count()).toBe(0);
    await martin.leave();

    expect(JSON.stringify(await foreign.came())).toContain(REASON);
    const states = await Promise.all(notes.map(async ({ id }) => (await foreign.post(id)).state));
    expect(states).toEqual(["accepted", "declined"]);
  });
});
