import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAdministrator } from "../../../node/accounts/administer.ts";
import { changeRole } from "../../../node/memberships/roles.ts";
import { postByIri } from "../../../node/posts/find.ts";
import { hasBrowser } from "../../support/browser.ts";
import { filesAt, letIn, signedInAs, writeWith } from "../../support/closed-councils.ts";
import { filePathsOf } from "../../support/closed-probes.ts";
import { presentClock } from "../../support/context.ts";
import { uploadText } from "../../support/files.ts";
import { type FourCouncils, startFourCouncils } from "../../support/four-councils.ts";
import { startMailSink } from "../../support/mail-sink.ts";
import type { NetworkNode } from "../../support/start-nodes.ts";
import { type Officer, officerOn, writePost } from "../../support/three-councils.ts";
import { backAgain, enter, newFigures, picture } from "../entering.ts";
import { linkIn, type Scene, sceneOf } from "../scene.ts";

const CHILD = "Zamberwick";
const IN_FILE = "Troglimort";
const TITLE = "What crossings cost";

/** J9: what names a child is reported at Wiltshire, removed by its facilitator there, while Kirklees is off. */
describe.skipIf(!hasBrowser())("J9 over four councils", () => {
  let councils: FourCouncils;
  let scene: Scene;
  let people: Readonly<Record<"amara" | "owain" | "ada" | "pat", Officer>>;
  let harmful = "";
  let reply = "";
  let files: readonly string[] = [];
  const figures = newFigures(
    "J9 over four councils, Kirklees stopped before the removal and started after it",
  );

  beforeAll(async () => {
    const mails = await startMailSink();
    const clock = presentClock();
    const config = { smtp: { url: mails.url, from: "Communities <no-reply@example.gov.example>" } };
    councils = await startFourCouncils({ clock, config });
    const { net, somerset, sunderland, wiltshire } = councils;
    people = {
      amara: await officerOn(sunderland, "Amara Okafor"),
      ada: await officerOn(sunderland, "Ada Stone"),
      pat: await officerOn(somerset, "Pat Reed"),
      owain: await officerOn(wiltshire, "Owain Lloyd"),
    };
    for (const { node, accountId } of [people.ada, people.pat])
      await makeAdministrator(node.ctx, { accountId, by: null });
    for (const officer of [people.amara, people.owain]) await letIn(councils, officer);
    await facilitates(people.owain);
    const { id } = await uploadText(sunderland.ctx, people.amara.actorId, `${IN_FILE}\n`, "notes.txt");
    harmful = await writeWith(councils, people.amara, [{ id }]);
    await net.settle();
    reply = await writePost(people.amara, await councils.communityOn(sunderland), {
      text: `The child is called ${CHILD}.`,
      parentIri: harmful,
    });
    await net.settle();
    files = await filePathsOf(everywhere(), harmful);
    scene = await sceneOf({ net, clock, mails, address: "127.0.0.1", dispose: councils });
  });
  afterAll(async () => {
    figures.print();
    await scene?.[Symbol.asyncDispose]();
  });

  const everywhere = () => [councils.sunderland, councils.somerset, councils.wiltshire, councils.kirklees];
  const stateOn = async (node: NetworkNode, iri: string) => (await postByIri(node.ctx.sql, iri))?.state;

  async function facilitates({ name }: Officer): Promise<void> {
    const { somerset, martin, net } = councils;
    const [row] = await somerset.ctx.sql<{ id: string }[]>`select id from actors where name = ${name}`;
    const about = { actorId: row?.id ?? "", communityId: await councils.communityOn(somerset) };
    await changeRole(somerset.ctx, { byId: martin.actorId, ...about, facilitator: true });
    await net.settle();
  }

  test("J9: two presses report it, and the facilitators, one of them elsewhere, and both councils' administrators are told without its words", async () => {
    const reporter = await enter(scene, councils.rhian);
    await reporter.open(councils.pathAt(councils.wiltshire));
    await reporter.follow(TITLE);
    reporter.presses = 0;
    await reporter.pressThe(reporter.page.locator(`main a[href*="/report"]`).locator("visible=true").first());
    await reporter.choose(reporter.t("topic.report.kind.confidential-leak"));
    await reporter.press("topic.report.send");
    expect(reporter.presses).toBeLessThanOrEqual(2);
    figures.note("presses to report, the reason apart (at most 2)", reporter.presses);
    const { martin } = councils;
    const { owain, ada, pat } = people;
    await figures.timed("until both facilitators and both councils’ administrators are told", async () => {
      await scene.settle();
      for (const one of [martin, owain, ada, pat]) {
        const mail = scene.mailTo(mailOf(one));
        expect(linkIn(mail), one.name).toContain("moderation");
        for (const word of [CHILD, IN_FILE, "Amara", "Rhian"])
          expect(mail.text, one.name).not.toContain(word);
      }
    });
    await reporter.leave();
  });

  test("J9: one press removes it at every council that is there; the receipts name each, and the one that is outstanding", async () => {
    const { kirklees, somerset, martin } = councils;
    await kirklees.stop();
    const facilitator = await enter(scene, martin);
    await facilitator.open(linkIn(scene.mailTo(mailOf(martin))));
    facilitator.presses = 0;
    await picture(facilitator, "j9-report");
    await facilitator.press("report.remove.act");
    expect(facilitator.presses).toBe(1);
    figures.note("presses to remove it, from the link in the mail (1)", facilitator.presses);
    const there = everywhere().filter((node) => node !== kirklees);
    await figures.timed("until it is removed at the three councils that are there", async () => {
      await scene.settle();
      for (const node of there) expect(await stateOn(node, harmful), node.name).toBe("removed");
    });
    for (const node of there) await nothingAt(node);
    await facilitator.open(`${councils.pathAt(somerset)}/moderation-log`);
    await facilitator.says("report.receipt.summary", { confirmed: 2, of: 3 });
    await facilitator.sees("Kirklees has not confirmed yet.");
    await picture(facilitator, "j9-receipts");
    await kirklees.start();
    await figures.timed("from Kirklees’ return until it has obeyed and confirmed", async () => {
      await backAgain(scene);
      expect(await stateOn(kirklees, harmful)).toBe("removed");
    });
    await nothingAt(kirklees);
    await facilitator.open(`${councils.pathAt(somerset)}/moderation-log`);
    await facilitator.says("report.receipt.summary", { confirmed: 3, of: 3 });
    await facilitator.leave();
  });

  /** Its text and file are in no page, search, notice or waiting list at a council, for members either. */
  async function nothingAt(node: NetworkNode): Promise<void> {
    const reader = { somerset: councils.martin, wiltshire: councils.rhian, kirklees: councils.kim };
    const who = reader[node.name as keyof typeof reader] ?? people.amara;
    const browser = await signedInAs(who);
    const community = councils.pathAt(node);
    const opened = await browser.get(`/open?item=${encodeURIComponent(harmful)}`);
    const paths = [
      community,
      opened.to ?? "",
      `/search?q=${IN_FILE}`,
      "/search?q=crossings+cost",
      "/notifications",
    ];
    for (const path of paths) {
      const { text } = await browser.get(path);
      expect(text.replaceAll(`q=${IN_FILE}`, ""), `${node.name} ${path}`).not.toContain(
        "See what is attached",
      );
    }
    for (const path of files) expect((await browser.get(path)).status, `${node.name} ${path}`).toBe(404);
    if (node.name !== "sunderland" && node.name !== "somerset")
      expect(await filesAt(node, harmful)).toEqual([]);
    const found = await browser.get("/search?q=attached", { accept: "application/json" });
    expect(JSON.parse(found.text).results?.hits ?? [], node.name).toEqual([]);
    const waiting = await node.ctx.sql<{ text: string }[]>`select row_to_json(m)::text as text from mails m
      union all select row_to_json(d)::text from digests d`;
    for (const { text } of waiting) expect(text, node.name).not.toContain("See what is attached");
  }

  test("J9: the reporter is told what became of it, and the author reads why and appeals once", async () => {
    const { rhian, martin, sunderland } = councils;
    const reporter = await enter(scene, rhian);
    await reporter.open("/notifications");
    await reporter.page
      .getByText(/you reported in .* was removed/)
      .first()
      .waitFor();
    await picture(reporter, "j9-reporter");
    await reporter.leave();
    const author = await enter(scene, people.amara);
    const community = councils.pathAt(sunderland);
    await author.open(`/open?item=${encodeURIComponent(harmful)}`);
    await author.sees("It shows something confidential.");
    await author.pressThe(author.page.locator('main a[href*="/appeal"]').first());
    const page = author.path;
    await author.fill("topic.appeal.words", "No child is named in it.");
    await author.press("topic.appeal.send");
    await author.open(page);
    expect(await author.page.locator('main form[action$="/appeal"]').count(), "once").toBe(0);
    await picture(author, "j9-appealed");
    await scene.settle();
    const told = [people.owain, people.pat, martin].filter((one) =>
      scene.mails.received.some(({ to, text }) => to.includes(mailOf(one)) && /appeal/i.test(text)),
    );
    expect(told, "the facilitator elsewhere, not who removed it, and not the administrator").toEqual([
      people.owain,
    ]);
    await author.leave();
    expect(await stateOn(sunderland, reply), community).toBe("accepted");
  });
});

function mailOf({ name, node }: Officer): string {
  return `${name.toLowerCase().replaceAll(" ", ".")}@${node.name}.gov.example`;
}
