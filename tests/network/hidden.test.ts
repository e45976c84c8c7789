import { afterAll, beforeAll, expect, test } from "vitest";
import { disableAccount } from "../../node/accounts/administer.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { reading } from "../../node/context.ts";
import type { HiddenAsk } from "../../node/hidden/asks.ts";
import { inviteElsewhere } from "../../node/hidden/invite.ts";
import { removeMember } from "../../node/memberships/remove.ts";
import { listNotices } from "../../node/notifications/read.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { findPlace, type HiddenPlace, joinedPlace, listPlaces } from "../../node/places/places.ts";
import { refusalOf } from "../support/accounts.ts";
import { idThere } from "../support/hidden-councils.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import {
  COMMUNITY,
  communityIdOf,
  type Officer,
  startThreeCouncils,
  type ThreeCouncils,
  writePost,
} from "../support/three-councils.ts";

// A hidden community of Somerset with a member at Sunderland. Wiltshire is connected to both and has nobody in it.

let councils: ThreeCouncils;
let amara: Officer;
let rhian: Officer;
let groupIri: string;
let communityId: string;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  amara = await councils.officer(sunderland, "Amara Okafor");
  rhian = await councils.officer(wiltshire, "Rhian Price");
  // Somerset knows them, as officers who took part in something open are known.
  await councils.join(amara);
  await councils.join(rhian);
  await net.settle();
  const draft = {
    ...COMMUNITY,
    name: "Zephyrine review",
    purpose: "Quillon matters.",
    level: "confidential",
  } as const;
  const made = await createCommunity(somerset.ctx, { actorId: martin.actorId }, draft);
  groupIri = made.iri;
  communityId = await communityIdOf(somerset.ctx, groupIri);
  await net.settle();
});
afterAll(() => councils[Symbol.asyncDispose]());

async function mark(node: NetworkNode, of: NetworkNode, holds: boolean): Promise<void> {
  const peer = await peerByOrigin(node.ctx.sql, of.origin);
  await chooseHolding(node.ctx, { peerId: peer?.id ?? "", holds, accountId: null });
}

async function invite(officer: Officer, confirmed: boolean): Promise<void> {
  const { somerset, martin } = councils;
  const personId = await idThere(councils, officer);
  await inviteElsewhere(somerset.ctx, { facilitatorId: martin.actorId, communityId, personId, confirmed });
}

async function placeOf(officer: Officer): Promise<HiddenPlace> {
  const [place] = await listPlaces(officer.node.ctx, officer.actorId);
  if (!place) throw new Error(`${officer.name} has no place.`);
  return place;
}

async function ask<T = Record<string, never>>(officer: Officer, asked: HiddenAsk): Promise<T> {
  const { ctx } = officer.node;
  return (await ctx.ports.remote.askHidden(ctx, await placeOf(officer), asked)) as T;
}

const TOPICS = { ask: "topics", show: "everything", sort: "latest", theme: null, page: 1 } as const;
const words = { themes: [], lang: "en" as const, files: null };

test("Its address says nothing of its name, and nobody elsewhere is told that it was made", async () => {
  const { somerset, sunderland, wiltshire } = councils;
  const [group] = await somerset.ctx.sql<
    { handle: string }[]
  >`select handle from actors where iri = ${groupIri}`;
  expect(group?.handle).toMatch(/^h[0-9a-f]{18}$/);
  for (const node of [sunderland, wiltshire]) {
    const [known] = await node.ctx.sql`select 1 from actors where iri = ${groupIri}`;
    expect(known, node.name).toBeUndefined();
  }
});

test("B-17: a node that is not marked is not invited, and the first of a node needs a facilitator who says that they know whose site it is", async () => {
  const { somerset, sunderland, net } = councils;
  expect(await refusalOf(invite(amara, true))).toBe("not-a-holder");
  await mark(somerset, sunderland, true);
  expect(await refusalOf(invite(amara, false))).toBe("needs-confirmation");
  await invite(amara, true);
  await net.settle();
  expect(await placeOf(amara)).toMatchObject({ state: "invited", unread: true, home: "Somerset" });
  expect(await listPlaces(councils.wiltshire.ctx, rhian.actorId)).toEqual([]);
});

test("Who is invited reads what it is and who asks, and nothing else before they join", async () => {
  const invitation = await ask<Record<string, unknown>>(amara, { ask: "invitation" });
  expect(invitation).toMatchObject({ name: "Zephyrine review", by: "Martin Hale", standing: "invited" });
  expect(await refusalOf(ask(amara, TOPICS))).toBe("not-found");
  await ask(amara, { ask: "join" });
  await joinedPlace(amara.node.ctx, (await placeOf(amara)).id);
  const { topics } = await ask<{ topics: { total: number } }>(amara, TOPICS);
  expect(topics.total).toBe(0);
});

test("What is written from a member's council stands at the community's node alone, with its id from there, once however often it is sent", async () => {
  const { somerset, sunderland, martin, net } = councils;
  const question = await writePost(martin, communityId, {
    title: "Tourmaline?",
    text: "Vermiculite in confidence.",
  });
  await net.settle();
  expect((await placeOf(amara)).unread, "something waits").toBe(true);
  type Listed = { topics: { items: { id: string; title: string }[] } };
  const { topics } = await ask<Listed>(amara, TOPICS);
  const [topic] = topics.items;
  expect(topic?.title).toBe("Tourmaline?");
  const reply = {
    ask: "publish" as const,
    kind: "reply" as const,
    title: "",
    text: "Malachite, in confidence.",
    parent: topic?.id ?? "",
    otherwise: "en" as const,
    submission: "018f0000-0000-7000-8000-0000000000aa",
    ...words,
  };
  const first = await ask<{ id: string }>(amara, reply);
  expect(await ask<{ id: string }>(amara, reply)).toEqual(first);
  type Thread = { posts: { html: string; iri: string; author: { name: string } }[] };
  const thread = await ask<Thread>(amara, { ask: "thread", thread: topic?.id ?? "", page: 1 });
  expect(thread.posts.map(({ author }) => author.name)).toEqual(["Martin Hale", "Amara Okafor"]);
  expect(thread.posts[1]?.iri.startsWith(somerset.origin)).toBe(true);
  await net.settle();
  const [there] = await sunderland.ctx
    .sql`select 1 from posts where iri in ${sunderland.ctx.sql([question, thread.posts[1]?.iri ?? ""])}`;
  expect(there).toBeUndefined();
  const { n } = (
    await somerset.ctx.sql<
      { n: number }[]
    >`select count(*)::int as n from activities where community_id = ${communityId}`
  )[0] ?? { n: -1 };
  expect(n, "nothing about it was ever made for the wire").toBe(0);
});

test("D-05, D-07: to everyone else every address of it is the same as one that never was", async () => {
  const { somerset, wiltshire, sunderland } = councils;
  const never = `${somerset.origin}/ap/g/${"0".repeat(26)}`;
  for (const part of [
    "",
    "/outbox",
    "/members",
    "/history",
    "/sync",
    "/followers",
    "/moderators",
    "/reference",
  ]) {
    const paths = [groupIri, never].map((iri) => new URL(iri).pathname + part);
    const answers = await Promise.all(
      paths.map(async (path) => {
        const answer = await somerset.get(path, { accept: "application/activity+json" });
        return [answer.status, await answer.text(), [...answer.headers].filter(([name]) => name !== "date")];
      }),
    );
    expect(answers[0], part).toEqual(answers[1]);
    expect(answers[0]?.[0], part).not.toBe(200);
  }
  for (const officer of [rhian]) {
    const { ctx } = officer.node;
    const [own] = await ctx.sql<{ iri: string }[]>`select iri from actors where id = ${officer.actorId}`;
    const asking = ctx.ports.remote.askHidden(ctx, { groupIri, personIri: own?.iri ?? "" }, TOPICS);
    expect(await refusalOf(asking)).toBe("not-found");
  }
  await mark(somerset, wiltshire, true);
  const { ctx } = wiltshire;
  const [own] = await ctx.sql<{ iri: string }[]>`select iri from actors where id = ${rhian.actorId}`;
  const asking = ctx.ports.remote.askHidden(ctx, { groupIri, personIri: own?.iri ?? "" }, TOPICS);
  expect(await refusalOf(asking), "a marked node without a member").toBe("not-found");
  expect(sunderland.origin).not.toBe(wiltshire.origin);
});

test("A member of another council edits, marks, reports and deletes their own, and touches no other community with it", async () => {
  const { somerset, martin } = councils;
  const open = await councils.write(martin, { title: "Open?", text: "Not hidden." });
  const [elsewhere] = await somerset.ctx.sql<{ id: string }[]>`select id from posts where iri = ${open}`;
  const act = { ask: "useful" as const, post: elsewhere?.id ?? "", on: true };
  expect(await refusalOf(ask(amara, act))).toBe("not-found");
  type Listed = { topics: { items: { id: string }[] } };
  const { topics } = await ask<Listed>(amara, TOPICS);
  const thread = topics.items[0]?.id ?? "";
  await ask(amara, { ask: "useful", post: thread, on: true });
  await ask(amara, { ask: "report", post: thread, category: "conduct", words: "Too blunt." });
  type Thread = { posts: { id: string; useful: number; html: string; gone: unknown }[] };
  const read = () => ask<Thread>(amara, { ask: "thread", thread, page: 1 });
  const mine = (await read()).posts[1]?.id ?? "";
  const source = await ask<{ revision: number; text: string }>(amara, { ask: "source", thread, post: mine });
  expect(source.text).toBe("Malachite, in confidence.");
  await ask(amara, {
    ask: "edit",
    post: mine,
    revision: source.revision,
    title: "",
    text: "Changed.",
    ...words,
  });
  const after = await read();
  expect([after.posts[0]?.useful, after.posts[1]?.html]).toEqual([1, "<p>Changed.</p>"]);
  await ask(amara, { ask: "delete", post: mine });
  expect((await read()).posts[1]?.gone).toMatchObject({ kind: "deleted" });
});

test("B-08: whose account is switched off at home is out of it at once, there and at its own council", async () => {
  const { somerset, wiltshire, net } = councils;
  await invite(rhian, true);
  await net.settle();
  await ask(rhian, { ask: "join" });
  await joinedPlace(wiltshire.ctx, (await placeOf(rhian)).id);
  const place = await placeOf(rhian);
  await disableAccount(wiltshire.ctx, { accountId: rhian.accountId, by: null });
  await net.settle();
  expect(await listPlaces(wiltshire.ctx, rhian.actorId)).toEqual([]);
  const asking = wiltshire.ctx.ports.remote.askHidden(wiltshire.ctx, place, TOPICS);
  expect(await refusalOf(asking)).toBe("not-found");
  const [row] = await somerset.ctx.sql<{ state: string }[]>`
    select state from memberships where community_id = ${communityId} and actor_id = ${await idThere(councils, rhian)}`;
  expect(row?.state).toBe("ended");
});

test("Removed, a member's council is told that it ended and reads nothing more, with the token it holds", async () => {
  const { somerset, martin, net } = councils;
  const place = await placeOf(amara);
  const { ctx } = amara.node;
  const told = async () => {
    const viewer = { kind: "person", actorId: amara.actorId, accountId: amara.accountId } as const;
    const read = reading(ctx, viewer, (r) => listNotices(r, { accountId: amara.accountId, page: 1 }));
    return (await read).items.filter(({ kind }) => kind === "hidden");
  };
  expect((await told()).map(({ facts }) => facts.placeId)).toContain(place.id);
  await ctx.ports.remote.askHidden(ctx, place, TOPICS);
  const act = {
    byId: martin.actorId,
    communityId,
    actorId: await idThere(councils, amara),
    reason: "Moved to another team.",
  };
  await removeMember(somerset.ctx, act);
  expect(await refusalOf(ctx.ports.remote.askHidden(ctx, place, TOPICS)), "before anything was sent").toBe(
    "not-found",
  );
  await net.settle();
  expect(await findPlace(ctx, { actorId: amara.actorId, id: place.id })).toBeNull();
  expect(
    (await told()).map(({ facts, path }) => [facts, path]),
    "what leads nowhere any more is gone, and what stays says only that it ended",
  ).toEqual([[{ placeId: null, outcome: "ended" }, "/notifications"]]);
});
