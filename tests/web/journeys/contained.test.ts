import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chooseHolding } from "../../../node/peers/closed.ts";
import { peerByOrigin } from "../../../node/peers/read.ts";
import { postByIri } from "../../../node/posts/find.ts";
import { hasBrowser } from "../../support/browser.ts";
import { appoint, letIn } from "../../support/closed-councils.ts";
import { presentClock } from "../../support/context.ts";
import { startMailSink } from "../../support/mail-sink.ts";
import {
  connectAll,
  type Officer,
  officerOn,
  startThreeCouncils,
  type ThreeCouncils,
  writePost,
} from "../../support/three-councils.ts";
import { enter, picture } from "../entering.ts";
import { linkIn, type Scene, sceneOf } from "../scene.ts";
import { WAYS } from "../ways.ts";

const REASON = "It names a child.";

/** J9 in every way: reported at one council, removed at another, appealed at a third, shown again by a facilitator elsewhere. */
describe.skipIf(!hasBrowser())("J9 over three councils", () => {
  let councils: ThreeCouncils;
  let scene: Scene;
  let amara: Officer;
  let rhian: Officer;
  let wyn: Officer;
  let handle = "";

  beforeAll(async () => {
    const mails = await startMailSink();
    const clock = presentClock();
    const config = { smtp: { url: mails.url, from: "Communities <no-reply@example.gov.example>" } };
    councils = await startThreeCouncils("closed", config, clock);
    const { net, somerset, sunderland, wiltshire, groupIri } = councils;
    await connectAll(net);
    for (const { origin } of [sunderland, wiltshire]) {
      const peer = await peerByOrigin(somerset.ctx.sql, origin);
      await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
    }
    amara = await officerOn(sunderland, "Amara Okafor");
    rhian = await officerOn(wiltshire, "Rhian Price");
    wyn = await officerOn(wiltshire, "Wyn Pugh");
    for (const officer of [amara, rhian, wyn]) await letIn(councils, officer);
    await appoint(councils, rhian);
    scene = await sceneOf({ net, clock, mails, address: "127.0.0.1", dispose: councils });
    const [group] = await somerset.ctx.sql<
      { handle: string }[]
    >`select handle from actors where iri = ${groupIri}`;
    handle = group?.handle ?? "";
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  async function statesOf(iri: string) {
    const { somerset, sunderland, wiltshire } = councils;
    const posts = [somerset, sunderland, wiltshire].map(({ ctx }) => postByIri(ctx.sql, iri));
    return (await Promise.all(posts)).map((post) => post?.state);
  }

  const there = () => `/c/${handle}@${new URL(councils.groupIri).host}`;

  test.each(WAYS)(
    "A post is reported, removed with its receipts, appealed and shown again, $name",
    async (way) => {
      const title = `What crossing ${WAYS.indexOf(way) + 1} costs`;
      const words = { title, text: "The child by the school." };
      const iri = await writePost(amara, await councils.communityOn(amara.node), words);
      await scene.settle();

      const reporter = await enter(scene, wyn, way);
      await reporter.open(there());
      await reporter.follow(title);
      await reporter.act("topic.act.report");
      await reporter.choose(reporter.t("topic.report.kind.confidential-leak"));
      await reporter.press("topic.report.send");
      await reporter.says("topic.report.thanksTitle");
      await reporter.leave();
      await scene.settle();

      const lead = await enter(scene, councils.martin, way);
      await lead.open(linkIn(scene.mailTo("martin.hale@somerset.gov.example")));
      await lead.fill("report.remove.reason", REASON);
      await lead.press("report.remove.act");
      await lead.says("common.done.removed");
      await scene.settle();
      expect(await statesOf(iri)).toEqual(["removed", "removed", "removed"]);
      await lead.open(`/c/${handle}/moderation-log`);
      const confirmed = lead.t("report.receipt.summary", { confirmed: 2, of: 2 });
      expect(await lead.page.getByText(confirmed).count()).toBe(WAYS.indexOf(way) + 1);
      await picture(lead, `j9-log-${way.name}`);
      await lead.leave();

      const author = await enter(scene, amara, way);
      await author.open(`/open?item=${encodeURIComponent(iri)}`);
      await author.sees(REASON);
      await author.pressThe(author.page.locator('main a[href*="/appeal"]').first());
      await author.fill("topic.appeal.words", "No child is named in it.");
      await author.press("topic.appeal.send");
      await scene.settle();
      await picture(author, `j9-appeal-${way.name}`);

      const other = await enter(scene, rhian, way);
      await other.open(linkIn(scene.mailTo("rhian.price@wiltshire.gov.example")));
      for (const said of ["No child is named in it.", REASON, "The child by the school."])
        await other.sees(said);
      await other.choose(other.t("report.appeal.restore"));
      await other.fill("report.appeal.reason", "The school is not a child.");
      await picture(other, `j9-decision-${way.name}`);
      await other.press("report.appeal.act");
      await scene.settle();
      expect(await statesOf(iri)).toEqual(["accepted", "accepted", "accepted"]);
      await other.leave();

      await author.open(`/open?item=${encodeURIComponent(iri)}`);
      await author.sees("The child by the school.");
      await author.leave();
    },
  );
});
