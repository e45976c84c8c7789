import { afterAll, beforeAll, expect, test } from "vitest";
import { createKeepUp } from "../../federation/keep-up.ts";
import { reading } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { lapseSuspensions } from "../../node/memberships/lapse.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { removeMember } from "../../node/memberships/remove.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { liftSuspension, suspendMember } from "../../node/memberships/suspend.ts";
import { listModeration } from "../../node/modlog/read.ts";
import { listNotices } from "../../node/notifications/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { PASSWORD, refusalOf } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

// Martin (Somerset, where the community lives) and Owen (Wiltshire) facilitate; Amara (Sunderland) is a member.
const REASON = "Two personal remarks after a warning.";
const DAY_MS = 86_400_000;

let councils: ThreeCouncils;
let amara: Officer;
let owen: Officer;
let browser: Browser;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, martin, sunderland, somerset, wiltshire } = councils;
  for (const name of ["sunderland", "wiltshire"]) await net.connect(name, "somerset");
  amara = await councils.officer(sunderland, "Amara Okafor");
  owen = await councils.officer(wiltshire, "Owen Reed");
  for (const officer of [amara, owen]) await councils.join(officer);
  await net.settle();
  const about = { communityId: await councils.communityOn(somerset), facilitator: true };
  await changeRole(somerset.ctx, { byId: martin.actorId, actorId: await idOn(somerset, owen), ...about });
  await councils.write(amara, { title: "Who pays?", text: "We would like to know." });
  await net.settle();
  await signIn();
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("B-09: a facilitator of another council pauses somebody's posting: at once everywhere, with reason and end, and it lapses by itself", async () => {
  const { net, wiltshire, somerset, sunderland } = councils;
  const until = new Date(net.clock.now().getTime() + 2 * DAY_MS);
  expect(await suspend(owen, { until })).toBe("sent");
  expect(await stateOn(somerset), "nobody but the community decides").toBe("active");
  await net.settle();
  expect([await stateOn(somerset), await stateOn(sunderland)]).toEqual(["suspended", "suspended"]);
  expect(await told()).toEqual(["suspended"]);
  const page = (await browser.get(await communityPath())).text;
  expect(page).toContain(REASON);
  expect(page, "reading goes on").toContain("Who pays?");
  expect(page).toContain("18 November");
  expect(await refusalOf(councils.write(amara, { title: "And now?", text: "Hm." }))).toBe("suspended");
  await leave();
  expect(await refusalOf(councils.join(amara)), "leaving does not end it").toBe("suspended");
  net.clock.advance(2 * 1440 + 1);
  for (const { ctx } of [wiltshire, somerset, sunderland]) await lapseSuspensions(ctx);
  await councils.join(amara);
  await net.settle();
  expect([await stateOn(somerset), await stateOn(sunderland)]).toEqual(["active", "active"]);
  await councils.write(amara, { title: "And now?", text: "Yes." });
  await net.settle();
});

test("B-09: whoever stays is told when posting opens again, and nobody has to do anything for it", async () => {
  const { net, somerset, sunderland } = councils;
  await suspend(councils.martin, { until: new Date(net.clock.now().getTime() + DAY_MS) });
  await net.settle();
  expect(await stateOn(sunderland)).toBe("suspended");
  net.clock.advance(1441);
  expect(await lapseSuspensions(sunderland.ctx), "also while the community's council is away").toBe(1);
  expect(await lapseSuspensions(somerset.ctx)).toBe(1);
  await net.settle();
  expect([await stateOn(somerset), await stateOn(sunderland)]).toEqual(["active", "active"]);
  expect(await told()).toEqual(["restored", "suspended"]);
});

test("B-09: another facilitator lifts it before its end, and what the log tells of a person is for connected nodes", async () => {
  const { net, somerset, sunderland, groupIri } = councils;
  expect(await suspend(councils.martin, { until: null })).toBe("done");
  await net.settle();
  const history = `${new URL(groupIri).pathname}/history?after=0`;
  const read = async () => (await somerset.get(history, { accept: "application/activity+json" })).text();
  expect(await read(), "what everyone reads does not name it").not.toContain(REASON);
  const lifting = { byId: owen.actorId, actorId: await idOn(owen.node, amara) };
  const communityId = await councils.communityOn(owen.node);
  expect(await liftSuspension(owen.node.ctx, { ...lifting, communityId })).toBe("sent");
  await net.settle();
  expect([await stateOn(somerset), await stateOn(sunderland)]).toEqual(["active", "active"]);
  expect(await told()).toEqual(["restored", "suspended"]);
  const [entry] = await somerset.ctx.sql<
    { live: number }[]
  >`select count(*)::int as live from log_entries where type = 'Block' and state = 'live'`;
  expect(entry?.live, "the reason stands in no log any more").toBe(0);
});

test("B-09: a node that heard nothing of it takes it over with the set of memberships, with reason and end", async () => {
  const { net, somerset, sunderland } = councils;
  const until = new Date(net.clock.now().getTime() + DAY_MS);
  await suspend(councils.martin, { until });
  await somerset.ctx.sql`delete from deliveries`;
  await net.settle();
  expect(await stateOn(sunderland)).toBe("active");
  await createKeepUp(sunderland.node.wire).syncAll();
  const [row] = await sunderland.ctx.sql<{ state: string; reason: string; until: Date }[]>`
    select state, reason, paused_until as until from memberships where actor_id = ${amara.actorId}`;
  expect(row).toMatchObject({ state: "suspended", reason: REASON });
  expect(row?.until.toISOString().slice(0, 19)).toBe(until.toISOString().slice(0, 19));
  await liftSuspension(somerset.ctx, await amaraAt(councils.martin));
  await net.settle();
  expect(await stateOn(sunderland)).toBe("active");
  expect(await told(), "once, though the log says it too").toEqual(["restored", "suspended"]);
});

test("B-08: a facilitator of another council removes somebody with a reason; who comes back asks, and is let in by a facilitator", async () => {
  const { net, somerset, sunderland, martin } = councils;
  expect(await removeMember(owen.node.ctx, { ...(await amaraAt(owen)), reason: REASON })).toBe("sent");
  await net.settle();
  expect([await stateOn(somerset), await stateOn(sunderland)]).toEqual(["ended", "ended"]);
  expect(await told()).toEqual(["ended"]);
  await signIn();
  const page = (await browser.get(await communityPath())).text;
  expect(page).toContain(REASON);
  expect(page).toContain("Ask to come back");
  await councils.join(amara);
  await net.settle();
  expect(await stateOn(somerset), "in an open community too").toBe("requested");
  const [asked] = await somerset.ctx.sql<{ id: string }[]>`
    select m.id from memberships m where m.actor_id = ${await idOn(somerset, amara)}`;
  const yes = { facilitatorId: martin.actorId, membershipId: asked?.id ?? "", accept: true, words: "" };
  await decideRequest(somerset.ctx, yes);
  await net.settle();
  expect([await stateOn(somerset), await stateOn(sunderland)]).toEqual(["active", "active"]);
  await leave();
  await councils.join(amara);
  await net.settle();
  expect(await stateOn(somerset), "let in once is let in").toBe("active");
});

test("F-05: what was done stands in the moderation log and the audit record, by whom, and neither whom it was done to nor why", async () => {
  const { somerset } = councils;
  const communityId = await councils.communityOn(somerset);
  const community = { id: communityId, path: "/c/x" };
  const { items } = await reading(somerset.ctx, { kind: "anyone" }, (r) =>
    listModeration(r, { kind: "anyone" }, { community, page: 1 }),
  );
  const done = items.map(({ kind, by }) => `${kind} ${by?.name}`);
  expect(done[0]).toBe("member-removed Owen Reed");
  expect(done).toContain("member-suspended Martin Hale");
  expect(done).toContain("member-restored Owen Reed");
  expect(JSON.stringify(items)).not.toContain("Amara");
  expect(JSON.stringify(items)).not.toContain(REASON);
  const audit = await somerset.ctx.sql<{ kind: string; subject: string }[]>`
    select kind, subject from audit_events where kind like 'moderation.member-%' order by id desc limit 1`;
  expect(audit).toEqual([{ kind: "moderation.member-removed", subject: await iriOf(amara) }]);
});

test("F-07, B-11: nobody but a facilitator of this community pauses or removes, and the last one stays", async () => {
  const { martin, somerset, net } = councils;
  const about = await amaraAt(martin);
  const byAmara = { ...about, byId: about.actorId, actorId: martin.actorId, reason: REASON };
  expect(await refusalOf(removeMember(somerset.ctx, byAmara))).toBe("not-allowed");
  expect(await refusalOf(suspendMember(somerset.ctx, { ...byAmara, until: null }))).toBe("not-allowed");
  expect(await refusalOf(removeMember(somerset.ctx, { ...about, reason: " " }))).toBe("required");
  const [owenHere, martinThere] = [await idOn(somerset, owen), await idOn(owen.node, martin)];
  // Each removes the other at the same moment: one of them stays.
  await Promise.allSettled([
    removeMember(somerset.ctx, { ...about, actorId: owenHere, reason: REASON }),
    removeMember(somerset.ctx, { ...about, byId: owenHere, actorId: martin.actorId, reason: REASON }),
    removeMember(owen.node.ctx, { ...(await amaraAt(owen)), actorId: martinThere, reason: REASON }),
  ]);
  await net.settle();
  const [left] = await somerset.ctx.sql<{ n: number }[]>`
    select count(*)::int as n from memberships where state = 'active' and role <> 'member'`;
  expect(left?.n).toBe(1);
});

async function signIn(): Promise<void> {
  browser = browserOn(webAppFor(amara.node.ctx), amara.node.origin);
  await browser.post("/sign-in", { email: "amara.okafor@sunderland.gov.example", password: PASSWORD });
}

async function iriOf({ node, actorId }: Officer): Promise<string> {
  const [row] = await node.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${actorId}`;
  return row?.iri ?? "";
}

async function idOn(node: NetworkNode, officer: Officer): Promise<string> {
  return (await actorByIri(node.ctx.sql, await iriOf(officer)))?.id ?? "";
}

/** Amara as a facilitator acts on her, on the facilitator's own node. */
async function amaraAt({ node, actorId }: Officer) {
  return { byId: actorId, actorId: await idOn(node, amara), communityId: await councils.communityOn(node) };
}

async function suspend(by: Officer, { until }: { until: Date | null }): Promise<"done" | "sent"> {
  await amara.node.ctx.sql`delete from notices`;
  return suspendMember(by.node.ctx, { ...(await amaraAt(by)), reason: REASON, until });
}

async function stateOn(node: NetworkNode): Promise<string | undefined> {
  const [row] = await node.ctx.sql<{ state: string }[]>`
    select state from memberships where actor_id = ${await idOn(node, amara)}`;
  return row?.state;
}

async function told(): Promise<readonly string[]> {
  const { node, accountId, actorId } = amara;
  const viewer = { kind: "person", actorId, accountId } as const;
  const { items } = await reading(node.ctx, viewer, (r) => listNotices(r, { accountId, page: 1 }));
  const outcomes = items.map(({ facts }) => String(facts.outcome)).sort();
  await node.ctx.sql`delete from notices`;
  return outcomes;
}

async function leave(): Promise<void> {
  const communityId = await councils.communityOn(amara.node);
  await leaveCommunity(amara.node.ctx, { actorId: amara.actorId, communityId });
  await councils.net.settle();
}

async function communityPath(): Promise<string> {
  const { groupIri, sunderland } = councils;
  const [group] = await sunderland.ctx.sql<
    { handle: string }[]
  >`select handle from actors where iri = ${groupIri}`;
  return `/c/${group?.handle}@${new URL(groupIri).host}`;
}
