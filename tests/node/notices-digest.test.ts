import fc from "fast-check";
import { expect, test } from "vitest";
import { sendDigests } from "../../node/notifications/digest.ts";
import { setNoticeLevel } from "../../node/notifications/levels.ts";
import { sweepNotices } from "../../node/notifications/sweep.ts";
import { unsubscribe } from "../../node/notifications/unsubscribe.ts";
import type { OutgoingMail } from "../../node/ports.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { joinAll, mailsTo, type NoticeNode, openNoticeNode, type Person } from "../support/notices.ts";

const DAY = 24 * 60;

test("The weekly list comes on Monday at the person's hour, unanswered questions first, and each discussion once", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await readers(node);
  await node.post(asha, community, { title: "A discussion" });
  const answered = await node.post(asha, community, { kind: "question", title: "An answered question" });
  await node.post(huw, community, { kind: "reply", parentId: answered.id, text: "Yes." });
  await node.post(asha, community, { kind: "question", title: "An open question" });
  await node.post(huw, community, { title: "Huw's own" });
  expect(mailsTo(await round(node), huw)).toEqual([]);
  node.clock.advance(4 * DAY + 14 * 60); // Friday 23:00
  expect(mailsTo(await round(node), huw)).toEqual([]);
  node.clock.advance(2 * DAY + 8 * 60 + 30); // Monday 07:30
  expect(mailsTo(await round(node), huw)).toEqual([]);
  node.clock.advance(45);
  const [mail, ...more] = mailsTo(await round(node), huw);
  expect(more).toEqual([]);
  expect(mail?.subject).toBe("This week in your communities");
  expect(titlesIn(mail)).toEqual(["An open question", "An answered question", "A discussion"]);
  expect(mail?.text).toContain("Sunderland City Council · Kinship Care · No answer yet");
  expect(mail?.text).toMatch(/http:\/\/sunderland\.localhost:8620\/c\/kinship_care\/t\/[0-9a-z]{26}/);
  node.clock.advance(7 * DAY);
  expect(mailsTo(await round(node), huw)).toEqual([]);
});

test("Daily and weekly come as one mail, only on working mornings, and never when there is nothing", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await readers(node);
  const other = await node.community(asha, "Food Waste");
  await joinAll(node.ctx, other, [huw]);
  await choose(node, huw, community, "daily");
  node.clock.advance(DAY); // Tuesday 09:00
  expect(await round(node)).toEqual([]);
  await node.post(asha, community, { title: "For every day" });
  await node.post(asha, other, { title: "For the week" });
  node.clock.advance(DAY);
  expect(mailsTo(await round(node), huw).map(titlesIn)).toEqual([["For every day"]]);
  node.clock.advance(2 * DAY + 60); // Friday 10:00
  await node.post(asha, community, { title: "On Friday" });
  node.clock.advance(DAY); // Saturday
  expect(await round(node)).toEqual([]);
  node.clock.advance(2 * DAY); // Monday
  expect(mailsTo(await round(node), huw).map(titlesIn)).toEqual([["On Friday", "For the week"]]);
});

test("A list has at most twelve discussions, says how many more there are, and none of them comes again", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await readers(node);
  for (let i = 1; i <= 15; i++) await node.post(asha, community, { title: `Discussion ${i}` });
  node.clock.advance(7 * DAY);
  const [mail] = mailsTo(await round(node), huw);
  expect(titlesIn(mail)).toHaveLength(12);
  expect(mail?.text).toContain("This email shows 12 of 15 new discussions.");
  node.clock.advance(7 * DAY);
  expect(await round(node)).toEqual([]);
});

test("What was deleted or told already is not listed; one click on the list stops lists and nothing else", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await readers(node);
  await node.post(asha, community, { title: "Mentions Huw", text: "@huw_evans" });
  const gone = await node.post(asha, community, { title: "Deleted" });
  const own = await node.post(huw, community, { title: "Huw's own" });
  await node.post(asha, community, { title: "New" });
  await round(node);
  await deletePost(node.ctx, { actorId: asha.actorId, postId: gone.id });
  node.clock.advance(7 * DAY);
  const [mail] = mailsTo(await round(node), huw);
  expect(titlesIn(mail)).toEqual(["New"]);
  const link = /<(\S+)>/.exec(mail?.headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
  await unsubscribe(node.ctx, link.slice(link.lastIndexOf("/") + 1));
  await node.post(asha, community, { title: "Newer" });
  await node.post(asha, community, { kind: "reply", parentId: own.id, text: "A reply" });
  node.clock.advance(7 * DAY);
  expect(mailsTo(await round(node), huw).map((sent) => sent.subject)).toEqual([
    "Asha Patel replied: Huw's own",
  ]);
});

test("A list that could not be sent for days comes as one, with everything that waited", async () => {
  const sent: OutgoingMail[] = [];
  let away = true;
  await using node = await openNoticeNode({
    send: async (mail) => {
      if (away) throw new Error("451 try later");
      sent.push(mail);
    },
    check: async () => ({ outcome: "fine" }),
  });
  const { asha, huw, community } = await readers(node);
  await choose(node, huw, community, "daily");
  for (const title of ["First", "Second", "Third"]) {
    await node.post(asha, community, { title });
    node.clock.advance(DAY);
    await round(node);
  }
  away = false;
  node.clock.advance(DAY);
  await round(node);
  expect(mailsTo(sent, huw).map((mail) => [...titlesIn(mail)].sort())).toEqual([
    ["First", "Second", "Third"],
  ]);
});

test("What has served is forgotten after its time, and nothing is told a second time because of it", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await readers(node);
  await node.post(asha, community, { title: "Told once" });
  node.clock.advance(7 * DAY);
  expect(mailsTo(await round(node), huw)).toHaveLength(1);
  for (const [days, mails, notices] of [
    [29, 1, 1],
    [2, 0, 1],
    [70, 0, 0],
  ] as const) {
    node.clock.advance(days * DAY);
    await sweepNotices(node.ctx);
    expect(await node.ctx.sql`select 1 from mails`).toHaveLength(mails);
    expect(await node.ctx.sql`select 1 from notices`).toHaveLength(notices);
  }
  expect(await round(node)).toEqual([]);
});

test("Whatever people choose from day to day, each discussion they want to hear of is told to them exactly once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(STEP, { maxLength: 3 }), { minLength: 5, maxLength: 12 }), tellsOnce),
    {
      numRuns: 5,
      seed: 20261116,
    },
  );
});

const STEP = fc.constantFrom("post", "question", "each", "daily", "weekly");

async function tellsOnce(days: readonly (readonly string[])[]): Promise<void> {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await readers(node);
  const posted: string[] = [];
  const told: string[] = [];
  const hear = async () => {
    for (const mail of mailsTo(await round(node), huw)) {
      const one = /“(Post \d+)”/.exec(mail.text)?.[1];
      told.push(...(one ? [one] : titlesIn(mail)));
    }
  };
  for (const steps of [...days, ["weekly"], [], [], [], [], [], [], [], []]) {
    for (const step of steps) {
      if (step === "post" || step === "question") {
        const title = `Post ${posted.length}`;
        await node.post(asha, community, { title, kind: step === "post" ? "topic" : "question" });
        posted.push(title);
        await hear();
      } else await choose(node, huw, community, step as "each");
    }
    node.clock.advance(DAY);
    await hear();
  }
  expect(told.sort()).toEqual(posted.sort());
}

/** Asha writes, Huw reads; it is Monday 16 November, 9:00, and this week's lists have gone out. */
async function readers(node: NoticeNode) {
  const asha = await node.person("Asha Patel");
  const huw = await node.person("Huw Evans");
  const community = await node.community(asha, "Kinship Care");
  await joinAll(node.ctx, community, [huw]);
  return { asha, huw, community };
}

function choose(
  node: NoticeNode,
  person: Person,
  communityId: string,
  level: "each" | "daily" | "weekly" | "none",
) {
  return setNoticeLevel(node.ctx, { accountId: person.accountId, communityId, level });
}

/** What the worker does every few minutes. */
async function round(node: NoticeNode): Promise<readonly OutgoingMail[]> {
  await node.follower.drain();
  await sendDigests(node.ctx);
  return node.settle();
}

/** Titles in a list, in its order: each stands above a line of council and community. */
function titlesIn(mail: OutgoingMail | undefined): readonly string[] {
  return [...(mail?.text ?? "").matchAll(/^(.+)\nSunderland City Council · /gm)].map(
    (match) => match[1] ?? "",
  );
}
