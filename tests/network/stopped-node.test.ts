import { expect, test } from "vitest";
import { findCommunity } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { composePost } from "../../node/posts/compose.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { editPost } from "../../node/posts/edit.ts";
import { findThread } from "../../node/posts/thread-page.ts";
import type { PostView } from "../../node/posts/types.ts";
import { markUseful } from "../../node/posts/useful.ts";
import { ANYONE, viewerOf } from "../../node/visibility/viewer.ts";
import { cutOffAtPost } from "../support/cut-off.ts";
import { contentDigestOn, differences, heldPosts, publishedMoreThanOnce } from "../support/held.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, postIdOn, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

test("With Somerset stopped, Sunderland reads and searches its communities, and says that Somerset does not answer", async () => {
  await using councils = await startThreeCouncils();
  const { net, somerset, sunderland, martin } = councils;
  await net.connect("sunderland", "somerset");
  const question = await councils.write(martin, {
    title: "Who signs off the allowance?",
    text: "Each year.",
  });
  await net.settle();
  const community = await pageOf(sunderland, councils);
  expect(community.holding.kind).toBe("complete");

  await somerset.stop();
  await minutesLater(councils, 2);
  await minutesLater(councils, 2);
  const during = await pageOf(sunderland, councils);
  expect(during.holding).toMatchObject({ kind: "not-answering", brought: 1, of: 1 });
  const thread = await reading(sunderland.ctx, ANYONE, async (r) =>
    findThread(r, ANYONE, { handle: during.handle, id: await postIdOn(sunderland, question), page: 1 }),
  );
  expect(thread.posts[0]?.html).toContain("Each year.");
  expect(await titlesFound(sunderland, "allowance")).toEqual(["Who signs off the allowance?"]);

  await somerset.start();
  await minutesLater(councils, 2);
  expect((await pageOf(sunderland, councils)).holding.kind).toBe("complete");
});

test("What is written while Somerset is stopped says that it waits, and arrives once and in order", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { net, somerset, sunderland, martin } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.connect("wiltshire", "sunderland");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  const owen = await councils.officer(sunderland, "Owen Reed");
  await councils.join(amara);
  await net.settle();
  await accept(councils, amara);
  const standing = await councils.write(martin, { title: "What do you pay?", text: "In the first year." });
  const mine = await councils.write(amara, { title: "Who signs off?", text: "Each year." });
  await net.settle();
  const answer = await councils.write(martin, { text: "Our panel.", parentIri: mine });
  await net.settle();

  await somerset.stop();
  const written = {
    first: await councils.write(amara, { title: "First while it is away", text: "One." }),
    reply: await councils.write(amara, { text: "And one more.", parentIri: standing }),
    regretted: await councils.write(amara, { title: "Written in haste", text: "Two." }),
    last: await councils.write(amara, { title: "Last while it is away", text: "Three." }),
  };
  await edit(amara, written.first, "One, put better.");
  await deletePost(sunderland.ctx, await of(amara, written.regretted));
  await markUseful(sunderland.ctx, await of(amara, standing));
  await acceptAnswer(sunderland.ctx, await of(amara, answer));
  await councils.join(owen);
  await net.settle();
  await minutesLater(councils, 2);
  const waiting = await viewOf(amara, councils, written.first);
  expect(waiting?.journey).toMatchObject({
    kind: "saved",
    late: { home: "Somerset", cause: "not-answering" },
  });
  expect(waiting?.html).toContain("One, put better.");

  await somerset.start();
  await minutesLater(councils, 10);
  const home = await councils.communityOn(somerset);
  expect(await inOrder(somerset, home)).toEqual([
    standing,
    mine,
    answer,
    written.first,
    written.reply,
    written.last,
  ]);
  expect((await viewOf(amara, councils, written.first))?.journey.kind).toBe("arrived");
  const requests = await somerset.ctx
    .sql`select 1 from memberships where community_id = ${home} and state = 'requested'`;
  expect(requests).toHaveLength(1);
  await expectEverywhere(councils);
  const atHome = await heldPosts(somerset, home);
  expect(atHome.find((post) => post.iri === standing)?.useful).toBe(1);
  expect(atHome.find((post) => post.iri === mine)?.accepted).toBe(answer);
  expect(atHome.find((post) => post.iri === written.first)?.html).toContain("One, put better.");
  expect(await publishedMoreThanOnce(somerset, home)).toEqual([]);
});

test("A council that was away for four days catches up by the log, with nothing lost and nothing twice", async () => {
  await using councils = await startThreeCouncils();
  const { net, somerset, sunderland, martin } = councils;
  await net.connect("sunderland", "somerset");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  const early = await councils.write(martin, { title: "Before the outage", text: "One." });
  await net.settle();
  await sunderland.stop();
  await councils.write(martin, { title: "While it is away", text: "Two." });
  for (let day = 0; day < 4; day++) await minutesLater(councils, 24 * 60);
  await deletePost(somerset.ctx, await of(martin, early));
  await councils.write(martin, { title: "On the fourth day", text: "Three." });
  await net.settle();
  expect(await somerset.ctx.sql`select 1 from lanes where parked is not null`).toHaveLength(1);
  await sunderland.start();
  await minutesLater(councils, 7 * 60);
  await expectEverywhere(councils, [sunderland]);
  expect(await titlesOf(sunderland)).toEqual(["On the fourth day", "While it is away"]);
});

/** Three pages of the log. */
const ENTRIES = 220;

test("A node killed halfway through bringing the history goes on where it was, and ends with equal digests", async () => {
  await using councils = await startThreeCouncils();
  const { net, somerset, wiltshire, martin } = councils;
  const root = await councils.write(martin, { title: "A long discussion", text: "From the beginning." });
  for (let number = 1; number < ENTRIES; number++)
    await councils.write(martin, { text: `Answer ${number}.`, parentIri: root });
  await connectWithoutHistory(wiltshire, somerset);
  const brought: number[] = [];
  for (const enough of [20, 110]) {
    await killWhenBrought(wiltshire, enough);
    await wiltshire.start();
    brought.push(await broughtOn(wiltshire));
    const { holding } = await pageOf(wiltshire, councils);
    expect(holding).toMatchObject({ kind: "bringing", of: ENTRIES });
  }
  expect(brought).toEqual([...brought].sort((a, b) => a - b));
  await dieWithinABatch(wiltshire);
  net.clock.advance(5);
  await net.settle();
  expect((await pageOf(wiltshire, councils)).holding.kind).toBe("complete");
  await expectEverywhere(councils, [wiltshire]);
  expect(await broughtOn(wiltshire)).toBe(ENTRIES);
  expect(await inOrder(somerset, await councils.communityOn(somerset))).toEqual(
    await inOrder(wiltshire, await councils.communityOn(wiltshire)),
  );
});

async function minutesLater({ net }: ThreeCouncils, minutes: number): Promise<void> {
  net.clock.advance(minutes);
  await net.settle();
}

async function pageOf(node: NetworkNode, councils: ThreeCouncils) {
  const [row] = await node.ctx.sql<
    { handle: string }[]
  >`select handle from actors where iri = ${councils.groupIri}`;
  const handle = `${row?.handle}@${new URL(councils.groupIri).host}`;
  return reading(node.ctx, ANYONE, (r) => findCommunity(r, ANYONE, handle));
}

async function titlesFound(node: NetworkNode, text: string): Promise<readonly string[]> {
  const everything = { kinds: [], councils: [], communities: [], since: null, language: null };
  const page = await node.ctx.ports.search.find(node.ctx, ANYONE, {
    ...everything,
    text,
    in: "knowledge",
    sort: "relevance",
    page: 1,
  });
  return page.hits.map((hit) => hit.title.map(([part]) => part).join(""));
}

async function titlesOf(node: NetworkNode): Promise<readonly string[]> {
  const rows = await node.ctx.sql<{ title: string }[]>`
    select title from posts where kind <> 'reply' and state = 'accepted' order by seq desc`;
  return rows.map((row) => row.title);
}

async function of(officer: Officer, iri: string): Promise<{ actorId: string; postId: string }> {
  return { actorId: officer.actorId, postId: await postIdOn(officer.node, iri) };
}

async function edit(officer: Officer, iri: string, text: string): Promise<void> {
  const { ctx } = officer.node;
  const [row] = await ctx.sql<{ title: string; community_id: string }[]>`
    select title, community_id from posts where iri = ${iri}`;
  const content = await composePost(ctx, {
    kind: "question",
    communityId: row?.community_id ?? "",
    title: row?.title ?? "",
    text,
    parentId: null,
    themes: [],
    lang: "en",
    submission: null,
  });
  await editPost(ctx, { ...(await of(officer, iri)), seen: null, content });
}

/** The facilitator lets an officer from elsewhere in. */
async function accept({ net, martin, groupIri }: ThreeCouncils, officer: Officer): Promise<void> {
  const { ctx } = martin.node;
  const [request] = await ctx.sql<{ id: string }[]>`
    select m.id from memberships m join actors a on a.id = m.actor_id join communities c on c.id = m.community_id
    join actors g on g.id = c.actor_id where a.name = ${officer.name} and g.iri = ${groupIri}`;
  await decideRequest(ctx, {
    facilitatorId: martin.actorId,
    membershipId: request?.id ?? "",
    accept: true,
    words: "",
  });
  await net.settle();
}

/** A post of a thread as an officer sees it at home. */
async function viewOf(officer: Officer, councils: ThreeCouncils, iri: string): Promise<PostView | undefined> {
  const { handle } = await pageOf(officer.node, councils);
  const viewer = viewerOf(officer.actorId);
  const id = await postIdOn(officer.node, iri);
  const thread = await reading(officer.node.ctx, viewer, (r) =>
    findThread(r, viewer, { handle, id, page: 1 }),
  );
  return thread.posts.find((post) => post.iri === iri);
}

/** What stands in a community, in the order of its log. */
async function inOrder(node: NetworkNode, communityId: string): Promise<readonly string[]> {
  const rows = await node.ctx.sql<{ iri: string }[]>`
    select iri from posts where community_id = ${communityId} and state = 'accepted' order by seq`;
  return rows.map((row) => row.iri);
}

async function expectEverywhere(
  councils: ThreeCouncils,
  nodes: readonly NetworkNode[] = [councils.sunderland, councils.wiltshire],
): Promise<void> {
  const home = await councils.communityOn(councils.somerset);
  const atHome = await heldPosts(councils.somerset, home);
  const digest = await contentDigestOn(councils.somerset, home);
  for (const node of nodes) {
    const there = await councils.communityOn(node);
    expect(differences(atHome, await heldPosts(node, there)), node.name).toEqual([]);
    expect(await contentDigestOn(node, there), node.name).toBe(digest);
    expect(await publishedMoreThanOnce(node, there)).toEqual([]);
  }
}

/** Connects two nodes as far as the newcomer follows the other's communities, and has read nothing of them. */
async function connectWithoutHistory(newcomer: NetworkNode, other: NetworkNode): Promise<void> {
  await askPeer(newcomer.ctx, { accountId: null, address: other.origin, message: "Shall we connect?" });
  await newcomer.node.settle();
  const asked = await peerByOrigin(other.ctx.sql, newcomer.origin);
  await answerPeer(other.ctx, { peerId: asked?.id ?? "", accept: true, reason: "", accountId: null });
  await other.node.settle();
  await newcomer.node.settle();
  await newcomer.node.settle();
  await other.node.settle();
}

/** Throws away everything a node has in memory as soon as so many entries have come. */
async function killWhenBrought(node: NetworkNode, enough: number): Promise<void> {
  const work = node.node.settle().catch(() => 0);
  while ((await broughtOn(node)) < enough) await new Promise((resolve) => setImmediate(resolve));
  await node.stop();
  await work;
}

/** Some entries are taken in by one transaction: of one that does not end nothing stays, neither a post nor a mark. */
async function dieWithinABatch(node: NetworkNode): Promise<void> {
  const before = await broughtOn(node);
  const takeBack = await cutOffAtPost(node.database.url, 30);
  await node.settle().catch(() => 0);
  const after = await broughtOn(node);
  expect(after - before).toBe(25);
  const [row] = await node.ctx.sql<{ posts: number }[]>`select count(*)::int as posts from posts`;
  expect(row?.posts).toBe(after);
  await takeBack();
  await node.stop();
  await node.start();
}

async function broughtOn(node: NetworkNode): Promise<number> {
  const [row] = await node.ctx.sql<{ brought: number }[]>`
    select coalesce(sum(upper(x) - lower(x)), 0)::int as brought from communities c, unnest(c.applied) x`;
  return row?.brought ?? 0;
}
