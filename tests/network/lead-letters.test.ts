import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../federation/jcs.ts";
import { reading } from "../../node/context.ts";
import { listLetters, sweepLetters } from "../../node/letters/read.ts";
import { writeToLead } from "../../node/letters/write.ts";
import { findLead, setLead } from "../../node/memberships/lead.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { listNotices } from "../../node/notifications/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { refusalOf } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

// The community lives at Somerset, where Martin founded it; Owen (Wiltshire) facilitates it too; Amara (Sunderland) is no member.
let councils: ThreeCouncils;
let amara: Officer;
let owen: Officer;
let nobody: Officer;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, martin, somerset, sunderland, wiltshire } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.connect("wiltshire", "sunderland");
  amara = await councils.officer(sunderland, "Amara Okafor");
  owen = await councils.officer(wiltshire, "Owen Reed");
  nobody = await councils.officer(somerset, "Nia Price");
  await councils.join(owen);
  await net.settle();
  const communityId = await councils.communityOn(somerset);
  const owenHere = await idOn(somerset, owen);
  await changeRole(somerset.ctx, { byId: martin.actorId, actorId: owenHere, communityId, facilitator: true });
  await net.settle();
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("Somebody of another council writes to the lead: the lead alone reads it, with an address only where the writer gave theirs", async () => {
  const { net, martin } = councils;
  expect(await write(amara, "May I join with two colleagues?")).toBe("sent");
  await net.settle();
  expect(await lettersOf(martin)).toEqual([["Amara Okafor", "May I join with two colleagues?", ""]]);
  expect(await lettersOf(nobody)).toEqual([]);
  expect(await told(martin)).toEqual(["lead-letter"]);
  expect(await write(amara, "You can answer me.", "amara.okafor@sunderland.gov.example")).toBe("sent");
  await net.settle();
  expect((await lettersOf(martin))[0]?.[2]).toBe("amara.okafor@sunderland.gov.example");
});

test("A lead at a third council gets it through the community, which neither logs it nor shows it to anybody", async () => {
  const { net, somerset, sunderland, martin, groupIri } = councils;
  const communityId = await councils.communityOn(somerset);
  const naming = { byId: martin.actorId, communityId };
  expect(await refusalOf(setLead(somerset.ctx, { ...naming, actorId: nobody.actorId }))).toBe("not-a-member");
  await setLead(somerset.ctx, { ...naming, actorId: await idOn(somerset, owen) });
  await net.settle();
  const group = await (
    await somerset.get(new URL(groupIri).pathname, { accept: "application/activity+json" })
  ).json();
  expect((group as JsonObject)["cop:lead"]).toBe(await iriOf(owen));
  const named = await findLead(sunderland.ctx.sql, await councils.communityOn(sunderland));
  expect(named?.iri, "known elsewhere as soon as the community is read again").toBe(await iriOf(owen));
  const before = (await logOf(somerset)).length;
  await write(amara, "A word for Owen.");
  await write(nobody, "A word from Somerset.");
  await net.settle();
  expect((await lettersOf(owen)).map(([, words]) => words).sort()).toEqual([
    "A word for Owen.",
    "A word from Somerset.",
  ]);
  expect(await told(owen)).toContain("lead-letter");
  expect((await logOf(somerset)).length).toBe(before);
  const [offer] = await sunderland.ctx.sql<{ iri: string }[]>`
    select iri from activities where type = 'Offer' order by created desc limit 1`;
  const path = new URL(offer?.iri ?? "").pathname;
  expect((await sunderland.get(path, { accept: "application/activity+json" })).status).toBe(404);
});

test("A lead who facilitates no more is none: whoever has facilitated longest is; and nobody writes to themself", async () => {
  const { net, somerset, martin } = councils;
  const communityId = await councils.communityOn(somerset);
  const owenHere = await idOn(somerset, owen);
  await changeRole(somerset.ctx, {
    byId: martin.actorId,
    actorId: owenHere,
    communityId,
    facilitator: false,
  });
  await net.settle();
  expect((await findLead(somerset.ctx.sql, communityId))?.actorId).toBe(martin.actorId);
  expect(await refusalOf(write(martin, "Me?"))).toBe("not-allowed");
});

test("Five letters a day from one person are taken, on the writer's own site and by the community; after 30 days they are forgotten", async () => {
  const { net, somerset, sunderland, martin } = councils;
  await write(amara, "The fourth.");
  await write(amara, "The fifth.");
  expect(await refusalOf(write(amara, "The sixth."))).toBe("too-many");
  await net.settle();
  // A site that does not keep the limit.
  await sunderland.ctx.sql`update lead_letters set created = created - interval '2 days'`;
  const had = (await lettersOf(martin)).length;
  await write(amara, "The sixth.");
  await net.settle();
  expect((await lettersOf(martin)).length).toBe(had);
  net.clock.advance(31 * 1440);
  await sweepLetters(somerset.ctx);
  expect(await lettersOf(martin)).toEqual([]);
});

async function write(officer: Officer, words: string, replyTo = ""): Promise<"done" | "sent"> {
  const communityId = await councils.communityOn(officer.node);
  return writeToLead(officer.node.ctx, { writerId: officer.actorId, communityId, words, replyTo });
}

async function lettersOf({ node, actorId, accountId }: Officer): Promise<readonly string[][]> {
  const viewer = { kind: "person", actorId, accountId } as const;
  const communityId = await councils.communityOn(node);
  const letters = await reading(node.ctx, viewer, (r) => listLetters(r, viewer, communityId));
  return letters.map(({ writer, words, replyTo }) => [writer.name, words, replyTo]);
}

async function told({ node, actorId, accountId }: Officer): Promise<readonly string[]> {
  const viewer = { kind: "person", actorId, accountId } as const;
  const { items } = await reading(node.ctx, viewer, (r) => listNotices(r, { accountId, page: 1 }));
  return items.map(({ kind }) => kind);
}

async function iriOf({ node, actorId }: Officer): Promise<string> {
  const [row] = await node.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${actorId}`;
  return row?.iri ?? "";
}

async function idOn(node: NetworkNode, officer: Officer): Promise<string> {
  return (await actorByIri(node.ctx.sql, await iriOf(officer)))?.id ?? "";
}

async function logOf({ ctx }: NetworkNode) {
  return ctx.sql`select seq from log_entries where type not in ('Add', 'Remove')`;
}
