import { expect, test } from "vitest";
import { reading } from "../../node/context.ts";
import { decideReport } from "../../node/moderation/decide.ts";
import { reportPost } from "../../node/moderation/report.ts";
import { listNotices } from "../../node/notifications/read.ts";
import { speechOf } from "../../web/language.ts";
import { sentenceOf } from "../../web/pages/notices.tsx";
import { joinAll, type NoticeNode, openNoticeNode, type Person } from "../support/notices.ts";

test("Those who look after reports read which post it is and where; of a closed room nothing but the place", async () => {
  await using node = await openNoticeNode();
  const asha = await node.person("Asha Patel");
  const huw = await node.person("Huw Evans");
  const mari = await node.person("Mari Rees");
  const communityId = await node.community(asha, "Kinship Care");
  await joinAll(node.ctx, communityId, [huw, mari]);
  const first = await node.post(mari, communityId, { title: "Kinship visits" });
  const second = await node.post(mari, communityId, { title: "Panel rota" });
  await node.settle();
  const reports = [];
  for (const post of [first, second])
    reports.push(await reportPost(node.ctx, { postId: post.id, by: huw, category: "spam", words: "" }));
  const told = (await node.settle()).filter((mail) => mail.to === asha.email);
  // Several mails leave at once: which of two is first is nobody's promise.
  const places = told.map((mail) => /It stands in (“[^”]+”): (\S+)/.exec(mail.text)?.slice(1) ?? []);
  expect(places.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))).toEqual([
    ["“Kinship visits”", expect.stringMatching(/^http:\/\/\S+\/c\/kinship_care\/t\/[0-9a-z]{26}\?post=\S+$/)],
    ["“Panel rota”", expect.stringMatching(/\?post=/)],
  ]);
  expect(await linesOf(node, asha)).toEqual([
    "A post in “Panel rota” was reported",
    "A post in “Kinship visits” was reported",
  ]);

  const { reportId } = reports[0] ?? { reportId: "" };
  await decideReport(node.ctx, { facilitatorId: asha.actorId, reportId, act: "dismiss", reason: "" });
  const answered = (await node.settle()).find((mail) => mail.to === huw.email);
  expect(answered?.text).toContain("It stands in “Kinship visits”: http");
  expect(await linesOf(node, huw)).toEqual([
    "The post that you reported in “Kinship visits” was looked at and stays",
  ]);

  await node.ctx.sql`update communities set level = 'closed' where id = ${communityId}`;
  await reportPost(node.ctx, { postId: first.id, by: huw, category: "conduct", words: "" });
  const closed = (await node.settle()).filter((mail) => mail.to === asha.email);
  expect(closed).toHaveLength(1);
  expect(closed[0]?.text).not.toMatch(/Kinship visits|Panel rota/);
});

/** The lines of a person's notification page, newest first. */
async function linesOf(node: NoticeNode, person: Person): Promise<readonly string[]> {
  const viewer = { kind: "person" as const, actorId: person.actorId, accountId: person.accountId };
  const page = await reading(node.ctx, viewer, (r) =>
    listNotices(r, { accountId: person.accountId, page: 1 }),
  );
  return page.items.map((notice) => sentenceOf(notice, speechOf("en")));
}
