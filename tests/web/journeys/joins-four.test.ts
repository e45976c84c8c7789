import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postByIri } from "../../../node/posts/find.ts";
import { hasBrowser } from "../../support/browser.ts";
import { signedInAs, writeWith } from "../../support/closed-councils.ts";
import {
  filePathsOf,
  type Probed,
  probeDocuments,
  probePages,
  type Secret,
} from "../../support/closed-probes.ts";
import { presentClock } from "../../support/context.ts";
import { uploadText } from "../../support/files.ts";
import { type FourCouncils, startFourCouncils } from "../../support/four-councils.ts";
import { startMailSink } from "../../support/mail-sink.ts";
import { type Officer, officerOn, writePost } from "../../support/three-councils.ts";
import { backAgain, enter, newFigures, picture } from "../entering.ts";
import { type Scene, sceneOf } from "../scene.ts";
import type { Walker } from "../walker.ts";

const TITLE = "Quinzelbrand";
const TEXT = "Zamberwick";
const IN_FILE = "Troglimort";
const THREADS = 98;

/** J4: an officer of Sunderland joins Somerset's community with members at Wiltshire and Kirklees, which is off meanwhile. */
describe.skipIf(!hasBrowser())("J4 over four councils", () => {
  let councils: FourCouncils;
  let scene: Scene;
  let amara: Officer;
  let secret: Secret;
  const figures = newFigures(
    "J4 over four councils, Kirklees stopped before the approval and started after it",
  );

  beforeAll(async () => {
    const mails = await startMailSink();
    const clock = presentClock();
    const config = { smtp: { url: mails.url, from: "Communities <no-reply@example.gov.example>" } };
    councils = await startFourCouncils({ clock, config });
    const { net, somerset, martin, rhian } = councils;
    amara = await officerOn(councils.sunderland, "Amara Okafor");
    for (let at = 0; at < THREADS; at++)
      await write(at % 2 ? rhian : martin, `Matter ${at}`, `Number ${at}.`);
    const { id } = await uploadText(somerset.ctx, martin.actorId, `${IN_FILE}\n`, "minutes.txt");
    const withFile = await writeWith(councils, martin, [{ id }]);
    await write(rhian, `${TITLE} panel`, `${TEXT} was there.`);
    await net.settle();
    scene = await sceneOf({ net, clock, mails, address: "127.0.0.1", dispose: councils });
    const files = await filePathsOf([somerset], withFile);
    secret = { iri: withFile, words: [TITLE, TEXT, IN_FILE, "What crossings cost"], files };
  });
  afterAll(async () => {
    figures.print();
    await scene?.[Symbol.asyncDispose]();
  });

  const write = async (by: Officer, title: string, text: string) =>
    writePost(by, await councils.communityOn(by.node), { title, text });

  /** Everything by Amara at home, by a visitor at the community's own site, by programs, signed and not. */
  async function probe(): Promise<Probed> {
    const { somerset, sunderland, martin } = councils;
    const own = await signedInAs(amara);
    const stranger = await officerOf(somerset, "Otto Lane");
    const all = [
      await probePages(councils, { node: sunderland, browser: own }, secret),
      await probePages(councils, { node: somerset, browser: await signedInAs(stranger) }, secret),
      await probeDocuments(councils, sunderland, secret),
    ];
    for (const { to, text } of scene.mails.received.filter((mail) => !mail.to.includes(mailOf(martin))))
      for (const word of secret.words) expect(text, `a mail to ${to}`).not.toContain(word);
    return {
      shown: all.flatMap(({ shown }) => shown),
      asked: all.reduce((sum, { asked }) => sum + asked, 0),
    };
  }

  const strangers = new Map<string, Officer>();
  async function officerOf(node: FourCouncils["somerset"], name: string): Promise<Officer> {
    const known = strangers.get(name) ?? (await officerOn(node, name));
    strangers.set(name, known);
    return known;
  }

  test("J4: an officer asks in three presses, is let in knowingly in two, reads history and files, and after removal nothing, anywhere", async () => {
    const { sunderland, somerset, kirklees, kim, martin } = councils;
    const there = councils.pathAt(sunderland);
    const officer = await enter(scene, amara);
    await officer.open(there);
    await officer.says("community.closed.outside");
    await officer.press("community.askToJoin");
    await officer.fill("community.ask_join.words", "I assess kinship carers.");
    await officer.press("community.ask_join.send");
    expect(officer.presses).toBeLessThanOrEqual(3);
    figures.note("presses of the officer who asks (at most 3)", officer.presses);
    await scene.settle();
    const before = await probe();
    expect(before.shown, "before the approval").toEqual([]);
    figures.note("probes before the approval that were denied", `${before.asked} of ${before.asked}`);

    await kirklees.stop();
    const lead = await enter(scene, martin);
    await approve(lead);
    await figures.timed("from the approval to the first reading, Kirklees stopped", async () => {
      await scene.settle();
      await officer.open(there);
      await officer.follow(`${TITLE} panel`);
      await officer.sees(TEXT);
    });
    await picture(officer, "j4-thread");
    await figures.timed(`until ${THREADS + 2} discussions and a file are read`, () =>
      readAll(officer, there),
    );
    const thread = officer.path;
    await kirklees.start();
    await figures.timed("from Kirklees’ return until it has all and knows the new member", async () => {
      const last = await write(amara, "After the meeting", "Thank you.");
      await backAgain(scene);
      expect((await postByIri(kirklees.ctx.sql, last))?.state).toBe("accepted");
    });
    const [held] = await kirklees.ctx.sql<
      { n: number }[]
    >`select count(*)::int as n from posts where html <> ''`;
    expect(held?.n).toBe(THREADS + 3);

    const paths = await filePathsOf([sunderland], secret.iri);
    secret = { ...secret, files: [...secret.files, ...paths] };
    await remove(lead);
    await figures.timed("from the removal until nothing is shown at Sunderland", async () => {
      await scene.settle();
      const gone = await officer.page.goto(new URL(thread, officer.origin).href);
      expect(gone?.status()).toBe(404);
    });
    const after = await probe();
    expect(after.shown, "after the removal").toEqual([]);
    figures.note("probes after the removal that were denied", `${after.asked} of ${after.asked}`);
    expect((await signedInAs(kim).then((one) => one.get(councils.pathAt(kirklees)))).text).toContain(
      "After the",
    );
    await lead.leave();
    await officer.leave();
    void somerset;
  });

  async function approve(lead: Walker): Promise<void> {
    await lead.open(`${councils.pathAt(councils.somerset)}/requests`);
    await lead.says("community.closed.newHolder", { node: "Sunderland", council: "Sunderland City Council" });
    await picture(lead, "j4-request");
    await lead.choose(lead.t("community.closed.confirm", { node: "Sunderland" }));
    lead.presses++;
    const name = new RegExp(`^${lead.t("community.requests.approve")}`);
    await lead.pressThe(lead.page.getByRole("button", { name }));
    expect(lead.presses).toBeLessThanOrEqual(2);
    figures.note("presses of the lead, the tick included (at most 2)", lead.presses);
  }

  async function readAll(officer: Walker, there: string): Promise<void> {
    const browser = await signedInAs(amara);
    const rows = await councils.sunderland.ctx.sql<
      { iri: string }[]
    >`select iri from posts where kind <> 'reply' and html <> '' order by published`;
    expect(rows).toHaveLength(THREADS + 2);
    for (const { iri } of rows) {
      const { to } = await browser.get(`/open?item=${encodeURIComponent(iri)}`);
      expect((await browser.get(to ?? "")).status, iri).toBe(200);
    }
    await officer.open(there);
    await officer.follow("What crossings cost");
    const [path] = await filePathsOf([councils.sunderland], secret.iri);
    const file = await browser.get(path ?? "");
    expect([file.status, file.text.trim()]).toEqual([200, IN_FILE]);
  }

  async function remove(lead: Walker): Promise<void> {
    await lead.open(`${councils.pathAt(councils.somerset)}/members`);
    await lead.pressThe(lead.page.locator('main a[href*="/members/"]').filter({ hasText: /Amara/ }).first());
    await lead.pressThe(lead.page.getByText(lead.t("community.member.remove"), { exact: true }).first());
    await lead.page.locator("#remove-reason").fill("Left the service.");
    await picture(lead, "j4-remove");
    await lead.press("community.member.removeYes");
  }
});

function mailOf({ name, node }: Officer): string {
  return `${name.toLowerCase().replaceAll(" ", ".")}@${node.name}.gov.example`;
}
