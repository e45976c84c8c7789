import { afterAll, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { inTransaction } from "../../node/context.ts";
import { LONGEST_LOOK_SECONDS } from "../../node/jobs/loop.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { directoryRead, listDirectoriesDue, readingDue } from "../../node/peers/directory-due.ts";
import { askAllSoon } from "../../node/peers/presence.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { WORK_PARTS } from "../../node/runtime/workers.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, startThreeCouncils } from "../support/three-councils.ts";

const councils = await startThreeCouncils("restricted");
const { net, sunderland, somerset, wiltshire } = councils;
await net.connect("sunderland", "somerset");
await net.connect("wiltshire", "somerset");
await net.connect("wiltshire", "sunderland");
afterAll(() => councils[Symbol.asyncDispose]());

test("A new community is in the directory of every connected council, and among the similar names there, within 60 seconds", async () => {
  const founder = await councils.officer(sunderland, "Joan Hill");
  await createCommunity(
    sunderland.ctx,
    { actorId: founder.actorId },
    {
      name: "Winter gritting",
      purpose: "Salt, routes and rotas for highways teams.",
      level: "open",
      themes: [],
      language: "en",
      charter: {},
    },
  );
  const listedOn = async (node: NetworkNode) => (await node.get("/communities")).text();
  const likeOn = async ({ ctx }: NetworkNode) => {
    const typed = { name: "Gritting roads in winter", purpose: "Salt for highways", limit: 3 };
    const ids = await ctx.ports.search.similarCommunities(ctx, ANYONE, typed);
    const rows = await ctx.sql<
      { name: string }[]
    >`select a.name from communities c join actors a on a.id = c.actor_id
      where c.id = any(${[...ids]}::uuid[])`;
    return rows.map((row) => row.name);
  };
  const seconds = await secondsUntil(async () => {
    for (const node of [somerset, wiltshire]) {
      if (!(await listedOn(node)).includes("Winter gritting")) return false;
      if (!(await likeOn(node)).includes("Winter gritting")) return false;
    }
    return true;
  });
  expect(seconds).toBeLessThanOrEqual(60);
});

test("That a directory changed while it was being read is not forgotten for an hour", async () => {
  await net.settle();
  expect(await listDirectoriesDue(somerset.ctx)).toEqual([]);
  await inTransaction(somerset.ctx, (tx) => readingDue(tx, sunderland.origin));
  const [peer] = await listDirectoriesDue(somerset.ctx);
  const began = net.clock.now();
  await inTransaction(somerset.ctx, (tx) => readingDue(tx, sunderland.origin));
  await directoryRead(somerset.ctx, peer?.id ?? "", { began, made: null });
  expect((await listDirectoriesDue(somerset.ctx)).map(({ origin }) => origin)).toEqual([sunderland.origin]);
  await directoryRead(somerset.ctx, peer?.id ?? "", { began: net.clock.now(), made: null });
  expect(await listDirectoriesDue(somerset.ctx)).toEqual([]);
});

test("A facilitator at a third council is told of a request to join within 30 seconds", async () => {
  const owen = await councils.officer(wiltshire, "Owen Reed");
  await facilitates(owen);
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  const seconds = await secondsUntil(async () => {
    const told = await wiltshire.ctx.sql`select 1 from notices n join mails m on m.notice_id = n.id
      where n.account_id = ${owen.accountId} and n.kind = 'request'`;
    return told.length > 0;
  });
  expect(seconds).toBeLessThanOrEqual(30);
});

test("A council that starts again is heard by all it is connected with, and lanes that wait for hours open at once", async () => {
  await net.settle();
  const tomorrow = new Date(net.clock.now().getTime() + 24 * 3_600_000);
  const waiting = (node: NetworkNode) =>
    node.ctx.sql`select 1 from lanes where origin = ${sunderland.origin} and open_from > ${net.clock.now()}`;
  for (const { ctx } of [somerset, wiltshire])
    await ctx.sql`update lanes set open_from = ${tomorrow}, failures = 9, last_error = 'http-500'
      where origin = ${sunderland.origin}`;
  // Nothing of its own makes a node forget how long it was told to wait.
  await somerset.node.workers.settle(["keep-up"]);
  expect(await waiting(somerset)).toHaveLength(1);
  await askAllSoon(sunderland.ctx);
  await sunderland.node.workers.settle(["keep-up"]);
  for (const node of [somerset, wiltshire]) expect(await waiting(node)).toHaveLength(0);
});

/**
 * Lets every council's site look once at each kind of its work, as seldom as a running one does when no wake is heard,
 * in the order that brings what arrived to its end the latest; returns the seconds that passed on the clock of all.
 */
async function secondsUntil(done: () => Promise<boolean>): Promise<number> {
  const slowest = WORK_PARTS.toReversed();
  const began = net.clock.now().getTime();
  for (let looks = 0; looks < 50; looks++) {
    if (await done()) return (net.clock.now().getTime() - began) / 1000;
    net.clock.advance(LONGEST_LOOK_SECONDS / 60);
    for (const part of slowest)
      for (const { node } of [sunderland, somerset, wiltshire]) await node.workers.settle([part]);
  }
  return Number.POSITIVE_INFINITY;
}

/** Joins the community of Somerset and is made its facilitator. */
async function facilitates(officer: Officer): Promise<void> {
  const { ctx } = officer.node;
  await councils.join(officer);
  await net.settle();
  const [row] = await ctx.sql<{ iri: string }[]>`select iri from actors where id = ${officer.actorId}`;
  const person = await actorByIri(somerset.ctx.sql, row?.iri ?? "");
  const communityId = await councils.communityOn(somerset);
  await letIn(person?.id ?? "", communityId);
  const role = { byId: councils.martin.actorId, actorId: person?.id ?? "", communityId, facilitator: true };
  await changeRole(somerset.ctx, role);
  await net.settle();
}

async function letIn(actorId: string, communityId: string): Promise<void> {
  const [asked] = await somerset.ctx.sql<{ id: string }[]>`
    select id from memberships where actor_id = ${actorId} and community_id = ${communityId}`;
  const decision = { facilitatorId: councils.martin.actorId, membershipId: asked?.id ?? "" };
  await decideRequest(somerset.ctx, { ...decision, accept: true, words: "" });
}
