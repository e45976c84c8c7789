import { afterAll, beforeAll, expect, test } from "vitest";
import { getDocument } from "../../federation/get-document.ts";
import { createKeepUp } from "../../federation/keep-up.ts";
import { groupCollectionsOf } from "../../federation/objects/group.ts";
import { examineNode } from "../../node/doctor/examine.ts";
import { probeErasures } from "../../node/erasures/probe.ts";
import { holdCommunity } from "../../node/erasures/take.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { postByIri } from "../../node/posts/find.ts";
import {
  type ClosedCouncils,
  filesAt,
  letIn,
  signedInAs,
  startClosedCouncils,
  writeWith,
} from "../support/closed-councils.ts";
import { uploadText } from "../support/files.ts";
import { textOfEverything } from "../support/row-counts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import type { Officer } from "../support/three-councils.ts";

// A community for members only at Somerset. Amara is Sunderland's only member, Rhian Wiltshire's.
let councils: ClosedCouncils;
beforeAll(async () => {
  councils = await startClosedCouncils();
});
afterAll(() => councils[Symbol.asyncDispose]());

const MARK = "heron-lantern-41";
const OWN = "walrus-ladder-17";

const words = async (node: NetworkNode, iri: string) => (await postByIri(node.ctx.sql, iri))?.html ?? null;

/** Whether the words of others stand anywhere in a node's database. */
const says = async ({ ctx }: NetworkNode) => (await textOfEverything(ctx)).includes(MARK);

async function mark(node: NetworkNode, of: NetworkNode, holds: boolean): Promise<void> {
  const [row] = await node.ctx.sql<{ id: string }[]>`select id from peers where origin = ${of.origin}`;
  await chooseHolding(node.ctx, { peerId: row?.id ?? "", holds, accountId: null });
}

async function leave(officer: Officer): Promise<void> {
  const communityId = await councils.communityOn(officer.node);
  await leaveCommunity(officer.node.ctx, { actorId: officer.actorId, communityId });
  await councils.net.settle();
}

const asked = () =>
  councils.somerset.ctx.sql<{ erased: Date | null; hold: string; origin: string }[]>`
    select e.erased, e.legal_hold as hold, p.origin from erasures e join peers p on p.id = e.peer_id order by e.asked`;

async function statusAt(officer: Officer): Promise<number> {
  const answer = await getDocument(officer.node.node.wire, groupCollectionsOf(councils.groupIri).history);
  return answer.ok ? 200 : answer.status;
}

let question = "";
let own = "";

test("D-11, D-12: with its last member a council loses everything that others wrote, and says so; what its own people wrote stays there", async () => {
  const { net, martin, amara, sunderland, somerset, wiltshire } = councils;
  question = await councils.write(martin, { title: `Who signs? ${MARK}`, text: `Nobody. ${MARK}` });
  await net.settle();
  own = await councils.write(amara, { text: `We do not either. ${OWN}`, parentIri: question });
  await net.settle();
  const { id } = await uploadText(somerset.ctx, martin.actorId, `${MARK}\n`, "signed.txt");
  const withFile = await writeWith(councils, martin, [{ id }]);
  const below = await councils.write(councils.rhian, { text: "Nor we.", parentIri: own });
  await net.settle();
  expect(await filesAt(sunderland, withFile)).toHaveLength(1);
  expect(await says(sunderland)).toBe(true);
  expect(await statusAt(amara)).toBe(200);

  await leave(amara);
  expect(await statusAt(amara), "closed at once").toBe(404);
  const [erasure] = await asked();
  expect([erasure?.origin, erasure?.erased !== null]).toEqual([sunderland.origin, true]);
  expect(await says(sunderland), "nothing of others is left").toBe(false);
  expect(await sunderland.ctx.sql`select 1 from files where digest is not null`).toHaveLength(0);
  expect(await words(sunderland, own)).toContain(OWN);
  expect([await words(sunderland, question), await words(sunderland, below)]).toEqual(["", null]);
  for (const node of [somerset, wiltshire]) {
    expect(await words(node, question)).toContain(MARK);
    expect(await words(node, own)).toContain(OWN);
  }
  const browser = await signedInAs(martin);
  const [group] = await somerset.ctx.sql<{ handle: string }[]>`
    select handle from actors where iri = ${councils.groupIri}`;
  const page = await browser.get(`/c/${group?.handle}/moderation-log`);
  expect(page.text).toContain("Sunderland erased its copies");
});

test("D-12: whoever becomes a member there again reads everything anew", async () => {
  const { amara, sunderland, net } = councils;
  await letIn(councils, amara);
  net.clock.advance(1);
  await net.settle();
  expect(await words(sunderland, question)).toContain(MARK);
  expect(await words(sunderland, own)).toContain(OWN);
  const files = await sunderland.ctx.sql<{ name: string }[]>`select name from files where digest is not null`;
  expect(files.map(({ name }) => name)).toEqual(["signed.txt"]);
});

test("D-12: a council that may not erase just now says why and whom to ask, and erases when it may", async () => {
  const { rhian, wiltshire, groupIri, martin, somerset } = councils;
  const why = "An inquiry needs it: ask Carys Ellis, 01225 713000.";
  await holdCommunity(wiltshire.ctx, { groupIri, words: why });
  await leave(rhian);
  expect((await asked()).at(-1)).toMatchObject({ origin: wiltshire.origin, erased: null, hold: why });
  expect(await words(wiltshire, question)).toContain(MARK);
  const [group] = await somerset.ctx.sql<
    { handle: string }[]
  >`select handle from actors where iri = ${groupIri}`;
  const page = await (await signedInAs(martin)).get(`/c/${group?.handle}/moderation-log`);
  expect(page.text).toContain(why);
  expect(await holdCommunity(wiltshire.ctx, { groupIri, words: "" })).toEqual({ erased: true });
  await councils.net.settle();
  expect((await asked()).at(-1)).toMatchObject({ origin: wiltshire.origin, hold: "" });
  expect((await asked()).at(-1)?.erased).not.toBeNull();
  expect(await says(wiltshire)).toBe(false);
});

test("D-13: whose mark is taken back is asked to erase everything, members or not, and brings it anew when it is marked again", async () => {
  const { amara, sunderland, somerset, net, groupIri } = councils;
  expect(await says(sunderland)).toBe(true);
  const asksBefore = (await asked()).length;
  await mark(somerset, sunderland, false);
  expect(await statusAt(amara), "nothing more is served from that moment").toBe(404);
  await net.settle();
  expect((await asked()).slice(asksBefore)).toMatchObject([{ origin: sunderland.origin, hold: "" }]);
  expect((await asked()).at(-1)?.erased).not.toBeNull();
  expect(await says(sunderland), "nothing of others is left").toBe(false);
  expect(await words(sunderland, own)).toContain(OWN);
  await mark(somerset, sunderland, false);
  await net.settle();
  expect(await asked(), "it is asked once").toHaveLength(asksBefore + 1);
  net.clock.advance(24 * 60 + 1);
  expect(await probeErasures(somerset.ctx), "an empty place is no lie").toBe(0);
  const probed = await somerset.ctx.sql<
    { probes: number }[]
  >`select probes from erasures order by asked desc limit 1`;
  expect(probed).toEqual([{ probes: 1 }]);

  await mark(somerset, sunderland, true);
  net.clock.advance(1);
  await net.settle();
  await createKeepUp(sunderland.node.wire).syncAll();
  await net.settle();
  expect(await words(sunderland, question)).toContain(MARK);
  expect(await statusAt(amara), groupIri).toBe(200);
});

test("D.4: of a council that does not answer in time facilitators and administrators are told", async () => {
  const { amara, sunderland, somerset, martin, net, groupIri } = councils;
  const { ctx } = somerset;
  const communityId = await councils.communityOn(sunderland);
  await leaveCommunity(sunderland.ctx, { actorId: amara.actorId, communityId });
  await sunderland.settle();
  await sunderland.stop();
  await somerset.settle();
  expect((await asked()).at(-1)).toMatchObject({ origin: sunderland.origin, erased: null });
  net.clock.advance(31 * 24 * 60);
  const report = await examineNode(ctx, { running: null, remember: false });
  expect(report.findings.map(({ code }) => code)).toContain("peers.unerased");
  const [group] = await ctx.sql<{ handle: string }[]>`select handle from actors where iri = ${groupIri}`;
  const page = await (await signedInAs(martin)).get(`/c/${group?.handle}/moderation-log`);
  expect(page.text).toContain("Its administrators have to be asked");
  await sunderland.start();
});
