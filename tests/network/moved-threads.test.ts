import { afterAll, beforeAll, expect, test } from "vitest";
import { contentDigest } from "../../federation/digests.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { inTransaction } from "../../node/context.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { chooseHistory } from "../../node/peers/history.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { composePost } from "../../node/posts/compose.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { editPost } from "../../node/posts/edit.ts";
import { lockThread } from "../../node/posts/keep-order.ts";
import { moveThread } from "../../node/posts/move.ts";
import { markUseful } from "../../node/posts/useful.ts";
import { listContentTuples } from "../../node/posts/wire-read.ts";
import { refusalOf } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import {
  communityIdOf,
  type Officer,
  postIdOn,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";

// Martin runs two open communities at Somerset. Sunderland belongs to the first alone, where Amara answers; Walt of Wiltshire to
// the second alone, until Amara joins that too.

const REASON = "It is about fees.";
let councils: ThreeCouncils;
let amara: Officer;
let walt: Officer;
let feesIri: string;
let question: string;
let answer: string;
let other: string;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  await createCommunity(somerset.ctx, martin, draftCommunity("Fees and charges"));
  const [fees] = await somerset.ctx.sql<
    { iri: string }[]
  >`select iri from actors where name = 'Fees and charges'`;
  feesIri = fees?.iri ?? "";
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  for (const node of [sunderland, wiltshire]) await bringOnlyWhatIsFollowed(node);
  await net.settle();
  amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  walt = await councils.officer(wiltshire, "Walt Gray");
  await joinCommunity(wiltshire.ctx, { actorId: walt.actorId, communityId: await feesOn(wiltshire) });
  await net.settle();
  question = await councils.write(martin, { title: "Who pays for the checks?", text: "We compare." });
  other = await councils.write(martin, { title: "What is the fee?", text: "Ours is new." });
  await net.settle();
  answer = await councils.write(amara, { text: "The council pays.", parentIri: question });
  await net.settle();
  const [rootId, answerId] = [await postIdOn(somerset, question), await postIdOn(somerset, answer)];
  await acceptAnswer(somerset.ctx, { actorId: martin.actorId, postId: answerId });
  await markUseful(somerset.ctx, { actorId: martin.actorId, postId: answerId });
  await lockThread(somerset.ctx, { actorId: martin.actorId, rootId, on: true, reason: "Answered." });
  await net.settle();
});
afterAll(() => councils[Symbol.asyncDispose]());

/** As where an operator says so: else a node follows every open community of those it is connected to. */
async function bringOnlyWhatIsFollowed(node: NetworkNode): Promise<void> {
  const peer = await peerByOrigin(node.ctx.sql, councils.somerset.origin);
  await chooseHistory(node.ctx, {
    ...{ peerId: peer?.id ?? "", accountId: null, bring: false },
    ...{ days: 365, items: 1000 },
  });
}

const feesOn = (node: NetworkNode) => communityIdOf(node.ctx, feesIri);

async function move(iri: string, to: string, by: Officer = councils.martin): Promise<boolean> {
  const { ctx } = by.node;
  const rootId = await postIdOn(by.node, iri);
  const targetId = await communityIdOf(ctx, to);
  return moveThread(ctx, { actorId: by.actorId, rootId, targetId, reason: REASON });
}

/** Where a post stands at a node, and with which words. */
async function at(node: NetworkNode, iri: string) {
  const [row] = await node.ctx.sql<{ group: string; state: string; html: string }[]>`
    select g.iri as group, p.state, p.html from posts p join communities c on c.id = p.community_id
    join actors g on g.id = c.actor_id where p.iri = ${iri}`;
  return row;
}

async function digestOf(node: NetworkNode, groupIri: string) {
  return contentDigest(await listContentTuples(node.ctx, await communityIdOf(node.ctx, groupIri)));
}

async function noticesOf({ node, accountId }: Officer) {
  return node.ctx.sql`select kind from notices where account_id = ${accountId} and kind = 'moved'`;
}

test("C.9: a moved discussion stands whole at a council that follows only the new community, as it stood before", async () => {
  const { net, somerset, wiltshire } = councils;
  expect(await move(question, feesIri)).toBe(true);
  await net.settle();
  expect(await at(wiltshire, question)).toMatchObject({ group: feesIri, state: "accepted" });
  expect(await at(wiltshire, answer)).toMatchObject({ group: feesIri, html: "<p>The council pays.</p>" });
  const [root] = await wiltshire.ctx.sql`
    select r.replies, r.locked is not null as locked, a.iri as accepted, a.useful from posts r
    left join posts a on a.id = r.accepted_answer_id where r.iri = ${question}`;
  expect(root).toEqual({ replies: 1, locked: true, accepted: answer, useful: 1 });
  expect(await digestOf(wiltshire, feesIri)).toBe(await digestOf(somerset, feesIri));
});

test("C.9: a council that follows only the old community keeps what its own people wrote, and nothing else", async () => {
  const { net, somerset, sunderland, groupIri } = councils;
  expect(await at(sunderland, question)).toMatchObject({ group: feesIri, html: "" });
  expect(await at(sunderland, answer)).toMatchObject({ group: feesIri, html: "<p>The council pays.</p>" });
  await move(other, feesIri);
  await net.settle();
  expect(await at(sunderland, other)).toBeUndefined();
  const [kept] = await sunderland.ctx.sql<{ all: string }[]>`
    select coalesce(string_agg(convert_from(bytes, 'utf8'), ' '), '') as all from kept_entries`;
  expect(kept?.all).not.toContain("Ours is new.");
  expect(await digestOf(sunderland, groupIri)).toBe(await digestOf(somerset, groupIri));
});

test("C.9: who wrote in it is told once, and the reason stands in the moderation log of both communities everywhere", async () => {
  const { somerset, sunderland, wiltshire } = councils;
  expect(await noticesOf(amara)).toHaveLength(1);
  expect(await noticesOf(councils.martin)).toHaveLength(0);
  for (const [node, times] of [
    [somerset, 2],
    [sunderland, 1],
    [wiltshire, 1],
  ] as const) {
    const acts = await node.ctx.sql`
      select reason from moderation_acts where kind = 'thread-moved' and post_iri = ${question}`;
    expect(acts, node.name).toEqual(Array.from({ length: times }, () => ({ reason: REASON })));
  }
});

test("C.9: who follows the new community later reads the whole discussion, in places that were empty too", async () => {
  const { net, somerset, sunderland } = councils;
  await joinCommunity(sunderland.ctx, { actorId: amara.actorId, communityId: await feesOn(sunderland) });
  await net.settle();
  expect(await at(sunderland, question)).toMatchObject({ group: feesIri, html: "<p>We compare.</p>" });
  expect(await at(sunderland, other)).toMatchObject({ group: feesIri, html: "<p>Ours is new.</p>" });
  expect(await digestOf(sunderland, feesIri)).toBe(await digestOf(somerset, feesIri));
});

test("C.9: a reply, an edit and a deletion on their way to the old community arrive in the new one", async () => {
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  const iri = await councils.write(martin, { title: "How often?", text: "Once a year." });
  await net.settle();
  const [edited, deleted] = [
    await councils.write(amara, { text: "Twice.", parentIri: iri }),
    await councils.write(amara, { text: "Never mind.", parentIri: iri }),
  ];
  await net.settle();
  await move(iri, feesIri);
  const late = await councils.write(amara, { text: "Every month.", parentIri: iri });
  const by = { actorId: amara.actorId };
  const content = await composePost(sunderland.ctx, {
    ...{ kind: "reply", communityId: await councils.communityOn(sunderland), title: "", text: "Thrice." },
    ...{ parentId: await postIdOn(sunderland, iri), themes: [], lang: "en", submission: null },
  });
  await editPost(sunderland.ctx, { ...by, postId: await postIdOn(sunderland, edited), seen: null, content });
  await deletePost(sunderland.ctx, { ...by, postId: await postIdOn(sunderland, deleted) });
  await net.settle();
  for (const node of [somerset, sunderland, wiltshire]) {
    expect(await at(node, late), node.name).toMatchObject({ group: feesIri, state: "accepted" });
    expect(await at(node, edited), node.name).toMatchObject({ group: feesIri, html: "<p>Thrice.</p>" });
    expect((await at(node, deleted))?.state ?? "deleted", node.name).toBe("deleted");
    expect(await digestOf(node, feesIri), node.name).toBe(await digestOf(somerset, feesIri));
  }
});

test("C.9: a facilitator elsewhere moves it back by asking its council, and every node ends as that one", async () => {
  const { net, somerset, sunderland, wiltshire, martin, groupIri } = councils;
  expect(await refusalOf(move(question, groupIri, amara))).toBe("not-allowed");
  const [there] = await somerset.ctx.sql<{ id: string }[]>`select id from actors where name = ${amara.name}`;
  for (const communityId of [await councils.communityOn(somerset), await feesOn(somerset)])
    await changeRole(somerset.ctx, {
      byId: martin.actorId,
      actorId: there?.id ?? "",
      communityId,
      facilitator: true,
    });
  await net.settle();
  expect(await move(question, groupIri, amara), "asked for, not done").toBe(false);
  expect(await at(sunderland, question)).toMatchObject({ group: feesIri });
  await net.settle();
  for (const node of [somerset, sunderland])
    expect(await at(node, question), node.name).toMatchObject({
      group: groupIri,
      html: "<p>We compare.</p>",
    });
  expect(await at(wiltshire, question), "Wiltshire does not follow it").toBeUndefined();
  for (const iri of [groupIri, feesIri])
    expect(await digestOf(sunderland, iri)).toBe(await digestOf(somerset, iri));
  expect(await digestOf(wiltshire, feesIri)).toBe(await digestOf(somerset, feesIri));
});

test("C.9: the thread's old address at its node leads to the new one, and nothing of it is in the old log", async () => {
  const { somerset, groupIri } = councils;
  const [moved] = await somerset.ctx.sql<{ texts: string }[]>`
    select coalesce(string_agg(e.type||e.state||e.seq, ','), '') as texts from log_entries e join actors g on g.iri = ${groupIri}
    join communities c on c.actor_id = g.id and c.id = e.community_id where e.object_iri = ${other} and e.state = 'live' and e.type <> 'Move'`;
  expect(moved?.texts).toBe("");
  const old = new URL(somerset.ctx.iris.thread(groupIri, other));
  const answered = await somerset.get(`${old.pathname}${old.search}`, {
    accept: "application/activity+json",
  });
  expect(answered.status).toBe(303);
  expect(answered.headers.get("location")).toBe(somerset.ctx.iris.thread(feesIri, other));
});

test("A move leaves nothing behind where it is broken off", async () => {
  const { somerset, martin, groupIri } = councils;
  const before = await digestOf(somerset, groupIri);
  const targetId = await feesOn(somerset);
  const rootId = await postIdOn(somerset, question);
  const moving = { actorId: martin.actorId, rootId, targetId, reason: REASON };
  const broken = inTransaction(somerset.ctx, async (tx) => {
    await moveThread(tx, moving);
    throw new Error("broken off");
  });
  await expect(broken).rejects.toThrow("broken off");
  expect(await at(somerset, question)).toMatchObject({ group: groupIri });
  expect(await digestOf(somerset, groupIri)).toBe(before);
});
