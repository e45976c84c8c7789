import { afterAll, beforeAll, expect, test } from "vitest";
import { disableAccount, enableAccount } from "../../node/accounts/administer.ts";
import { listUntold } from "../../node/accounts/switch-off.ts";
import { reading } from "../../node/context.ts";
import { examineNode } from "../../node/doctor/examine.ts";
import { appointLead, listLeadVacancies } from "../../node/memberships/appoint-lead.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { listNotices } from "../../node/notifications/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { refusalOf } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

// Martin leads the community at Somerset, where Edith is the administrator; Amara (Sunderland) and Owen (Wiltshire) are members.
let councils: ThreeCouncils;
let amara: Officer;
let owen: Officer;
let edith: Officer;
beforeAll(async () => {
  councils = await startThreeCouncils("restricted");
  const { net, somerset, sunderland, wiltshire } = councils;
  for (const name of ["sunderland", "wiltshire"]) await net.connect(name, "somerset");
  edith = await councils.officer(somerset, "Edith Cole");
  amara = await councils.officer(sunderland, "Amara Okafor");
  owen = await councils.officer(wiltshire, "Owen Reed");
  await somerset.ctx.sql`update accounts set administrator = (id = ${edith.accountId})`;
  for (const officer of [amara, owen]) await letIn(officer);
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("B-08: who is switched off at home loses access at every council's community, also at one that was away then, and gets in again only by asking", async () => {
  const { net, somerset, sunderland } = councils;
  await somerset.stop();
  await disableAccount(sunderland.ctx, { accountId: amara.accountId, by: null });
  await sunderland.settle();
  expect(await stateOn(sunderland, amara)).toBe("ended");
  expect(await listUntold(sunderland.ctx.sql, amara.actorId)).toEqual(["Somerset"]);
  await somerset.start();
  expect(await stateOn(councils.somerset, amara), "it has not heard of it").toBe("active");
  net.clock.advance(10);
  await net.settle();
  expect(await stateOn(councils.somerset, amara)).toBe("ended");
  expect(await listUntold(sunderland.ctx.sql, amara.actorId)).toEqual([]);
  const [there] = await councils.somerset.ctx.sql<{ suspended: Date | null }[]>`
    select suspended from actors where id = ${await idOn(councils.somerset, amara)}`;
  expect(there?.suspended).not.toBeNull();
  const before = await lettersFor(sunderland);
  await disableAccount(sunderland.ctx, { accountId: amara.accountId, by: null });
  expect(await lettersFor(sunderland), "again tells no community again").toBe(before);
  await enableAccount(sunderland.ctx, { accountId: amara.accountId, by: null });
  await net.settle();
  expect(await stateOn(councils.somerset, amara), "opening the account brings nothing back").toBe("ended");
  await councils.join(amara);
  await net.settle();
  expect(await stateOn(councils.somerset, amara)).toBe("requested");
  await approve(amara);
});

test("A community whose lead is switched off is flagged at once: notice, doctor, page and the list of facilitators", async () => {
  const { net, somerset, martin, groupIri } = councils;
  await disableAccount(somerset.ctx, { accountId: martin.accountId, by: edith.accountId });
  await net.settle();
  expect(await toldOn(edith)).toEqual(["without-lead"]);
  const vacancies = await listLeadVacancies(somerset.ctx.sql);
  expect(vacancies.map(({ name, members }) => [name, members])).toEqual([["Adoption and kinship care", 2]]);
  expect(vacancies[0]?.since).not.toBeNull();
  const report = await examineNode(somerset.ctx, { running: true, remember: false });
  expect(report.findings.find(({ code }) => code === "leads.missing")?.facts).toEqual({
    name: "Adoption and kinship care",
  });
  const path = `${new URL(groupIri).pathname}/moderators`;
  const listed = await (await somerset.get(path, { accept: "application/activity+json" })).json();
  expect(listed).toMatchObject({ orderedItems: [await iriOf(edith)] });
});

test("B-04, B-10: the administrators decide requests meanwhile and appoint a lead from any council; then they decide no more", async () => {
  const { net, somerset, wiltshire } = councils;
  const rhys = await councils.officer(wiltshire, "Rhys Bevan");
  await councils.join(rhys);
  await net.settle();
  const communityId = await councils.communityOn(somerset);
  await decideRequest(somerset.ctx, {
    facilitatorId: edith.actorId,
    membershipId: await membershipOf(rhys),
    accept: true,
    words: "",
  });
  const [amaraHere, owenHere] = [await idOn(somerset, amara), await idOn(somerset, owen)];
  const about = { communityId, actorId: owenHere };
  expect(await refusalOf(appointLead(somerset.ctx, { ...about, byId: amaraHere }))).toBe("not-allowed");
  await appointLead(somerset.ctx, { ...about, byId: edith.actorId });
  await net.settle();
  expect(await toldOn(owen)).toContain("role");
  expect(await listLeadVacancies(somerset.ctx.sql)).toEqual([]);
  const again = { byId: edith.actorId, communityId, actorId: amaraHere };
  expect(await refusalOf(appointLead(somerset.ctx, again))).toBe("not-allowed");
});

test("A lead at another council who is switched off there leaves a community that is flagged here; an administrator takes it on", async () => {
  const { net, somerset, wiltshire } = councils;
  await somerset.ctx.sql`delete from notices`;
  await disableAccount(wiltshire.ctx, { accountId: owen.accountId, by: null });
  await net.settle();
  expect(await stateOn(somerset, owen)).toBe("ended");
  expect(await toldOn(edith)).toEqual(["without-lead"]);
  const communityId = await councils.communityOn(somerset);
  await appointLead(somerset.ctx, { byId: edith.actorId, actorId: edith.actorId, communityId });
  await net.settle();
  expect(await stateOn(somerset, edith)).toBe("active");
  const amaraHere = await idOn(somerset, amara);
  await changeRole(somerset.ctx, {
    byId: edith.actorId,
    actorId: amaraHere,
    communityId,
    facilitator: true,
  });
});

async function letIn(officer: Officer): Promise<void> {
  await councils.join(officer);
  await councils.net.settle();
  await approve(officer);
}

async function approve(officer: Officer): Promise<void> {
  const { net, somerset, martin } = councils;
  await decideRequest(somerset.ctx, {
    facilitatorId: martin.actorId,
    membershipId: await membershipOf(officer),
    accept: true,
    words: "",
  });
  await net.settle();
  for (const { ctx } of [somerset, officer.node]) await ctx.sql`delete from notices`;
}

async function membershipOf(officer: Officer): Promise<string> {
  const { somerset } = councils;
  const [row] = await somerset.ctx.sql<{ id: string }[]>`
    select id from memberships where actor_id = ${await idOn(somerset, officer)}`;
  return row?.id ?? "";
}

async function iriOf({ node, actorId }: Officer): Promise<string> {
  const [row] = await node.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${actorId}`;
  return row?.iri ?? "";
}

async function idOn(node: NetworkNode, officer: Officer): Promise<string> {
  return (await actorByIri(node.ctx.sql, await iriOf(officer)))?.id ?? "";
}

async function stateOn(node: NetworkNode, officer: Officer): Promise<string | undefined> {
  const [row] = await node.ctx.sql<{ state: string }[]>`
    select state from memberships where actor_id = ${await idOn(node, officer)}`;
  return row?.state;
}

/** How often the account was said to be switched off. */
async function lettersFor({ ctx }: NetworkNode): Promise<number> {
  const [row] = await ctx.sql<{ n: number }[]>`
    select count(*)::int as n from activities where facts ->> 'suspended' = 'true'`;
  return row?.n ?? 0;
}

async function toldOn({ node, actorId, accountId }: Officer): Promise<readonly string[]> {
  const viewer = { kind: "person", actorId, accountId } as const;
  const { items } = await reading(node.ctx, viewer, (r) => listNotices(r, { accountId, page: 1 }));
  return items.map(({ kind }) => kind).sort();
}
