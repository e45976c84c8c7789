import { expect, test } from "vitest";
import { createKeepUp } from "../../federation/keep-up.ts";
import { listGrants } from "../../node/communities/wire-read.ts";
import { inTransaction } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { replaceGrants, settledMemberships } from "../../node/memberships/resync.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

test("Who leaves and asks again while the letters wait is not made a member by comparing with the community's older list", async () => {
  await using councils = await startThreeCouncils("restricted");
  const amara = await memberFromSunderland(councils);
  await leave(councils, amara);
  await councils.join(amara);
  await compare(councils);
  expect(await statesOf(councils)).toEqual({ there: "requested", home: "active" });
  await councils.net.settle();
  expect(await statesOf(councils)).toEqual({ there: "requested", home: "requested" });
  await accept(councils);
  expect(await statesOf(councils)).toEqual({ there: "active", home: "active" });
});

test("A list that was asked for before somebody was let in does not put them out again", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { net, sunderland, somerset } = councils;
  await net.connect("sunderland", "somerset");
  await councils.join(await councils.officer(sunderland, "Amara Okafor"));
  await net.settle();
  const id = await councils.communityOn(sunderland);
  const settled = await settledMemberships(sunderland.ctx, id);
  const grants = await listGrants(somerset.ctx, await councils.communityOn(somerset), sunderland.origin);
  await accept(councils);
  await inTransaction(sunderland.ctx, (tx) => replaceGrants(tx, id, { grants, settled, epoch: "" }));
  expect(await statesOf(councils)).toEqual({ there: "active", home: "active" });
});

test("What is held of a council is compared when asked, and what was lost here is read again", async () => {
  await using councils = await startThreeCouncils();
  const { net, sunderland, somerset, martin } = councils;
  await net.connect("sunderland", "somerset");
  await councils.join(await councils.officer(sunderland, "Amara Okafor"));
  await net.settle();
  const iri = await councils.write(martin, { title: "Who signs off?", text: "And by when?" });
  await net.settle();
  const { ctx } = sunderland;
  const { remote } = ctx.ports;
  const compared = async () => (await remote.compare(ctx, somerset.origin))[0];
  expect(await compared()).toMatchObject({ members: "same", content: "same" });

  const [post] = await ctx.sql<{ id: string }[]>`select id from posts where iri = ${iri}`;
  await ctx.sql`delete from post_revisions where post_id = ${post?.id ?? ""}`;
  await ctx.sql`delete from posts where iri = ${iri}`;
  await ctx.sql`delete from effects`;
  expect(await compared()).toMatchObject({ members: "same", content: "different" });
  await remote.resync(ctx, somerset.origin, { whole: false });
  expect(await compared()).toMatchObject({ content: "different" });
  const [done] = await remote.resync(ctx, somerset.origin, { whole: true });
  expect(done).toMatchObject({ answered: true, complete: true });
  expect(done?.applied).toBeGreaterThan(0);
  expect(await compared()).toMatchObject({ members: "same", content: "same" });
  await expect(remote.resync(ctx, "https://unknown.example", { whole: false })).rejects.toThrow(
    "not-connected",
  );
});

test("Somebody whose leaving never reached the community is not taken back: the community is told again", async () => {
  await using councils = await startThreeCouncils("restricted");
  const amara = await memberFromSunderland(councils);
  await leave(councils, amara);
  await councils.sunderland.ctx.sql`update deliveries set failed = now(), error = 'http-400'`;
  await compare(councils);
  expect(await statesOf(councils)).toEqual({ there: "ended", home: "active" });
  await councils.net.settle();
  expect(await statesOf(councils)).toEqual({ there: "ended", home: "ended" });
});

test("A grant whose letter was lost is taken over, and a membership that the community does not know ends", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { net, sunderland, somerset } = councils;
  await net.connect("sunderland", "somerset");
  await councils.join(await councils.officer(sunderland, "Amara Okafor"));
  await net.settle();
  await decide(councils);
  await somerset.ctx.sql`delete from deliveries`;
  await compare(councils);
  expect(await statesOf(councils)).toEqual({ there: "active", home: "active" });
  await somerset.ctx
    .sql`update memberships set state = 'ended' where request_iri like ${`${sunderland.origin}/%`}`;
  await compare(councils);
  expect(await statesOf(councils)).toEqual({ there: "ended", home: "ended" });
});

test("Who asks again because their council's site forgot that they had is answered on what they asked last", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { net, sunderland, somerset } = councils;
  await net.connect("sunderland", "somerset");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  await sunderland.ctx.sql`delete from memberships`;
  await councils.join(amara);
  await net.settle();
  const asked = await somerset.ctx.sql`select 1 from changes where kind = 'membership.requested'`;
  expect(asked).toHaveLength(1);
  await accept(councils);
  expect(await statesOf(councils)).toEqual({ there: "active", home: "active" });
});

test("An answer that goes out late speaks of the request that it answers, not of the one that was made since", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { net, sunderland, martin } = councils;
  await net.connect("sunderland", "somerset");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  await decide(councils, { accept: false, words: "Please say what you do." });
  await leave(councils, amara);
  await councils.join(amara);
  await sunderland.node.workers.settle(["lanes"]);
  await net.settle();
  expect(await statesOf(councils)).toEqual({ there: "requested", home: "requested" });
  const [answer] = await martin.node.ctx.sql<{ iri: string; text: string }[]>`
    select object_iri as iri, convert_from(bytes, 'utf8') as text from activities where type = 'Reject'`;
  expect(answer?.text).toContain(answer?.iri);
  await accept(councils);
  expect(await statesOf(councils)).toEqual({ there: "active", home: "active" });
});

async function memberFromSunderland(councils: ThreeCouncils): Promise<Officer> {
  const { net, sunderland } = councils;
  await net.connect("sunderland", "somerset");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  await accept(councils);
  return amara;
}

async function leave(councils: ThreeCouncils, { actorId, node }: Officer): Promise<void> {
  await leaveCommunity(node.ctx, { actorId, communityId: await councils.communityOn(node) });
}

/** What happens hourly, and when a process starts. */
async function compare({ sunderland }: ThreeCouncils): Promise<void> {
  await createKeepUp(sunderland.node.wire).syncAll();
}

async function decide({ martin }: ThreeCouncils, decision = { accept: true, words: "" }): Promise<void> {
  const { ctx } = martin.node;
  const [row] = await ctx.sql<{ id: string }[]>`select id from memberships where state = 'requested'`;
  const membershipId = row?.id ?? "";
  await decideRequest(ctx, { facilitatorId: martin.actorId, membershipId, ...decision });
}

async function accept(councils: ThreeCouncils): Promise<void> {
  await decide(councils);
  await councils.net.settle();
}

async function statesOf({ sunderland, somerset }: ThreeCouncils): Promise<{ there: unknown; home: unknown }> {
  const person = `${sunderland.origin}/ap/p/%`;
  const [there, home] = await Promise.all(
    [sunderland, somerset].map(async ({ ctx }) => {
      const [row] = await ctx.sql<{ state: string }[]>`
        select m.state from memberships m join actors a on a.id = m.actor_id where a.iri like ${person}`;
      return row?.state;
    }),
  );
  return { there, home };
}
