import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chooseHolding } from "../../../node/peers/closed.ts";
import { peerByOrigin } from "../../../node/peers/read.ts";
import { PASSWORD } from "../../support/accounts.ts";
import { hasBrowser } from "../../support/browser.ts";
import { presentClock } from "../../support/context.ts";
import { startMailSink } from "../../support/mail-sink.ts";
import { startThreeCouncils, type ThreeCouncils } from "../../support/three-councils.ts";
import { signIn } from "../acts.ts";
import { type Scene, sceneOf } from "../scene.ts";
import type { Walker } from "../walker.ts";
import { OFFICE, WAYS, type Way } from "../ways.ts";

const NAMES = ["Amara Okafor", "Bea Lowe", "Cai Lloyd", "Dev Shah", "Elin Huws"];
const SECRET = "We never had the panel minutes.";

/** J4: an officer joins a community for members only of another council, reads and writes there, and leaves. */
describe.skipIf(!hasBrowser())("A community for members only at another council", () => {
  let councils: ThreeCouncils;
  let scene: Scene;
  let path = "";
  let thread = "";

  beforeAll(async () => {
    const mails = await startMailSink();
    const clock = presentClock();
    councils = await startThreeCouncils("closed", {}, clock);
    const { net, somerset, sunderland, martin, groupIri } = councils;
    await net.connect("sunderland", "somerset");
    const peer = await peerByOrigin(somerset.ctx.sql, sunderland.origin);
    await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
    await councils.write(martin, { title: "Who keeps the minutes?", text: SECRET });
    for (const name of NAMES) await councils.officer(sunderland, name);
    await net.settle();
    scene = await sceneOf({ net, clock, mails, address: "127.0.0.1", dispose: councils });
    const [group] = await somerset.ctx.sql<
      { handle: string }[]
    >`select handle from actors where iri = ${groupIri}`;
    path = `/c/${group?.handle}`;
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  async function enter(name: string, site: string, way: Way): Promise<Walker> {
    const walker = await scene.visitor(site, way);
    await walker.open("/sign-in");
    const email = `${name.toLowerCase().replace(" ", ".")}@${site}.gov.example`;
    await signIn(walker, { email, password: PASSWORD });
    await walker.speak();
    walker.presses = 0;
    return walker;
  }

  test.each(WAYS)("One asks, is let in knowingly, reads, answers and leaves, $name", async (way) => {
    const name = NAMES[WAYS.indexOf(way)] ?? "";
    const there = `${path}@${new URL(councils.somerset.origin).host}`;
    const officer = await enter(name, "sunderland", way);
    await officer.open(there);
    await officer.says("community.closed.outside");
    await picture(officer, `outside-${way.name}`);
    await officer.press("community.askToJoin");
    await officer.says("community.closed.everyoneSees");
    await officer.fill("community.ask_join.words", "I write them too.");
    await officer.press("community.ask_join.send");
    expect(officer.presses, "at most three presses").toBeLessThanOrEqual(3);
    await scene.settle();

    const martin = await enter("Martin Hale", "somerset", way);
    await martin.open(`${path}/requests`);
    await martin.says("community.closed.newHolder", {
      node: "Sunderland",
      council: "Sunderland City Council",
    });
    await picture(martin, `requests-${way.name}`);
    const approve = martin.page.getByRole("button", {
      name: new RegExp(`^${martin.t("community.requests.approve")}`),
    });
    await martin.pressThe(approve);
    await martin.says("errors.refusal.needs-confirmation");
    martin.presses = 0;
    await martin.choose(martin.t("community.closed.confirm", { node: "Sunderland" }));
    await martin.pressThe(approve);
    expect(martin.presses, "a tick and a press").toBeLessThanOrEqual(2);
    await martin.leave();
    await scene.settle();

    await officer.open(there);
    await officer.follow("Who keeps the minutes?");
    await officer.sees(SECRET);
    thread = officer.path.replace(/[?#].*/, "");
    await officer.sees(
      officer.t("community.closed.copiesShort", {
        holders: officer.way.language === "cy" ? "Somerset a Sunderland" : "Somerset and Sunderland",
      }),
    );
    await picture(officer, `thread-${way.name}`);
    await officer.fill("topic.yourAnswer", `Nor had we, says ${name}.`);
    await officer.press("topic.postAnswer");
    await scene.settle();
    await officer.open(`${there}/members`);
    for (const who of ["Martin Hale", name]) await officer.sees(who);
    await picture(officer, `members-${way.name}`);

    await officer.open(there);
    await officer.press("community.leave");
    await scene.settle();
    const gone = await officer.page.goto(new URL(thread, officer.origin).href);
    expect(gone?.status(), "what was read is there no more").toBe(404);
    await officer.leave();
  });

  test("While the community's council is away its members are not shown, and what is held is read on", async () => {
    const { somerset } = councils;
    const name = NAMES[0] ?? "";
    const there = `${path}@${new URL(somerset.origin).host}`;
    const officer = await enter(name, "sunderland", OFFICE);
    await officer.open(`${there}/join`);
    await officer.press("community.ask_join.send");
    await scene.settle();
    const martin = await enter("Martin Hale", "somerset", OFFICE);
    await martin.open(`${path}/requests`);
    await martin.choose(martin.t("community.closed.confirm", { node: "Sunderland" }));
    await martin.pressThe(martin.page.getByRole("button", { name: /^Approve/ }));
    await martin.leave();
    await scene.settle();
    await somerset.stop();
    await officer.open(thread);
    await officer.sees(SECRET);
    await officer.open(`${there}/members`);
    await officer.says("community.closed.membersAway", { home: "Somerset" });
    await somerset.start();
    await officer.open(`${there}/members`);
    await officer.sees("Martin Hale");
    await officer.leave();
  });
});

/** For whoever wants to look: MOOTHALL_PICTURES names a folder. */
async function picture(walker: Walker, name: string): Promise<void> {
  const folder = process.env.MOOTHALL_PICTURES;
  if (folder)
    await walker.page.screenshot({ path: `${folder}/${name.replaceAll(" ", "-")}.png`, fullPage: true });
}
