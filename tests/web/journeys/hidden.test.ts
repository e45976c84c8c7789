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
import { WAYS, type Way } from "../ways.ts";

const NAMES = ["Amara Okafor", "Bea Lowe", "Cai Lloyd", "Dev Shah", "Elin Huws"];
const SECRET = "We never had the panel minutes.";

/** A facilitator starts a hidden community and invites an officer of another council, who reads and writes in it there. */
describe.skipIf(!hasBrowser())("A hidden community with a member at another council", () => {
  let councils: ThreeCouncils;
  let scene: Scene;
  let home = "";

  beforeAll(async () => {
    const mails = await startMailSink();
    const clock = presentClock();
    councils = await startThreeCouncils("open", {}, clock);
    const { net, somerset, sunderland } = councils;
    await net.connect("sunderland", "somerset");
    const peer = await peerByOrigin(somerset.ctx.sql, sunderland.origin);
    await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
    for (const name of NAMES) await councils.join(await councils.officer(sunderland, name));
    await net.settle();
    scene = await sceneOf({ net, clock, mails, address: "127.0.0.1", dispose: councils });
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

  /** Starts it, and asks the first question in it. */
  async function begin(martin: Walker, name: string): Promise<void> {
    await martin.open("/communities/new");
    await martin.fill("community.new.name", name);
    await martin.fill("community.new.purpose", "Before anybody may know of it.");
    await martin.choose(martin.t("community.level.confidential.name"));
    await picture(martin, `start-${martin.way.name}`);
    await martin.press("community.new.check");
    if (!martin.path.startsWith("/c/")) await martin.press("community.new.create");
    home = martin.path.replace(/[?#].*/, "");
    expect(home, "its address says nothing of its name").toMatch(/^\/c\/h[0-9a-f]{18}$/);
    await martin.open(`${home}/new?kind=question`);
    await martin.fill("topic.compose.question", "Who keeps the minutes?");
    await martin.fill("topic.compose.details", SECRET);
    await martin.press("topic.compose.postQuestion");
  }

  async function invite(martin: Walker, name: string): Promise<void> {
    await martin.open(`${home}/invitations?q=${encodeURIComponent(name)}`);
    await martin.says("community.hidden.newHolder", {
      node: "Sunderland",
      council: "Sunderland City Council",
    });
    await picture(martin, `invite-${martin.way.name}`);
    await martin.choose(martin.t("community.hidden.confirm", { node: "Sunderland" }));
    const button = martin.page.getByRole("button", {
      name: new RegExp(`^${martin.t("invitations.invite")}`),
    });
    await martin.pressThe(button);
    await martin.says("invitations.waitingElsewhere");
    await picture(martin, `invited-${martin.way.name}`);
  }

  test.each(WAYS)("One is invited, reads who asks, joins, reads, answers and leaves, $name", async (way) => {
    const name = NAMES[WAYS.indexOf(way)] ?? "";
    const community = `Panel of ${name.split(" ")[0]}`;
    const martin = await enter("Martin Hale", "somerset", way);
    await begin(martin, community);
    await invite(martin, name);
    await martin.leave();
    await scene.settle();

    const officer = await enter(name, "sunderland", way);
    await officer.open("/notifications");
    await officer.says("notices.sentence.hidden-invited");
    expect(await officer.page.content()).not.toContain(community);
    await officer.follow(officer.t("notices.sentence.hidden-invited"));
    await officer.says("community.hidden.kept", { home: "Somerset" });
    await picture(officer, `invitation-${way.name}`);
    await officer.press("hidden.invitation.join");
    await officer.follow("Who keeps the minutes?");
    await officer.sees(SECRET);
    await picture(officer, `thread-${way.name}`);
    await officer.fill("topic.yourAnswer", `Nor had we, says ${name}.`);
    await officer.press("topic.postAnswer");
    await officer.sees(`Nor had we, says ${name}.`);
    await picture(officer, `answered-${way.name}`);
    await whileAway(officer);
    await officer.open("/hidden");
    await officer.sees(community);
    await picture(officer, `list-${way.name}`);
    await officer.follow(community);
    await picture(officer, `community-${way.name}`);
    await officer.press("community.leave");
    await officer.says("hidden.list.none");
    await officer.leave();
  });

  /** Its council is away in the middle of writing: the words are in the page, and go when it is back. */
  async function whileAway(officer: Walker): Promise<void> {
    const { somerset } = councils;
    await officer.fill("topic.yourAnswer", "And another thing.");
    await somerset.stop();
    await officer.press("topic.postAnswer");
    await officer.says("hidden.away.form", { home: "Somerset" });
    const field = await officer.field("topic.yourReply");
    expect(await field.inputValue()).toBe("And another thing.");
    await picture(officer, `away-${officer.way.name}`);
    await somerset.start();
    await officer.press("topic.postReply");
    await officer.sees("And another thing.");
  }
});

/** For whoever wants to look: MOOTHALL_PICTURES names a folder. */
async function picture(walker: Walker, name: string): Promise<void> {
  const folder = process.env.MOOTHALL_PICTURES;
  if (folder)
    await walker.page.screenshot({ path: `${folder}/${name.replaceAll(" ", "-")}.png`, fullPage: true });
}
