import { afterAll, beforeAll, expect, test } from "vitest";
import { bringActor } from "../../federation/bring-actor.ts";
import { reading } from "../../node/context.ts";
import { acceptInvitation, declineInvitation } from "../../node/invitations/answer.ts";
import { invitePerson } from "../../node/invitations/invite.ts";
import { inviteAddresses } from "../../node/invitations/invite-addresses.ts";
import { joinByInvitation } from "../../node/invitations/join.ts";
import { forgetInvitations } from "../../node/invitations/look-after.ts";
import { listReceived, listSent } from "../../node/invitations/read.ts";
import { withdrawInvitation } from "../../node/invitations/withdraw.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { listNotices } from "../../node/notifications/read.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { refusalOf } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import {
  connectAll,
  type Officer,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";

// The community is for members only and lives at Somerset; Martin (Somerset) and Owen (Wiltshire) facilitate it. Somebody has to
// have acted before other councils know them: they write to an open community first.
let councils: ThreeCouncils;
let amara: Officer;
let owen: Officer;
let bela: Officer;
beforeAll(async () => {
  councils = await startThreeCouncils("closed");
  const { net, martin, somerset, sunderland, wiltshire } = councils;
  await connectAll(net);
  amara = await councils.officer(sunderland, "Amara Okafor");
  bela = await councils.officer(sunderland, "Bela Novak");
  owen = await councils.officer(wiltshire, "Owen Reed");
  for (const node of [sunderland, wiltshire]) await mark(somerset, node, true);
  for (const officer of [amara, bela, owen])
    for (const node of [somerset, wiltshire, sunderland])
      if (node !== officer.node) await meet(node, officer);
  await somerset.ctx.sql`update communities set join_policy = 'invitation'`;
  await invite(martin, owen, { confirmed: true });
  await net.settle();
  await acceptInvitation(owen.node.ctx, { actorId: owen.actorId, invitationId: await waiting(owen) });
  await net.settle();
  const communityId = await councils.communityOn(somerset);
  const change = {
    byId: martin.actorId,
    actorId: await idOn(somerset, owen),
    communityId,
    facilitator: true,
  };
  await changeRole(somerset.ctx, change);
  await net.settle();
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("B-06, B-17: an invitation whose sender confirmed the new holder of copies lets its person in once, without asking; it stands in no log (B-07)", async () => {
  const { net, somerset, martin } = councils;
  expect(await stateOf(owen, somerset)).toBe("active");
  expect(await refusalOf(invite(martin, amara))).toBe("needs-confirmation");
  expect(await invite(martin, amara, { confirmed: true, words: "We could use your view." })).toBe("done");
  expect(await refusalOf(invite(martin, amara, { confirmed: true }))).toBe("already-exists");
  await net.settle();
  expect(await told(amara)).toEqual(["invited"]);
  expect(await stateOf(amara, somerset)).toBeUndefined();
  const own = { actorId: amara.actorId, invitationId: await waiting(amara) };
  expect(await refusalOf(acceptInvitation(amara.node.ctx, { ...own, actorId: bela.actorId }))).toBe(
    "not-found",
  );
  await acceptInvitation(amara.node.ctx, own);
  await net.settle();
  expect([await stateOf(amara, somerset), await stateOf(amara, amara.node)]).toEqual(["active", "active"]);
  expect(await refusalOf(acceptInvitation(amara.node.ctx, own))).toBe("used");
  expect((await sentBy(martin)).map(({ person, state }) => [person?.name, state])).toEqual([
    ["Amara Okafor", "accepted"],
    ["Owen Reed", "accepted"],
  ]);
  const logged = await somerset.ctx.sql`select 1 from log_entries where type in ('Invite', 'Join')`;
  expect(logged).toHaveLength(0);
});

test("A facilitator at another council invites through the community, which judges the role; whoever is none is refused, and the invited person alone is told", async () => {
  const { net, somerset, wiltshire } = councils;
  expect(await refusalOf(invite(amara, bela, { confirmed: true }))).toBe("not-allowed");
  expect(await invite(owen, bela, { confirmed: true })).toBe("sent");
  await net.settle();
  expect(await told(bela)).toEqual(["invited"]);
  expect((await sentBy(owen))[0]).toMatchObject({ state: "pending" });
  await declineInvitation(bela.node.ctx, { actorId: bela.actorId, invitationId: await waiting(bela) });
  await net.settle();
  expect((await sentBy(owen))[0], "told by the community").toMatchObject({ state: "declined" });
  expect(await stateOf(bela, somerset)).toBeUndefined();
  const [invite_] = await wiltshire.ctx.sql<
    { iri: string }[]
  >`select iri from activities where type = 'Invite'`;
  const path = new URL(invite_?.iri ?? "").pathname;
  expect((await wiltshire.get(path, { accept: "application/activity+json" })).status).toBe(404);
});

test("An invitation that is taken back, by a colleague too, lets nobody in; one that has ended neither", async () => {
  const { net, somerset, martin } = councils;
  await invite(owen, bela, { confirmed: true });
  await net.settle();
  const waits = await waiting(bela);
  const [sent] = await sentBy(martin);
  const communityId = await councils.communityOn(somerset);
  const about = { byId: martin.actorId, communityId, invitationId: sent?.id ?? "" };
  expect(await withdrawInvitation(somerset.ctx, about)).toBe("done");
  // Bela accepts at this moment, before her own council has heard of it.
  await acceptInvitation(bela.node.ctx, { actorId: bela.actorId, invitationId: waits });
  await net.settle();
  expect(await stateOf(bela, somerset)).toBeUndefined();
  expect(await stateOf(bela, bela.node)).toBe("refused");
  await invite(martin, bela, { confirmed: true });
  await net.settle();
  const again = { actorId: bela.actorId, invitationId: await waiting(bela) };
  net.clock.advance(31 * 1440);
  expect(await refusalOf(acceptInvitation(bela.node.ctx, again))).toBe("expired");
});

test("B-06: a Join that names another person's invitation, or one that was used, is a Join without one", async () => {
  const { net, somerset, sunderland } = councils;
  const [used] = await somerset.ctx.sql<{ iri: string }[]>`
    select i.iri from invitations i join actors a on a.id = i.invitee_id where a.name = 'Amara Okafor'`;
  const communityId = await councils.communityOn(sunderland);
  await joinByInvitation(sunderland.ctx, { actorId: bela.actorId, communityId }, used?.iri ?? "");
  await net.settle();
  expect(await stateOf(bela, somerset)).toBeUndefined();
  expect(await stateOf(bela, sunderland)).toBe("refused");
});

test("B-17: an address whose council would begin to hold copies is sent when that is confirmed; taken back, it lets nobody in and makes no guest", async () => {
  const { net, somerset, sunderland, martin } = councils;
  const communityId = await councils.communityOn(somerset);
  const sunderlandsHere = await somerset.ctx.sql`delete from memberships m using actors a
    where a.id = m.actor_id and a.iri like ${`${sunderland.origin}/%`} returning 1`;
  expect(sunderlandsHere.length, "nobody of Sunderland is a member any more").toBeGreaterThan(0);
  const carys = await councils.officer(sunderland, "Carys Bevan");
  const text = "carys.bevan@sunderland.gov.example, guest@charity.example";
  const about = { inviterId: martin.actorId, communityId, text, language: "en" as const };
  expect(await refusalOf(inviteAddresses(somerset.ctx, { ...about, confirmed: [] }))).toBe(
    "needs-confirmation",
  );
  await inviteAddresses(somerset.ctx, { ...about, confirmed: [sunderland.origin] });
  await net.settle();
  expect(await told(carys)).toEqual(["invited"]);
  const guest = (await sentBy(martin)).find(({ address }) => address === "guest@charity.example");
  const withdrawal = { byId: martin.actorId, communityId, invitationId: guest?.id ?? "" };
  await withdrawInvitation(somerset.ctx, withdrawal);
  const links = await somerset.ctx
    .sql`select 1 from tokens where email = 'guest@charity.example' and used is null`;
  expect(links).toHaveLength(0);
  await acceptInvitation(sunderland.ctx, { actorId: carys.actorId, invitationId: await waiting(carys) });
  await net.settle();
  expect(await stateOf(carys, somerset)).toBe("active");
});

test("After 90 days an invitation is forgotten, with the address in it and the letters that carried it", async () => {
  const { net, somerset, sunderland } = councils;
  const holds = async (node: NetworkNode) => {
    const [row] = await node.ctx.sql<{ n: number }[]>`
      select (select count(*) from invitations)::int + (select count(*) from activities
        where position('cop:address' in convert_from(bytes, 'UTF8')) > 0)::int as n`;
    return row?.n ?? 0;
  };
  expect([await holds(somerset), await holds(sunderland)].every((n) => n > 0)).toBe(true);
  net.clock.advance(91 * 1440);
  for (const node of [somerset, sunderland]) expect(await forgetInvitations(node.ctx)).toBeGreaterThan(0);
  expect([await holds(somerset), await holds(sunderland)]).toEqual([0, 0]);
});

interface How {
  readonly confirmed?: boolean;
  readonly words?: string;
}

async function invite(by: Officer, whom: Officer, how: How = {}): Promise<"done" | "sent"> {
  const communityId = await councils.communityOn(by.node);
  const personId = await idOn(by.node, whom);
  return invitePerson(by.node.ctx, { words: "", ...how, inviterId: by.actorId, communityId, personId });
}

async function waiting(officer: Officer): Promise<string> {
  const viewer = viewerOf(officer);
  const [first] = await reading(officer.node.ctx, viewer, (r) => listReceived(r, viewer));
  return first?.id ?? "";
}

async function sentBy(officer: Officer) {
  const viewer = viewerOf(officer);
  const communityId = await councils.communityOn(officer.node);
  return reading(officer.node.ctx, viewer, (r) => listSent(r, viewer, communityId));
}

async function told(officer: Officer): Promise<readonly string[]> {
  const viewer = viewerOf(officer);
  const { items } = await reading(officer.node.ctx, viewer, (r) =>
    listNotices(r, { accountId: officer.accountId, page: 1 }),
  );
  return items.map(({ kind }) => kind);
}

function viewerOf({ actorId, accountId }: Officer) {
  return { kind: "person", actorId, accountId } as const;
}

async function stateOf(officer: Officer, on: NetworkNode): Promise<string | undefined> {
  const [row] = await on.ctx.sql<{ state: string }[]>`
    select m.state from memberships m join actors a on a.id = m.actor_id join communities c on c.id = m.community_id
      join actors g on g.id = c.actor_id where g.iri = ${councils.groupIri} and a.iri = ${await iriOf(officer)}`;
  return row?.state;
}

async function mark(node: NetworkNode, of: NetworkNode, holds: boolean): Promise<void> {
  const peer = await peerByOrigin(node.ctx.sql, of.origin);
  await chooseHolding(node.ctx, { peerId: peer?.id ?? "", holds, accountId: null });
}

async function iriOf({ node, actorId }: Officer): Promise<string> {
  const [row] = await node.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${actorId}`;
  return row?.iri ?? "";
}

async function idOn(node: NetworkNode, officer: Officer): Promise<string> {
  return (await actorByIri(node.ctx.sql, await iriOf(officer)))?.id ?? "";
}

/** As if the other council had met them in an open community. */
async function meet(node: NetworkNode, officer: Officer): Promise<void> {
  await officer.node.ctx.sql`update actors set acted = true where id = ${officer.actorId}`;
  await bringActor(node.node.wire, await iriOf(officer));
}
