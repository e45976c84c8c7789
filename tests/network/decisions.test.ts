import { expect, test } from "vitest";
import { reading } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { listNotices } from "../../node/notifications/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { Refusal } from "../../node/refusal.ts";
import { PASSWORD } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { browserOn, webAppFor } from "../support/web.ts";

const DECLINE = { accept: false, words: "Please ask your own council first." };
const ACCEPT = { accept: true, words: "" };

test("A facilitator at another council alone decides, and the community grants", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { owen, amara } = await twoFacilitators(councils);
  expect(await toldOn(owen)).toEqual(["request"]);
  expect(await decide(councils, owen, ACCEPT)).toBe("sent");
  expect(await statesOf(councils, amara), "nobody but the community lets anyone in").toEqual(WAITING);
  await councils.net.settle();
  expect(await statesOf(councils, amara)).toEqual(all("active"));
  expect(await toldOn(amara)).toEqual(["joined"]);
  expect(await toldOn(owen), "whoever decided is told nothing of it").toEqual(["request"]);
  expect(await toldOn(councils.martin)).toEqual(["request"]);
  expect(await decidersOf(councils, amara)).toEqual({ somerset: "Owen Reed", wiltshire: "Owen Reed" });
  expect(await refusalOf(decide(councils, councils.martin, DECLINE))).toMatchObject({
    code: "already-decided",
    facts: { by: "Owen Reed", accepted: true },
  });
});

test("The facilitator at the community's own council decides first: the other's decision changes nothing, and they are told once who had decided", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { owen, amara } = await twoFacilitators(councils);
  // The letter about Martin's decision is still on its way when Owen decides.
  expect(await decide(councils, councils.martin, ACCEPT)).toBe("done");
  expect(await decide(councils, owen, DECLINE)).toBe("sent");
  await councils.net.settle();
  await endsWith(councils, { amara, second: owen, first: "Martin Hale", state: "active" });
  expect(await toldOn(amara)).toEqual(["joined"]);
  expect(await refusalOf(decide(councils, owen, ACCEPT)), "later the page says it").toMatchObject({
    code: "already-decided",
    facts: { by: "Martin Hale" },
  });
});

test("Declined first and accepted second stays declined, on all three sites", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { owen, amara } = await twoFacilitators(councils);
  await decide(councils, councils.martin, DECLINE);
  await decide(councils, owen, ACCEPT);
  await councils.net.settle();
  await endsWith(councils, { amara, second: owen, first: "Martin Hale", state: "refused" });
  expect(await toldOn(amara)).toEqual(["refused"]);
});

test("The facilitator at the other council decides first: whoever comes second at the community's council reads who did", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { owen, amara } = await twoFacilitators(councils);
  await decide(councils, owen, DECLINE);
  await councils.wiltshire.settle();
  const late = await refusalOf(decide(councils, councils.martin, ACCEPT));
  expect(late).toMatchObject({ code: "already-decided", facts: { by: "Owen Reed", accepted: false } });
  await councils.net.settle();
  expect(await statesOf(councils, amara)).toEqual(all("refused"));
  expect(await toldOn(owen)).toEqual(["request"]);
  expect(await toldOn(amara)).toEqual(["refused"]);
});

test("Two decisions at the same moment give one result, and exactly one of the two is told", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { owen, amara } = await twoFacilitators(councils);
  await decide(councils, owen, DECLINE);
  // Owen's letter arrives while Martin decides; which one is first is the community's to say.
  const [mine] = await Promise.allSettled([
    decide(councils, councils.martin, ACCEPT),
    councils.wiltshire.settle(),
  ]);
  await councils.net.settle();
  const martinWon = mine.status === "fulfilled";
  expect(await statesOf(councils, amara)).toEqual(all(martinWon ? "active" : "refused"));
  expect(await toldOn(amara)).toEqual([martinWon ? "joined" : "refused"]);
  const second = martinWon ? ["decided-already", "request"] : ["request"];
  expect(await toldOn(owen)).toEqual(second);
  if (!martinWon) expect(mine.reason).toMatchObject({ code: "already-decided", facts: { by: "Owen Reed" } });
  const [answers] = await councils.somerset.ctx.sql<{ n: number }[]>`
    select count(*)::int as n from activities v join memberships m on m.request_iri = v.object_iri
    join actors a on a.id = m.actor_id
    where v.actor_iri = ${councils.groupIri} and v.type in ('Accept', 'Reject') and a.iri = ${await iriOf(amara)}`;
  expect(answers?.n).toBe(1);
});

test("Two facilitators at one other council: the first decides, the second is told who it was, also where the asker is theirs", async () => {
  await using councils = await startThreeCouncils("restricted");
  const { owen } = await twoFacilitators(councils);
  const rhys = await councils.officer(councils.wiltshire, "Rhys Bevan");
  await makeFacilitator(councils, rhys);
  const nia = await councils.officer(councils.wiltshire, "Nia Hughes");
  await councils.join(nia);
  await councils.net.settle();
  await decide(councils, owen, ACCEPT, nia);
  await decide(councils, rhys, DECLINE, nia);
  await councils.net.settle();
  expect(await toldOn(rhys)).toContain("decided-already");
  expect(await toldOn(owen)).not.toContain("decided-already");
  expect(await toldOn(nia)).toEqual(["joined"]);
  expect(await firstIn(rhys)).toBe("Owen Reed");
  expect((await decidersOf(councils, nia)).wiltshire).toBe("Owen Reed");
});

const WAITING = { sunderland: "requested", somerset: "requested", wiltshire: "requested" };

function all(state: string): Record<string, string> {
  return { sunderland: state, somerset: state, wiltshire: state };
}

/** Martin at Somerset and Owen at Wiltshire facilitate; Amara at Sunderland has asked, and both know. */
async function twoFacilitators(councils: ThreeCouncils): Promise<{ owen: Officer; amara: Officer }> {
  const { net, sunderland, wiltshire } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.connect("wiltshire", "sunderland");
  const owen = await councils.officer(wiltshire, "Owen Reed");
  await makeFacilitator(councils, owen);
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  for (const { actorId, node } of [owen, councils.martin])
    await node.ctx.sql`delete from notices where kind <> 'request' and account_id in
      (select id from accounts where actor_id = ${actorId})`;
  return { owen, amara };
}

async function makeFacilitator(councils: ThreeCouncils, officer: Officer): Promise<void> {
  const { net, martin, somerset } = councils;
  await councils.join(officer);
  await net.settle();
  await decide(councils, martin, ACCEPT, officer);
  await net.settle();
  const person = await actorByIri(somerset.ctx.sql, await iriOf(officer));
  const communityId = await councils.communityOn(somerset);
  await changeRole(somerset.ctx, {
    byId: martin.actorId,
    actorId: person?.id ?? "",
    communityId,
    facilitator: true,
  });
  await net.settle();
  await somerset.ctx.sql`delete from notices`;
  await officer.node.ctx.sql`delete from notices`;
}

type Decision = { readonly accept: boolean; readonly words: string };

/** Decides the one request that waits where the facilitator is, or that of `asker`. */
async function decide(
  councils: ThreeCouncils,
  { node, actorId }: Officer,
  decision: Decision,
  asker?: Officer,
): Promise<"done" | "sent"> {
  const asked = asker ? await iriOf(asker) : await iriOfNamed(councils.sunderland, "Amara Okafor");
  const [row] = await node.ctx.sql<{ id: string }[]>`
    select m.id from memberships m join actors a on a.id = m.actor_id where a.iri = ${asked}`;
  return decideRequest(node.ctx, { facilitatorId: actorId, membershipId: row?.id ?? "", ...decision });
}

async function endsWith(
  councils: ThreeCouncils,
  end: { readonly amara: Officer; readonly second: Officer; readonly first: string; readonly state: string },
): Promise<void> {
  expect(await statesOf(councils, end.amara)).toEqual(all(end.state));
  expect(await toldOn(end.second)).toEqual(["decided-already", "request"]);
  expect(await firstIn(end.second)).toBe(end.first);
  await readsWhoDecided(end);
  expect(await decidersOf(councils, end.amara)).toEqual({ somerset: end.first, wiltshire: end.first });
  expect(await toldOn(councils.martin)).toEqual(["request"]);
}

/** The second facilitator reads it on the pages of their own council, and is led to what was decided. */
async function readsWhoDecided(end: { second: Officer; first: string; state: string }): Promise<void> {
  const { ctx, name } = end.second.node;
  const browser = browserOn(webAppFor(ctx), ctx.iris.origin);
  const email = `${end.second.name.toLowerCase().replace(" ", ".")}@${name}.gov.example`;
  await browser.post("/sign-in", { email, password: PASSWORD });
  const { text } = await browser.get("/notifications");
  const [link = "", sentence] =
    /\/notifications\/[0-9a-f-]{36}">([^<]+had already decided[^<]+)</
      .exec(text)
      ?.map((one) => one.split('"')[0]) ?? [];
  expect(sentence).toBe(
    `${end.first} (Somerset Council) had already decided the request of Amara Okafor to join Adoption and kinship care`,
  );
  const opened = await browser.get(link);
  const verb = end.state === "active" ? "approved" : "declined";
  expect((await browser.get(opened.to ?? "")).text).toContain(
    `${end.first} ${verb} the request of Amara Okafor on`,
  );
}

/** What somebody was told, one word for each notice, sorted. */
async function toldOn({ node, actorId, accountId }: Officer): Promise<readonly string[]> {
  const viewer = { kind: "person", actorId, accountId } as const;
  const { items } = await reading(node.ctx, viewer, (r) => listNotices(r, { accountId, page: 1 }));
  return items.map(({ kind, facts }) => String(kind === "decided" ? facts.outcome : kind)).sort();
}

/** Who had decided, as the notice says. */
async function firstIn({ node, actorId, accountId }: Officer): Promise<string | null> {
  const viewer = { kind: "person", actorId, accountId } as const;
  const { items } = await reading(node.ctx, viewer, (r) => listNotices(r, { accountId, page: 1 }));
  return items.find(({ facts }) => facts.outcome === "decided-already")?.actor?.name ?? null;
}

async function statesOf(councils: ThreeCouncils, person: Officer): Promise<Record<string, unknown>> {
  return onAll(councils, async ({ ctx }) => {
    const [row] = await ctx.sql<{ state: string }[]>`
      select m.state from memberships m join actors a on a.id = m.actor_id where a.iri = ${await iriOf(person)}`;
    return row?.state;
  });
}

async function decidersOf(councils: ThreeCouncils, person: Officer): Promise<Record<string, unknown>> {
  const { somerset, wiltshire } = await onAll(councils, async ({ ctx }) => {
    const [row] = await ctx.sql<{ name: string }[]>`
      select b.name from memberships m join actors a on a.id = m.actor_id join actors b on b.id = m.decided_by
      where a.iri = ${await iriOf(person)}`;
    return row?.name;
  });
  return { somerset, wiltshire };
}

async function onAll(
  { sunderland, somerset, wiltshire }: ThreeCouncils,
  read: (node: NetworkNode) => Promise<unknown>,
): Promise<Record<string, unknown>> {
  const found = await Promise.all([sunderland, somerset, wiltshire].map(read));
  return { sunderland: found[0], somerset: found[1], wiltshire: found[2] };
}

async function iriOf({ node, name }: Officer): Promise<string> {
  return iriOfNamed(node, name);
}

async function iriOfNamed({ ctx }: NetworkNode, name: string): Promise<string> {
  const [row] = await ctx.sql<{ iri: string }[]>`
    select iri from actors where name = ${name} and peer_id is null and kind = 'person'`;
  return row?.iri ?? "";
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
