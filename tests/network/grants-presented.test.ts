import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKeepUp } from "../../federation/keep-up.ts";
import { resyncMembers } from "../../federation/members.ts";
import { settleRestoration } from "../../node/backup/restorations.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { listMembers } from "../../node/memberships/list.ts";
import { actorById, actorByIri } from "../../node/people/actor.ts";
import { viewerOf } from "../../node/visibility/viewer.ts";
import { type ClosedCouncils, letIn, signedInAs, startClosedCouncils } from "../support/closed-councils.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import type { Officer } from "../support/three-councils.ts";

// Profile B.6 and B-16: Somerset, where a closed community lives, is restored and has forgotten who was let in since.

let councils: ClosedCouncils;
beforeAll(async () => {
  councils = await startClosedCouncils();
});
afterAll(async () => councils[Symbol.asyncDispose]());

/** Somerset as after a restore: it forgot what it had granted these people since `made`, and began new epochs. */
async function restore(made: Date, ...forgotten: readonly Officer[]): Promise<void> {
  const { ctx } = councils.somerset;
  for (const { name } of forgotten)
    await ctx.sql`delete from memberships where actor_id = (select id from actors where name = ${name})`;
  await ctx.sql`insert into restorations (noticed, made, how) values (${ctx.clock.now()}, ${made}, 'restored')`;
  await settleRestoration(ctx);
}

async function compare(...nodes: readonly NetworkNode[]): Promise<void> {
  for (const node of nodes) await createKeepUp(node.node.wire).syncAll();
  await councils.net.settle();
}

async function membershipOn(node: NetworkNode, { name }: Officer) {
  const [row] = await node.ctx.sql<
    { state: string; grant: string | null; returned: Date | null; role: string }[]
  >`
    select m.state, m.grant_iri as grant, m.returned, m.role from memberships m join actors a on a.id = m.actor_id
    where a.name = ${name} and m.community_id = ${await councils.communityOn(node)}`;
  return row;
}

async function statesOf(officer: Officer) {
  const [home, own] = [
    await membershipOn(councils.somerset, officer),
    await membershipOn(officer.node, officer),
  ];
  return [home?.state, own?.state];
}

async function iriOf({ node, actorId }: Officer): Promise<string> {
  return (await actorById(node.ctx.sql, actorId)).iri;
}

async function epochOf(node: NetworkNode): Promise<string> {
  const id = await councils.communityOn(node);
  const [row] = await node.ctx.sql<{ epoch: string }[]>`select epoch from communities where id = ${id}`;
  return row?.epoch ?? "";
}

const pathOf = (node: NetworkNode, page = "") => {
  const host = new URL(councils.groupIri).host;
  return councils.communityOn(node).then(async (id) => {
    const [row] = await node.ctx.sql<{ handle: string }[]>`select g.handle from communities c
      join actors g on g.id = c.actor_id where c.id = ${id}`;
    return `/c/${row?.handle}${node === councils.somerset ? "" : `@${host}`}${page}`;
  });
};

const anHourBefore = () => new Date(councils.net.clock.now().getTime() - 3_600_000 * 2);

describe("B-16: A membership that a restored community forgot", () => {
  test("comes back by the community's own proof, without anybody being asked, under the same grant, and facilitators see it", async () => {
    const { amara, rhian, martin, somerset, sunderland, wiltshire, net } = councils;
    await compare(sunderland, wiltshire);
    const before = await membershipOn(somerset, amara);
    await restore(anHourBefore(), amara);
    // Asked, and told that it is not known there; what it presents is not delivered yet.
    const place = { communityId: await councils.communityOn(sunderland), iri: councils.groupIri };
    await resyncMembers(sunderland.node.wire, place, { membersDigest: "", epoch: await epochOf(somerset) });
    expect(await statesOf(amara)).toEqual([undefined, "requested"]);
    const waiting = await (await signedInAs(amara)).get(await pathOf(sunderland));
    expect(waiting.text).toContain("Somerset was restored from a backup and is being reminded of that.");
    expect(waiting.text).not.toContain("What crossings cost");
    await net.settle();
    expect(await statesOf(amara)).toEqual(["active", "active"]);
    expect(await statesOf(rhian)).toEqual(["active", "active"]);
    const after = await membershipOn(somerset, amara);
    expect(after).toMatchObject({ grant: before?.grant, role: "member" });
    const members = await (await signedInAs(martin)).get(await pathOf(somerset, "/members"));
    expect(members.text).toContain("Came back on");
    expect(members.text.indexOf("Amara Okafor")).toBeLessThan(members.text.lastIndexOf("Martin Hale"));
    const rhians = await actorByIri(somerset.ctx.sql, await iriOf(rhian));
    const plain = await listMembers(
      somerset.ctx,
      viewerOf(rhians?.id ?? ""),
      await councils.communityOn(somerset),
      1,
    );
    expect(plain.items.map(({ person }) => person.name)[0], "no mark and no order for others").toBe(
      "Martin Hale",
    );
    expect(plain.items.map(({ returned }) => returned).filter((one) => one !== null)).toEqual([]);
    const own = await (await signedInAs(rhian)).get(await pathOf(wiltshire, "/members"));
    expect(own.text).not.toContain("Came back on");
  });

  test("is known again by the list where the answer was lost, and can be presented another time", async () => {
    const { somerset, sunderland, net } = councils;
    const gus = await councils.officer(sunderland, "Gus Nye");
    await letIn(councils, gus);
    await compare(sunderland);
    await restore(anHourBefore(), gus);
    const place = { communityId: await councils.communityOn(sunderland), iri: councils.groupIri };
    await resyncMembers(sunderland.node.wire, place, { membersDigest: "", epoch: await epochOf(somerset) });
    await sunderland.settle();
    expect(await statesOf(gus)).toEqual(["active", "requested"]);
    await somerset.ctx.sql`delete from deliveries where kind = 'letter'`;
    await compare(sunderland);
    expect(await statesOf(gus)).toEqual(["active", "active"]);
    const [kept] = await sunderland.ctx.sql<{ presented: Date | null; agreed: boolean }[]>`
      select gp.presented, gp.epoch = ${await epochOf(somerset)} as agreed from grant_proofs gp
      join memberships m on m.id = gp.membership_id where m.actor_id = ${gus.actorId}`;
    expect(kept).toEqual({ presented: null, agreed: true });
    await net.settle();
  });

  test("stays ended where it was ended since, as Somerset still knows; its own node then ends it too", async () => {
    const { somerset, sunderland } = councils;
    const dana = await councils.officer(sunderland, "Dana Frost");
    await letIn(councils, dana);
    await compare(sunderland);
    // The letter that told of the removal never came.
    const [row] = await somerset.ctx.sql<{ id: string }[]>`select m.id from memberships m
      join actors a on a.id = m.actor_id where a.name = 'Dana Frost'`;
    await somerset.ctx.sql`update memberships set state = 'ended', ended = ${somerset.ctx.clock.now()},
      removed = ${somerset.ctx.clock.now()} where id = ${row?.id ?? ""}`;
    await restore(anHourBefore());
    await compare(sunderland);
    expect(await statesOf(dana)).toEqual(["ended", "ended"]);
  });

  test("is not presented by who has left, nor twice, nor where nothing was restored", async () => {
    const { somerset, sunderland, net } = councils;
    const [eve, finn] = [
      await councils.officer(sunderland, "Eve Lister"),
      await councils.officer(sunderland, "Finn Gale"),
    ];
    for (const one of [eve, finn]) await letIn(councils, one);
    await compare(sunderland);
    await leaveCommunity(sunderland.ctx, {
      actorId: eve.actorId,
      communityId: await councils.communityOn(sunderland),
    });
    await net.settle();
    await restore(anHourBefore(), eve);
    await compare(sunderland);
    expect(await statesOf(eve)).toEqual([undefined, "ended"]);
    // Forgotten under the epoch that both know: the community has ended it, and that is that.
    await somerset.ctx
      .sql`delete from memberships where actor_id = (select id from actors where name = 'Finn Gale')`;
    await compare(sunderland);
    expect(await statesOf(finn)).toEqual([undefined, "ended"]);
  });
});
