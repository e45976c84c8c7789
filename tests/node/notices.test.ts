import { expect, test } from "vitest";
import { reading } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { setNoticeLevel } from "../../node/notifications/levels.ts";
import { countUnread, listNotices, markAllNotices, markNotices } from "../../node/notifications/read.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { removePost } from "../../node/posts/remove.ts";
import { joinAll, mailsTo, type NoticeNode, openNoticeNode, type Person } from "../support/notices.ts";

test("Whoever asks hears of a reply at once, and the link in the mail leads into the reply box", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await kinship(node);
  const question = await node.post(asha, community, { kind: "question", title: "Who signs the plan?" });
  expect(await node.settle()).toEqual([]);
  await node.post(huw, community, {
    kind: "reply",
    parentId: question.id,
    text: "The **team manager** does.\n\nBoth pages.",
  });
  const [mail, ...more] = await node.settle();
  expect(more).toEqual([]);
  expect(mail?.to).toBe(asha.email);
  expect(mail?.subject).toBe("Huw Evans answered: Who signs the plan?");
  expect(mail?.text).toContain(
    "Huw Evans (Sunderland City Council) answered your question “Who signs the plan?” in Kinship Care.",
  );
  expect(mail?.text).toContain("> The team manager does.\n>\n> Both pages.");
  expect(mail?.text).toContain("Choose “Accept as the answer” beneath it");
  const next = /sign-in\?next=(\S+)/.exec(mail?.text ?? "")?.[1];
  expect(decodeURIComponent(next ?? "")).toMatch(
    /^\/c\/kinship_care\/t\/[0-9a-z]{26}\?post=[0-9a-z]{26}&reply=yes#reply$/,
  );
  expect(await noticesOf(node, asha)).toMatchObject([
    { kind: "reply", title: "Who signs the plan?", read: false },
  ]);
  expect(await noticesOf(node, huw)).toEqual([]);
});

test("Someone replied to, mentioned and wanting each post hears of one event once; nobody hears of their own", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await kinship(node);
  for (const person of [asha, huw]) {
    await setNoticeLevel(node.ctx, { accountId: person.accountId, communityId: community, level: "each" });
  }
  const topic = await node.post(asha, community, {});
  expect((await node.settle()).map((mail) => mail.to)).toEqual([huw.email]);
  const reply = await node.post(huw, community, {
    kind: "reply",
    parentId: topic.id,
    text: "@asha_patel and @huw_evans, yes.",
  });
  expect((await node.settle()).map((mail) => mail.to)).toEqual([asha.email]);
  await node.post(asha, community, { kind: "reply", parentId: reply.id, text: "Thank you." });
  expect((await node.settle()).map((mail) => [mail.to, mail.subject])).toEqual([
    [huw.email, "Asha Patel replied: Kinship visits"],
  ]);
});

test("Mentions and accepted answers are mailed whatever was chosen; new posts only to those who want each", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await kinship(node);
  const [each, weekly, none] = [
    await node.person("Each Reader"),
    await node.person("Weekly Reader"),
    await node.person("None Reader"),
  ];
  await joinAll(node.ctx, community, [each, weekly, none]);
  await setNoticeLevel(node.ctx, { accountId: each.accountId, communityId: community, level: "each" });
  for (const person of [none, huw]) {
    await setNoticeLevel(node.ctx, { accountId: person.accountId, communityId: community, level: "none" });
  }
  const question = await node.post(asha, community, {
    kind: "question",
    text: "What do you think, @none_reader?",
  });
  const first = await node.settle();
  expect(first.map((mail) => mail.to).sort()).toEqual([each.email, none.email].sort());
  expect(mailsTo(first, each)[0]?.subject).toBe("Question in Kinship Care: Kinship visits");
  expect(mailsTo(first, none)[0]?.subject).toBe("Asha Patel mentioned you: Kinship visits");
  const answer = await node.post(huw, community, {
    kind: "reply",
    parentId: question.id,
    text: "Six weeks.",
  });
  await node.settle();
  await acceptAnswer(node.ctx, { actorId: asha.actorId, postId: answer.id });
  expect((await node.settle()).map((mail) => [mail.to, mail.subject])).toEqual([
    [huw.email, "Your answer was accepted: Kinship visits"],
  ]);
});

test("Facilitators are asked to decide a request, and whoever asked hears what was decided", async () => {
  await using node = await openNoticeNode();
  const asha = await node.person("Asha Patel");
  const huw = await node.person("Huw Evans");
  const community = await node.community(asha, "Fostering Panels", "restricted");
  const asked = await joinCommunity(node.ctx, {
    actorId: huw.actorId,
    communityId: community,
    words: "I chair ours.",
  });
  const [request, ...more] = await node.settle();
  expect(more).toEqual([]);
  expect(request?.to).toBe(asha.email);
  expect(request?.subject).toBe("Huw Evans asks to join Fostering Panels");
  expect(request?.text).toContain("> I chair ours.");
  expect(decodeURIComponent(request?.text ?? "")).toContain(
    `sign-in?next=/c/fostering_panels/requests?request=${asked.id}#request-${asked.id}`,
  );
  expect(await unread(node, asha)).toBe(1);
  await decideRequest(node.ctx, {
    facilitatorId: asha.actorId,
    membershipId: asked.id,
    accept: true,
    words: "Welcome",
  });
  expect((await node.settle()).map((mail) => [mail.to, mail.subject])).toEqual([
    [huw.email, "You are now a member of Fostering Panels"],
  ]);
  expect(await unread(node, asha)).toBe(0);
});

test("A request that was decided before its mail left is not mailed any more", async () => {
  await using node = await openNoticeNode();
  const asha = await node.person("Asha Patel");
  const huw = await node.person("Huw Evans");
  const community = await node.community(asha, "Fostering Panels", "restricted");
  const asked = await joinCommunity(node.ctx, { actorId: huw.actorId, communityId: community });
  await node.follower.drain();
  await decideRequest(node.ctx, {
    facilitatorId: asha.actorId,
    membershipId: asked.id,
    accept: false,
    words: "Use the other one.",
  });
  const sent = await node.settle();
  expect(sent.map((mail) => [mail.to, mail.subject])).toEqual([
    [huw.email, "Your request to join Fostering Panels was declined"],
  ]);
  expect(sent[0]?.text).toContain("> Use the other one.");
});

test("The author hears of a removal with the reason; what was deleted leaves by no mail and stays in no queue", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await kinship(node);
  const topic = await node.post(huw, community, { text: "A first text" });
  const reply = await node.post(asha, community, {
    kind: "reply",
    parentId: topic.id,
    text: "A secret walrus",
  });
  await node.follower.drain();
  expect(JSON.stringify(await node.ctx.sql`select * from mails`)).not.toContain("walrus");
  await deletePost(node.ctx, { actorId: asha.actorId, postId: reply.id });
  expect(await node.settle()).toEqual([]);
  expect(await noticesOf(node, huw)).toEqual([]);
  await removePost(node.ctx, { actorId: asha.actorId, postId: topic.id, reason: "Names a family." });
  const [mail, ...more] = await node.settle();
  expect(more).toEqual([]);
  expect([mail?.to, mail?.subject]).toEqual([huw.email, "Your post was removed: Kinship visits"]);
  expect(mail?.text).toContain("> Names a family.");
});

test("Of a closed community a mail names it and what kind of thing happened, never title, words or who; outsiders and leavers get none", async () => {
  await using node = await openNoticeNode();
  const [asha, huw, outsider] = [
    await node.person("Asha Patel"),
    await node.person("Huw Evans"),
    await node.person("Olive Outside"),
  ];
  const community = await node.community(asha, "Serious Case Reviews", "closed");
  await node.ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    values (${community}, ${huw.actorId}, 'active', ${node.clock.now()}, ${node.clock.now()})`;
  await postInClosed(node, { author: asha, community, mentioned: [huw, outsider] });
  const [mail, ...more] = await node.settle();
  expect(more).toEqual([]);
  expect([mail?.to, mail?.subject]).toEqual([huw.email, "Serious Case Reviews: You were mentioned"]);
  for (const word of ["walrus", "Asha"]) expect(JSON.stringify(mail)).not.toContain(word);
  await postInClosed(node, { author: asha, community, mentioned: [huw] });
  await node.follower.drain();
  await leaveCommunity(node.ctx, { actorId: huw.actorId, communityId: community });
  expect(await node.settle()).toEqual([]);
  expect(await noticesOf(node, huw)).toEqual([]);
  expect(await noticesOf(node, outsider)).toEqual([]);
});

test("A person marks notices read, unread and all read; nobody marks those of others", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community } = await kinship(node);
  const topic = await node.post(asha, community, {});
  for (const text of ["One", "Two"])
    await node.post(huw, community, { kind: "reply", parentId: topic.id, text });
  await node.settle();
  const [second] = await noticesOf(node, asha);
  expect(await unread(node, asha)).toBe(2);
  const noticeIds = [second?.id ?? ""];
  await markNotices(node.ctx, { accountId: huw.accountId, noticeIds, read: true });
  expect(await unread(node, asha)).toBe(2);
  await markNotices(node.ctx, { accountId: asha.accountId, noticeIds, read: true });
  expect(await unread(node, asha)).toBe(1);
  await markNotices(node.ctx, { accountId: asha.accountId, noticeIds, read: false });
  expect(await unread(node, asha)).toBe(2);
  await markAllNotices(node.ctx, asha.accountId);
  expect(await unread(node, asha)).toBe(0);
});

/** Asha runs an open community, Huw belongs to it. */
async function kinship(node: NoticeNode) {
  const asha = await node.person("Asha Patel");
  const huw = await node.person("Huw Evans");
  const community = await node.community(asha, "Kinship Care");
  await joinAll(node.ctx, community, [huw]);
  return { asha, huw, community };
}

async function noticesOf(node: NoticeNode, person: Person) {
  const viewer = { kind: "person" as const, ...person };
  const page = await reading(node.ctx, viewer, (r) =>
    listNotices(r, { accountId: person.accountId, page: 1 }),
  );
  return page.items;
}

async function unread(node: NoticeNode, person: Person): Promise<number> {
  return reading(node.ctx, { kind: "person", ...person }, (r) => countUnread(r, person.accountId));
}

/** Closed communities cannot be written to yet: what their issue will write is laid by hand. */
async function postInClosed(
  node: NoticeNode,
  post: { author: Person; community: string; mentioned: readonly Person[] },
) {
  const { ctx, clock } = node;
  const now = clock.now();
  const [row] = await ctx.sql<{ id: string }[]>`
    insert into posts (id, iri, community_id, author_id, kind, title, html, state, published, received, closed)
    values (uuidv7(), ${`urn:${now.getTime()}`}, ${post.community}, ${post.author.actorId}, 'topic', 'A walrus',
      '<p>A walrus.</p>', 'accepted', ${now}, ${now}, true) returning id`;
  for (const person of post.mentioned) {
    await ctx.sql`insert into mentions (post_id, actor_id) values (${row?.id ?? ""}, ${person.actorId})`;
  }
  await ctx.sql`insert into changes (kind, actor_id, community_id, subject_id, origin, happened)
    values ('post.published', ${post.author.actorId}, ${post.community}, ${row?.id ?? ""}, 'here', ${now})`;
}
