import { afterAll, beforeAll, expect, test } from "vitest";
import { disableAccount } from "../../node/accounts/administer.ts";
import { reading } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { removeMember } from "../../node/memberships/remove.ts";
import { suspendMember } from "../../node/memberships/suspend.ts";
import { reportPost } from "../../node/moderation/report.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { listTopics } from "../../node/posts/read.ts";
import { refusalOf } from "../support/accounts.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

// A community for members only at Somerset; Amara and Bea of Sunderland are members.
let councils: ThreeCouncils;
let amara: Officer;
let bea: Officer;
beforeAll(async () => {
  councils = await startThreeCouncils("closed");
  const { net, somerset, sunderland } = councils;
  await net.connect("sunderland", "somerset");
  const peer = await peerByOrigin(somerset.ctx.sql, sunderland.origin);
  await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  amara = await councils.officer(sunderland, "Amara Okafor");
  bea = await councils.officer(sunderland, "Bea Lowe");
  for (const officer of [amara, bea]) await letIn(officer);
  await councils.write(councils.martin, { title: "Who signs off?", text: "In confidence: nobody." });
  await net.settle();
});
afterAll(() => councils[Symbol.asyncDispose]());

async function letIn(officer: Officer): Promise<void> {
  const { net, somerset, martin } = councils;
  await councils.join(officer);
  await net.settle();
  await decideRequest(somerset.ctx, {
    facilitatorId: martin.actorId,
    membershipId: (await rowOf(officer))?.id ?? "",
    accept: true,
    words: "",
    confirmed: true,
  });
  await net.settle();
}

/** What the community's own node knows of somebody. */
async function rowOf({ name }: Officer): Promise<{ id: string; actorId: string; state: string } | undefined> {
  const [row] = await councils.somerset.ctx.sql<{ id: string; actorId: string; state: string }[]>`
    select m.id, m.actor_id as "actorId", m.state from memberships m join actors a on a.id = m.actor_id
    where a.name = ${name}`;
  return row;
}

async function readBy({ node, actorId, accountId }: Officer): Promise<number> {
  const viewer = { kind: "person", actorId, accountId } as const;
  const communityId = await councils.communityOn(node);
  const query = { show: "everything", sort: "latest", page: 1, theme: null } as const;
  const found = await reading(node.ctx, viewer, (r) => listTopics(r, viewer, communityId, query));
  return found.items.length;
}

async function aboutMember(officer: Officer) {
  const { somerset, martin } = councils;
  const communityId = await councils.communityOn(somerset);
  return { byId: martin.actorId, actorId: (await rowOf(officer))?.actorId ?? "", communityId };
}

test("A report from another council, in the name of its node, arrives with what it is about", async () => {
  const { net, somerset, sunderland } = councils;
  const [post] = await sunderland.ctx.sql<
    { id: string }[]
  >`select id from posts where title = 'Who signs off?'`;
  const by = { accountId: amara.accountId, actorId: amara.actorId };
  const words = "It says too much.";
  await reportPost(sunderland.ctx, { postId: post?.id ?? "", by, category: "conduct", words });
  await net.settle();
  const rows = await somerset.ctx.sql`
    select p.title, r.words from reports r join posts p on p.id = r.post_id`;
  expect(rows).toEqual([{ title: "Who signs off?", words }]);
});

test("B-09: whoever is paused in a community for members only reads on at their own council, and writes nothing", async () => {
  const { net, somerset } = councils;
  await suspendMember(somerset.ctx, { ...(await aboutMember(amara)), reason: "Rude.", until: null });
  await net.settle();
  expect(await readBy(amara)).toBe(1);
  expect(await refusalOf(councils.write(amara, { title: "And?", text: "And?" }))).toBe("suspended");
});

test("B-08: whoever is removed from it, or switched off at home, reads nothing of it any more at their own council", async () => {
  const { net, somerset, sunderland } = councils;
  await removeMember(somerset.ctx, { ...(await aboutMember(amara)), reason: "Rude again." });
  await net.settle();
  expect([await readBy(amara), await readBy(bea)]).toEqual([0, 1]);
  await disableAccount(sunderland.ctx, { accountId: bea.accountId, by: null });
  expect(await readBy(bea)).toBe(0);
  await net.settle();
  expect([(await rowOf(amara))?.state, (await rowOf(bea))?.state]).toEqual(["ended", "ended"]);
  const before = await held();
  await councils.write(councils.martin, { title: "Alone again", text: "In confidence." });
  await net.settle();
  expect(await held(), "a node without members is sent nothing more").toBe(before);
});

async function held(): Promise<number> {
  const [row] = await councils.sunderland.ctx.sql<{ n: number }[]>`select count(*)::int as n from posts`;
  return row?.n ?? 0;
}
