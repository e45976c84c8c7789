import { afterAll, beforeAll, expect, test } from "vitest";
import { getDocument } from "../../federation/get-document.ts";
import { createKeepUp } from "../../federation/keep-up.ts";
import { groupCollectionsOf } from "../../federation/objects/group.ts";
import { findCommunity } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { postByIri } from "../../node/posts/find.ts";
import { listTopics } from "../../node/posts/read.ts";
import { viewerOf } from "../../node/visibility/viewer.ts";
import { PASSWORD, refusalOf } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import {
  connectAll,
  type Officer,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";
import { browserOn, webAppFor } from "../support/web.ts";

// A community for members only, whose home is Somerset. Sunderland and Wiltshire are connected to it.

let councils: ThreeCouncils;
let amara: Officer;
let rhian: Officer;
beforeAll(async () => {
  councils = await startThreeCouncils("closed");
  const { net, sunderland, wiltshire } = councils;
  await connectAll(net);
  amara = await councils.officer(sunderland, "Amara Okafor");
  rhian = await councils.officer(wiltshire, "Rhian Price");
});
afterAll(() => councils[Symbol.asyncDispose]());

async function mark(node: NetworkNode, of: NetworkNode, holds: boolean): Promise<void> {
  const peer = await peerByOrigin(node.ctx.sql, of.origin);
  await chooseHolding(node.ctx, { peerId: peer?.id ?? "", holds, accountId: null });
}

async function stateOf(officer: Officer, on: NetworkNode): Promise<string | undefined> {
  const [row] = await on.ctx.sql<{ state: string }[]>`
    select m.state from memberships m join actors a on a.id = m.actor_id join communities c on c.id = m.community_id
      join actors g on g.id = c.actor_id
    where g.iri = ${councils.groupIri} and a.iri = (select iri from actors where id = ${officer.actorId})
      or (g.iri = ${councils.groupIri} and a.name = ${officer.name})`;
  return row?.state;
}

async function requestOf(officer: Officer): Promise<string> {
  const [row] = await councils.somerset.ctx.sql<{ id: string }[]>`
    select m.id from memberships m join actors a on a.id = m.actor_id where a.name = ${officer.name} and m.state = 'requested'`;
  return row?.id ?? "";
}

function approve(officer: Officer, confirmed: boolean): Promise<unknown> {
  const { somerset, martin } = councils;
  return requestOf(officer).then((membershipId) =>
    decideRequest(somerset.ctx, {
      facilitatorId: martin.actorId,
      membershipId,
      accept: true,
      words: "",
      confirmed,
    }),
  );
}

const held = async (node: NetworkNode, iri: string) => (await postByIri(node.ctx.sql, iri))?.state ?? null;

test("B-03: somebody of a node that the administrator has not marked is rejected, and no request waits", async () => {
  const { net } = councils;
  await councils.join(amara);
  await net.settle();
  expect(await stateOf(amara, councils.sunderland)).toBe("refused");
  expect(await requestOf(amara)).toBe("");
  const { sunderland, groupIri } = councils;
  const [group] = await sunderland.ctx.sql<
    { handle: string }[]
  >`select handle from actors where iri = ${groupIri}`;
  const browser = browserOn(webAppFor(sunderland.ctx), sunderland.origin);
  await browser.post("/sign-in", { email: "amara.okafor@sunderland.gov.example", password: PASSWORD });
  const page = await browser.get(`/c/${group?.handle}@${new URL(groupIri).host}/join`);
  expect(page.text).toContain("has not said that your council’s site may keep copies");
});

test("B-17: the first member of a node waits for a facilitator who says that they know whose site holds copies then", async () => {
  const { net, somerset, sunderland } = councils;
  await mark(somerset, sunderland, true);
  await councils.join(amara);
  await net.settle();
  expect(await requestOf(amara)).not.toBe("");
  expect(await refusalOf(approve(amara, false))).toBe("needs-confirmation");
  await approve(amara, true);
  await net.settle();
  expect(await stateOf(amara, sunderland)).toBe("active");
  const bea = await councils.officer(sunderland, "Bea Lowe");
  await councils.join(bea);
  await net.settle();
  await approve(bea, false);
  await net.settle();
  expect(await stateOf(bea, sunderland), "Sunderland holds copies already").toBe("active");
});

test("What is written here and there reaches members at both councils, with what was said before, and nobody at the third", async () => {
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  const question = await councils.write(martin, {
    title: "Who signs off reviews?",
    text: "In confidence: we do not.",
  });
  await net.settle();
  expect(await held(sunderland, question)).toBe("accepted");
  const reply = await councils.write(amara, { text: "Nor do we, in confidence.", parentIri: question });
  await net.settle();
  for (const node of [somerset, sunderland]) expect(await held(node, reply), node.name).toBe("accepted");
  for (const iri of [question, reply]) expect(await held(wiltshire, iri)).toBeNull();
});

/** Every address of the community and of what was written in it. */
async function addresses(): Promise<{ group: string; home: string[]; author: string[] }> {
  const { somerset, groupIri } = councils;
  const its = groupCollectionsOf(groupIri);
  const posts = await somerset.ctx.sql<
    { iri: string }[]
  >`select p.iri from posts p join communities c on c.id = p.community_id
    join actors g on g.id = c.actor_id where g.iri = ${groupIri} order by p.iri`;
  const acts = await somerset.ctx.sql<
    { iri: string }[]
  >`select v.iri from activities v join communities c on c.id = v.community_id
    join actors g on g.id = c.actor_id where g.iri = ${groupIri} and v.readers = 'holders'`;
  const objects = posts.map(({ iri }) => its.objects.replace("{id}", encodeURIComponent(iri)));
  const threads = posts.map(({ iri }) => its.threads.replace("{root}", encodeURIComponent(iri)));
  const { outbox, followers, featured, history, sync, members } = its;
  const pages = [`${history}?after=0`, `${history}?before=1000`];
  const own = (iri: string) => iri.startsWith(somerset.origin);
  return {
    group: groupIri,
    home: [
      ...[outbox, followers, featured, history, sync, members, ...pages, ...threads.slice(0, 1), ...objects],
      ...acts.flatMap(({ iri }) => (own(iri) ? [iri] : [])),
    ],
    author: [...posts, ...acts].flatMap(({ iri }) => (own(iri) ? [] : [iri])),
  };
}

const statusFor = async (node: NetworkNode, url: string) => {
  const answer = await getDocument(node.node.wire, url, { page: true });
  return answer.ok ? 200 : answer.status;
};

test("D-05: what a closed community has is served to its holders and is not there for a stranger or a council without members", async () => {
  const { somerset, sunderland, wiltshire } = councils;
  const { group, home } = await addresses();
  expect(home.length).toBeGreaterThan(12);
  const nothing = await (await somerset.get(`${group}/nothing`.slice(somerset.origin.length))).text();
  for (const url of home) {
    const path = url.slice(somerset.origin.length);
    const anonymous = await somerset.get(path, { accept: "application/activity+json" });
    expect([anonymous.status, await anonymous.text()], path).toEqual([404, nothing]);
    expect(await statusFor(wiltshire, url), path).toBe(404);
    expect(await statusFor(sunderland, url), path).toBe(200);
  }
});

test("D-02: an author's council sends what they write to the community's own node alone", async () => {
  const { sunderland, somerset } = councils;
  await somerset.stop();
  const iri = await councils.write(amara, { title: "While Somerset is off", text: "In confidence." });
  const rows = await sunderland.ctx.sql<{ origin: string }[]>`
    select d.origin from deliveries d join activities v on v.iri = d.activity_iri where v.object_iri = ${iri}`;
  expect(rows).toEqual([{ origin: somerset.origin }]);
  await somerset.start();
  await councils.net.settle();
  expect(await held(somerset, iri)).toBe("accepted");
});

test("B-15: what is held of a community whose node was not heard for seven days is shown to nobody, and again when it is", async () => {
  const { sunderland } = councils;
  const viewer = viewerOf(amara.actorId);
  const id = await councils.communityOn(sunderland);
  const read = () =>
    reading(sunderland.ctx, viewer, (r) =>
      listTopics(r, viewer, id, { show: "everything", sort: "latest", page: 1, theme: null }),
    );
  const heard = (days: number) =>
    sunderland.ctx
      .sql`update communities set home_heard = now() - make_interval(days => ${days}) where id = ${id}`;
  expect((await read()).total).toBeGreaterThan(0);
  await heard(8);
  expect((await read()).total).toBe(0);
  await heard(6);
  expect((await read()).total).toBeGreaterThan(0);
  await heard(8);
  await createKeepUp(sunderland.node.wire).syncAll();
  expect((await read()).total, "it answered").toBeGreaterThan(0);
});

test("D-06: what somebody wrote elsewhere is served by their council to the community's own node alone", async () => {
  const { somerset, sunderland, wiltshire } = councils;
  const { author } = await addresses();
  expect(author.length).toBeGreaterThan(1);
  for (const url of author) {
    const anonymous = await sunderland.get(url.slice(sunderland.origin.length), {
      accept: "application/activity+json",
    });
    expect(anonymous.status, url).toBe(404);
    expect(await statusFor(wiltshire, url), url).toBe(404);
    expect(await statusFor(somerset, url), url).toBe(200);
  }
});

test("Anyone may know the name, purpose and keys of a closed community, and nobody outside how many are in it or its charter", async () => {
  const { somerset, sunderland, groupIri } = councils;
  const outside = (await (
    await somerset.get(groupIri.slice(somerset.origin.length), { accept: "application/activity+json" })
  ).json()) as Record<string, unknown>;
  expect(outside).toMatchObject({
    name: "Adoption and kinship care",
    "cop:level": "closed",
    manuallyApprovesFollowers: true,
  });
  for (const term of ["cop:memberCount", "cop:councilCount", "cop:lastActivity", "cop:holders"])
    expect(outside, term).not.toHaveProperty([term]);
  const inside = await getDocument(sunderland.node.wire, groupIri);
  expect(inside.ok && inside.document).toMatchObject({
    "cop:memberCount": 3,
    "cop:holders": [{ name: "Somerset" }, { name: "Sunderland" }],
  });
});

test("A66, D-01: nothing that was sent or kept for it names the public", async () => {
  for (const node of [councils.somerset, councils.sunderland]) {
    const rows = await node.ctx.sql<{ type: string; readers: string; text: string }[]>`
      select v.type, v.readers, convert_from(v.bytes, 'utf8') as text from activities v
        join communities c on c.id = v.community_id where c.level = 'closed' and v.bytes is not null`;
    expect(rows.length).toBeGreaterThan(3);
    for (const { type, readers, text } of rows) {
      expect(text, type).not.toContain("activitystreams#Public");
      expect(readers, type).toMatch(/^(holders|addressees)$/);
    }
  }
});

test("The pages of both councils say who keeps copies, and change when a council joins", async () => {
  const { net, somerset, sunderland, wiltshire, martin, groupIri } = councils;
  const holders = async (officer: Officer) => {
    const viewer = viewerOf(officer.actorId);
    const [group] = await officer.node.ctx.sql<
      { handle: string }[]
    >`select handle from actors where iri = ${groupIri}`;
    const handle = officer.node === somerset ? group?.handle : `${group?.handle}@${new URL(groupIri).host}`;
    const page = await reading(officer.node.ctx, viewer, (r) => findCommunity(r, viewer, handle ?? ""));
    return page.audience?.holders ?? null;
  };
  expect(await holders(martin)).toEqual(["Somerset", "Sunderland"]);
  expect(await holders(amara)).toEqual(["Somerset", "Sunderland"]);
  expect(await holders(rhian), "whoever is outside is told nothing").toBeNull();
  await mark(somerset, wiltshire, true);
  await councils.join(rhian);
  await net.settle();
  await approve(rhian, true);
  await net.settle();
  expect(await stateOf(rhian, wiltshire)).toBe("active");
  for (const officer of [martin, amara, rhian])
    expect(await holders(officer), officer.name).toEqual(["Somerset", "Sunderland", "Wiltshire"]);
  void sunderland;
});

test("Who joins later reads what was said before them", async () => {
  const { net, wiltshire, groupIri } = councils;
  await net.settle();
  const [row] = await wiltshire.ctx.sql<{ n: number }[]>`select count(*)::int as n from posts p
    join communities c on c.id = p.community_id join actors g on g.id = c.actor_id where g.iri = ${groupIri} and p.html <> ''`;
  expect(row?.n).toBe(3);
});

test("D-03: from the moment that a council's last member left, nothing more is sent to it, what waited included", async () => {
  const { net, wiltshire, martin, somerset } = councils;
  const before = await councils.write(martin, { title: "Before she goes", text: "In confidence." });
  await leaveCommunity(somerset.ctx, {
    actorId: await idOn(somerset, rhian),
    communityId: await councils.communityOn(somerset),
  });
  await net.settle();
  expect(await held(wiltshire, before), "it waited when she left").toBeNull();
  const after = await councils.write(martin, { title: "After she went", text: "In confidence." });
  await net.settle();
  expect(await held(wiltshire, after)).toBeNull();
});

test("A64, D-13: a council whose mark is taken back gets nothing more, with members or without, what waited included", async () => {
  const { net, somerset, sunderland, martin } = councils;
  const waiting = await councils.write(martin, { title: "On its way", text: "In confidence." });
  await mark(somerset, sunderland, false);
  await net.settle();
  expect(await held(sunderland, waiting)).toBeNull();
  await mark(somerset, sunderland, true);
  await net.settle();
  await createKeepUp(sunderland.node.wire).syncAll();
  expect(await held(sunderland, waiting), "marked again, it catches up within the hour").toBe("accepted");
});

async function idOn(node: NetworkNode, officer: Officer): Promise<string> {
  const [row] = await node.ctx.sql<
    { id: string }[]
  >`select id from actors where name = ${officer.name} and kind = 'person'`;
  return row?.id ?? "";
}
