import { afterAll, beforeAll, expect, test } from "vitest";
import { readActivity } from "../../federation/read/activity.ts";
import { breakGlass } from "../../node/break-glass/break.ts";
import { reading } from "../../node/context.ts";
import { startExport } from "../../node/exports/start.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { listModeration } from "../../node/modlog/read.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { refusalOf } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

// A community for members only at Somerset. Amara of Sunderland facilitates it too; nobody of Wiltshire belongs to it.

let councils: ThreeCouncils;
let amara: Officer;
let ada: Officer;
const REASON = "A child may be at risk; the police asked us today.";
beforeAll(async () => {
  councils = await startThreeCouncils("closed");
  const { net, somerset, sunderland, martin } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  const peer = await peerByOrigin(somerset.ctx.sql, sunderland.origin);
  await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  const [row] = await somerset.ctx.sql<{ id: string; actor: string }[]>`
    select m.id, m.actor_id as actor from memberships m join actors a on a.id = m.actor_id where a.name = ${amara.name}`;
  const decision = { facilitatorId: martin.actorId, accept: true, words: "", confirmed: true };
  await decideRequest(somerset.ctx, { ...decision, membershipId: row?.id ?? "" });
  await net.settle();
  const communityId = await councils.communityOn(somerset);
  await changeRole(somerset.ctx, {
    byId: martin.actorId,
    actorId: row?.actor ?? "",
    communityId,
    facilitator: true,
  });
  await net.settle();
  ada = await councils.officer(somerset, "Ada Root");
  await makeAdministrator(ada);
});
afterAll(() => councils[Symbol.asyncDispose]());

async function makeAdministrator({ node, accountId }: Officer): Promise<void> {
  await node.ctx.sql`update accounts set administrator = true where id = ${accountId}`;
}

async function toldOn(node: NetworkNode): Promise<readonly string[]> {
  const rows = await node.ctx.sql<{ name: string }[]>`
    select a.name from notices n join accounts acc on acc.id = n.account_id join actors a on a.id = acc.actor_id
    where n.kind = 'opened' order by a.name`;
  return rows.map(({ name }) => name);
}

async function open(officer: Officer): Promise<unknown> {
  const { node, actorId, accountId } = officer;
  const communityId = await councils.communityOn(node);
  return breakGlass(node.ctx, { actorId, accountId, communityId, reason: REASON, minutes: 30 });
}

test("A71: when an administrator opens a community, its facilitators on every node are told at once, and members there read why", async () => {
  const { net, somerset, sunderland, wiltshire } = councils;
  await open(ada);
  await net.settle();
  expect([await toldOn(somerset), await toldOn(sunderland), await toldOn(wiltshire)]).toEqual([
    ["Martin Hale"],
    ["Amara Okafor"],
    [],
  ]);
  const id = await councils.communityOn(sunderland);
  const viewer = { kind: "person", actorId: amara.actorId, accountId: amara.accountId } as const;
  const log = await reading(sunderland.ctx, viewer, (r) =>
    listModeration(r, viewer, { community: { id, path: "/c/x" }, page: 1 }),
  );
  expect(log.items[0]).toMatchObject({ kind: "community-opened", by: { name: "Ada Root" }, reason: REASON });
  const mails = await sunderland.ctx.sql<{ kind: string }[]>`select kind from notices where kind = 'opened'`;
  expect(mails).toHaveLength(1);
});

test("A71: the letter about it stands in no log, and only the node that it is for may fetch it", async () => {
  const { somerset } = councils;
  const rows = await somerset.ctx.sql<{ readers: string; logged: boolean }[]>`
    select v.readers, exists (select 1 from log_entries e where e.activity_iri = v.iri) as logged
    from activities v where v.type = 'View'`;
  expect([...rows]).toEqual([{ readers: "addressees", logged: false }]);
});

test("A71: an administrator of a node that holds copies cannot open them: only the community's own node can", async () => {
  const root = await councils.officer(councils.sunderland, "Rose Root");
  await makeAdministrator(root);
  expect(await refusalOf(open(root))).toBe("not-allowed");
});

test("When a facilitator exports it, its members at every council read who and what for, and nobody is sent a notice", async () => {
  const { net, somerset, sunderland, martin } = councils;
  const communityId = await councils.communityOn(somerset);
  const { actorId, accountId } = martin;
  const before = await toldOn(sunderland);
  await startExport(somerset.ctx, { actorId, accountId, communityId, reason: "For the audit." });
  await net.settle();
  const id = await councils.communityOn(sunderland);
  const viewer = { kind: "person", actorId: amara.actorId, accountId: amara.accountId } as const;
  const log = await reading(sunderland.ctx, viewer, (r) =>
    listModeration(r, viewer, { community: { id, path: "/c/x" }, page: 1 }),
  );
  expect(log.items[0]).toMatchObject({
    kind: "community-exported",
    by: { name: "Martin Hale" },
    reason: "For the audit.",
  });
  expect(await toldOn(sunderland)).toEqual(before);
});

test("A71: that a community was opened is believed of its own Group alone", () => {
  const { groupIri, somerset } = councils;
  const view = {
    type: "View",
    id: `${groupIri}/view`,
    actor: groupIri,
    object: groupIri,
    attributedTo: `${somerset.origin}/ap/p/ada`,
    summary: REASON,
    to: [],
    cc: [],
  };
  expect(readActivity(view)).toMatchObject({ type: "View", object: groupIri, reason: REASON });
  expect(readActivity({ ...view, actor: `${somerset.origin}/ap/p/ada` }).type).toBe("ignored");
  expect(readActivity({ ...view, attributedTo: 7 }).type).toBe("refused");
});
