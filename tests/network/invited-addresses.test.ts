import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation as acceptAccount, invitePeople } from "../../node/accounts/invite.ts";
import { completeRegistration } from "../../node/accounts/register.ts";
import { reading } from "../../node/context.ts";
import { acceptInvitation } from "../../node/invitations/answer.ts";
import { checkAddresses } from "../../node/invitations/check.ts";
import { inviteAddresses } from "../../node/invitations/invite-addresses.ts";
import { remindInvited, returnBounced } from "../../node/invitations/look-after.ts";
import { addressMark, optIn, optOut } from "../../node/invitations/opt-outs.ts";
import { listReceived, listSent } from "../../node/invitations/read.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { PASSWORD, refusalOf, VISITOR } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import {
  connectAll,
  type Officer,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";

// Martin (Somerset) and Owen (Wiltshire) facilitate an open community of Somerset; Bela (Sunderland) is a member, Amara is none.
let councils: ThreeCouncils;
let amara: Officer;
let bela: Officer;
let owen: Officer;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, martin, somerset, sunderland, wiltshire } = councils;
  await connectAll(net);
  amara = await councils.officer(sunderland, "Amara Okafor");
  bela = await councils.officer(sunderland, "Bela Novak");
  owen = await councils.officer(wiltshire, "Owen Reed");
  await councils.join(bela);
  await councils.join(owen);
  await net.settle();
  const [row] = await wiltshire.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${owen.actorId}`;
  const known = await actorByIri(somerset.ctx.sql, row?.iri ?? "");
  const communityId = await councils.communityOn(somerset);
  const change = { byId: martin.actorId, actorId: known?.id ?? "", communityId, facilitator: true };
  await changeRole(somerset.ctx, change);
  await net.settle();
});
afterAll(async () => councils[Symbol.asyncDispose]());

const many = (host: string, count: number, name = "n") =>
  Array.from({ length: count }, (_, at) => `${name}${at + 1}@${host}`);
const LIST = [
  ...many("somerset.gov.example", 60),
  ...many("sunderland.gov.example", 58),
  "Amara Okafor <amara.okafor@sunderland.gov.example>, bela.novak@sunderland.gov.example",
  ...many("wiltshire.gov.example", 60),
  ...many("charity.example", 20, "guest"),
];
const WRONG = [
  ...["jo.bloggs somerset.gov.example", "jo@somerste.gov.example", "jo@@wiltshire.gov.example"],
  ...["N1@Somerset.gov.example", "n2@wiltshire.gov.example", "martin.hale@somerset.gov.example"],
];

test("200 addresses over three councils: typos, duplicates and members are told before anything is sent; the rest goes to each one's own council", async () => {
  const { net, martin, somerset, sunderland, wiltshire } = councils;
  const communityId = await councils.communityOn(somerset);
  const text = [...LIST, ...WRONG].join("\n");
  const about = { communityId, text, now: somerset.ctx.clock.now() };
  const checked = await checkAddresses(somerset.ctx, about);
  const states = Map.groupBy(checked, ({ state }) => state);
  const sizes = Object.fromEntries([...states].map(([state, all]) => [state, all.length]));
  expect(sizes).toEqual({ ready: 200, typo: 3, duplicate: 2, member: 1 });
  expect(states.get("typo")?.map(({ meant }) => meant)).toEqual([null, "jo@somerset.gov.example", null]);
  const places = Map.groupBy(states.get("ready") ?? [], ({ place }) => place?.origin);
  expect([somerset, sunderland, wiltshire].map(({ origin }) => places.get(origin)?.length)).toEqual([
    80, 60, 60,
  ]);
  const more = await refusalOf(
    checkAddresses(somerset.ctx, { ...about, text: `${text}\nlast@charity.example` }),
  );
  expect(more).toBe("too-many");
  await invite(martin, text);
  expect(await refusalOf(invite(martin, "one.more@charity.example")), "of a day").toBe("too-many");
  await net.settle();
  expect([await mailed(somerset), await mailed(sunderland), await mailed(wiltshire)]).toEqual([80, 58, 60]);
  const told = await mailTo(sunderland, "n1@sunderland.gov.example");
  expect(told).toContain(
    "Martin Hale (Somerset Council) invites you to join the community Adoption and kinship care.",
  );
  const sent = await sentBy(martin);
  expect(sent.filter(({ why }) => why === "member").map(({ address }) => address)).toEqual([
    "bela.novak@sunderland.gov.example",
  ]);
  const known = sent.find(({ address }) => address === "amara.okafor@sunderland.gov.example");
  expect(known, "that she has an account is not told").toMatchObject({ state: "pending", person: null });
  const again = await checkAddresses(somerset.ctx, about);
  expect(again.filter(({ state }) => state === "invited")).toHaveLength(199);
});

test("An invited person joins with the account they have, or the one their council's site makes; a guest with one here: one person, one account", async () => {
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  await accept(amara);
  const council = await joinBy(sunderland, "n1@sunderland.gov.example");
  const guest = await joinBy(somerset, "guest1@charity.example");
  for (const officer of [council, guest]) await accept(officer);
  await net.settle();
  expect(await stateOf(somerset, "Amara Okafor")).toBe("active");
  expect(await stateOf(somerset, council.name)).toBe("active");
  expect(await stateOf(somerset, guest.name)).toBe("active");
  const accepted = (await sentBy(martin)).filter(({ state }) => state === "accepted");
  expect(accepted.map(({ person }) => person?.name).sort()).toEqual(
    ["Amara Okafor", council.name, guest.name].sort(),
  );
  expect(accepted.map(({ address }) => address)).toEqual([null, null, null]);
  for (const node of [sunderland, wiltshire]) {
    const [count] = await node.ctx.sql<{ n: number }[]>`
      select count(*)::int as n from accounts where email like '%charity.example'`;
    expect(count?.n, node.name).toBe(0);
  }
});

test("A mail that no mail server takes is listed as come back, at the facilitator's own council", async () => {
  const { net, sunderland, somerset, martin } = councils;
  const addresses = ["n5@sunderland.gov.example", "n6@sunderland.gov.example"];
  await sunderland.ctx
    .sql`update mails set sent = null, failed = ${sunderland.ctx.clock.now()}, error = '550 5.1.1 no such user'
    where recipient = any(${addresses})`;
  await somerset.ctx
    .sql`update mails set sent = null, failed = ${somerset.ctx.clock.now()}, error = '550 5.1.1 no such user'
    where recipient = 'guest2@charity.example'`;
  expect([await returnBounced(sunderland.ctx), await returnBounced(somerset.ctx)]).toEqual([2, 1]);
  await net.settle();
  const bounced = (await sentBy(martin)).filter(({ why }) => why === "bounced");
  expect(bounced.map(({ address }) => address).sort()).toEqual(["guest2@charity.example", ...addresses]);
});

test("Whoever wants no more is found by no connected council, by a code from which the address cannot be read; nor reminded", async () => {
  const { net, somerset, sunderland } = councils;
  const address = "n7@sunderland.gov.example";
  await optOut(sunderland.ctx, addressMark(address));
  net.clock.advance(61);
  await net.settle();
  const rows = await somerset.ctx.sql<{ hash: Buffer }[]>`select hash from peer_opt_outs`;
  expect(rows.map(({ hash }) => hash.length)).toEqual([32]);
  expect(rows[0]?.hash.toString("hex")).not.toBe(addressMark(address));
  const communityId = await councils.communityOn(councils.wiltshire);
  const now = somerset.ctx.clock.now();
  const [found] = await checkAddresses(councils.wiltshire.ctx, { communityId, text: address, now });
  expect(found?.state).toBe("opted-out");
  const answer = await sunderland.get("/ap/actor/opt-outs", { accept: "application/activity+json" });
  expect(answer.status, "for connected councils alone").toBe(404);
  net.clock.advance(7 * 1440);
  const before = await mailed(sunderland);
  // All that waited but whoever answered, came back or wants no more.
  expect(await remindInvited(sunderland.ctx)).toBe(55);
  expect(await remindInvited(sunderland.ctx), "once").toBe(0);
  await net.settle();
  expect((await mailed(sunderland)) - before).toBe(54);
  expect(await mailTo(sunderland, "n9@sunderland.gov.example", 1)).toContain(
    "Subject: Reminder: Martin Hale",
  );
  await optIn(sunderland.ctx, addressMark(address));
  net.clock.advance(61);
  await net.settle();
  expect(await somerset.ctx.sql`select 1 from peer_opt_outs`).toHaveLength(0);
});

test("A facilitator at another council invites addresses through the community, which judges; a guest is one of the facilitator's own council", async () => {
  const { net, somerset, wiltshire } = councils;
  await invite(owen, "new@somerset.gov.example, new@sunderland.gov.example, new@partner.example");
  await net.settle();
  expect((await sentBy(owen)).map(({ state }) => state)).toEqual(["pending", "pending", "pending"]);
  const guest = await joinBy(wiltshire, "new@partner.example");
  await accept(guest);
  await net.settle();
  expect(await stateOf(somerset, guest.name)).toBe("active");
  expect(
    (await sentBy(owen)).filter(({ state }) => state === "accepted").map(({ person }) => person?.name),
  ).toEqual([guest.name]);
  expect(await mailTo(councils.sunderland, "new@sunderland.gov.example")).toContain("Owen Reed");
});

test("Inviting to the site itself makes no guest of somebody whose council has a connected site", async () => {
  const { somerset, martin } = councils;
  const emails = ["somebody@wiltshire.gov.example", "somebody@charity.example"];
  const order = { emails, organisationId: null, language: "en" } as const;
  const results = await invitePeople(somerset.ctx, martin.accountId, order);
  expect(results.map(({ refused }) => refused?.code ?? null)).toEqual(["wrong-council", null]);
});

async function invite(by: Officer, text: string) {
  const communityId = await councils.communityOn(by.node);
  const about = { inviterId: by.actorId, communityId, text, confirmed: [], language: "en" as const };
  return inviteAddresses(by.node.ctx, about);
}

/** Makes the account that the link in the mail offers. */
async function joinBy(node: NetworkNode, email: string): Promise<Officer> {
  const [path, secret = ""] =
    /\/(invite|confirm)\/([\w-]{43})/.exec(await mailTo(node, email))?.slice(1) ?? [];
  const name = `Person ${email.replaceAll(/[@.]/g, " ")}`.slice(0, 40);
  const draft = { name, roleTitle: "", password: PASSWORD, organisationId: null, language: "en" as const };
  const make = path === "invite" ? acceptAccount : completeRegistration;
  const { accountId } = await make(node.ctx, secret, draft, VISITOR);
  await councils.net.settle();
  const [row] = await node.ctx.sql<{ actorId: string }[]>`
    select actor_id as "actorId" from accounts where id = ${accountId}`;
  return { name, node, accountId, actorId: row?.actorId ?? "" };
}

async function accept(officer: Officer): Promise<void> {
  const viewer = { kind: "person", actorId: officer.actorId, accountId: officer.accountId } as const;
  const [first] = await reading(officer.node.ctx, viewer, (r) => listReceived(r, viewer));
  await acceptInvitation(officer.node.ctx, { actorId: officer.actorId, invitationId: first?.id ?? "" });
}

async function sentBy({ node, actorId, accountId }: Officer) {
  const viewer = { kind: "person", actorId, accountId } as const;
  const communityId = await councils.communityOn(node);
  return reading(node.ctx, viewer, (r) => listSent(r, viewer, communityId));
}

async function stateOf(node: NetworkNode, name: string): Promise<string | undefined> {
  const [row] = await node.ctx.sql<{ state: string }[]>`
    select m.state from memberships m join actors a on a.id = m.actor_id where a.name = ${name}`;
  return row?.state;
}

/** Invitations that left as mails. */
async function mailed({ ctx }: NetworkNode): Promise<number> {
  const [row] = await ctx.sql<{ n: number }[]>`
    select count(*)::int as n from mails where kind = 'community-invite' and sent is not null`;
  return row?.n ?? 0;
}

/** The text of a mail to an address, with its lines joined. */
async function mailTo(node: NetworkNode, address: string, at = 0): Promise<string> {
  const folder = join(node.dataDir, "mail");
  const texts = await Promise.all(
    (await readdir(folder)).sort().map((file) => readFile(join(folder, file), "utf8")),
  );
  const mine = texts.filter((text) => text.includes(`To: ${address}`));
  return (mine[at] ?? "")
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/\r?\n /g, " ")
    .replaceAll("=3D", "=");
}
