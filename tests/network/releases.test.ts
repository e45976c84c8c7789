import { afterAll, beforeAll, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { reading } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { listModeration } from "../../node/modlog/read.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { composePost } from "../../node/posts/compose.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { editPost } from "../../node/posts/edit.ts";
import { postById } from "../../node/posts/find.ts";
import { type Releasing, releaseItems } from "../../node/posts/release.ts";
import { listChangedSources } from "../../node/posts/release-changed.ts";
import { draftRelease } from "../../node/posts/release-read.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import { refusalOf } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import {
  communityIdOf,
  type Officer,
  postIdOn,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";

// A community for members only at Somerset, where Amara of Sunderland wrote; Walt of Wiltshire follows the open one that
// Martin started to share something of it.

const CANARY = "quinzelbrand";
const REASON = "Amara's answer helps every council.";
let councils: ThreeCouncils;
let amara: Officer;
let openId: string;
let openIri: string;
let sources: readonly string[];
let itemIri: string;
beforeAll(async () => {
  councils = await startThreeCouncils("closed");
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  const opened = await createCommunity(somerset.ctx, martin, draftCommunity("Kinship in the open"));
  openId = opened.id;
  const [row] = await somerset.ctx.sql<{ iri: string }[]>`
    select g.iri from communities c join actors g on g.id = c.actor_id where c.id = ${openId}`;
  openIri = row?.iri ?? "";
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  const peer = await peerByOrigin(somerset.ctx.sql, sunderland.origin);
  await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  amara = await joinedFrom(sunderland);
  const walt = await councils.officer(wiltshire, "Walt Gray");
  const there = await communityIdOf(wiltshire.ctx, openIri);
  await joinCommunity(wiltshire.ctx, { actorId: walt.actorId, communityId: there });
  await net.settle();
  const question = await councils.write(martin, {
    title: "Who pays?",
    text: `The ${CANARY} case in Mill Lane.`,
  });
  await net.settle();
  const answer = { text: "We pay by the week, @martin_hale@somerset.example.", parentIri: question };
  sources = [question, await councils.write(amara, answer)];
  await net.settle();
  itemIri = (await release()).iri;
  await net.settle();
});
afterAll(() => councils[Symbol.asyncDispose]());

async function joinedFrom(node: NetworkNode): Promise<Officer> {
  const { net, somerset, martin } = councils;
  const officer = await councils.officer(node, "Amara Okafor");
  await councils.join(officer);
  await net.settle();
  const [row] = await somerset.ctx.sql<{ id: string }[]>`
    select m.id from memberships m join actors a on a.id = m.actor_id where a.name = ${officer.name}`;
  const decision = { facilitatorId: martin.actorId, accept: true, words: "", confirmed: true };
  await decideRequest(somerset.ctx, { ...decision, membershipId: row?.id ?? "" });
  await net.settle();
  return officer;
}

async function release(by: Partial<Releasing> & { readonly into?: string } = {}) {
  const { somerset, martin } = councils;
  const content = await composePost(somerset.ctx, {
    kind: "topic",
    communityId: by.into ?? openId,
    title: "Paying kinship carers",
    text: "**A member wrote:**\n\nWe pay by the week, says brimblewick.",
    parentId: null,
    themes: [],
    lang: "en",
    submission: null,
  });
  const postIds = await Promise.all(sources.map((iri) => postIdOn(somerset, iri)));
  const sourceId = await councils.communityOn(somerset);
  const all = { facilitatorId: martin.actorId, sourceId, postIds, content, reason: REASON, ...by };
  return releaseItems(somerset.ctx, all);
}

async function noticesOf({ node, accountId }: Officer): Promise<readonly string[]> {
  const rows = await node.ctx.sql<
    { kind: string }[]
  >`select kind from notices where account_id = ${accountId}`;
  return rows.map(({ kind }) => kind).filter((kind) => kind.startsWith("release"));
}

test("C.10: a released item is the facilitator's own post in the new community, at other councils too, and says who released it and why", async () => {
  const { wiltshire } = councils;
  const [post] = await wiltshire.ctx.sql`
    select p.title, a.name, x.reason, convert_from(p.raw, 'utf8')::jsonb as raw from posts p join actors a on a.id = p.author_id
    join post_releases x on x.post_id = p.id where p.iri = ${itemIri}`;
  expect(post).toMatchObject({ title: "Paying kinship carers", name: "Martin Hale", reason: REASON });
  const { raw } = post as unknown as { raw: Record<string, unknown> };
  expect(raw["cop:release"]).toMatchObject({
    type: "cop:Release",
    attributedTo: raw.attributedTo,
    summary: REASON,
  });
});

test("C.10: neither the item nor anything at a council without members names the source", async () => {
  const { somerset, wiltshire } = councils;
  const [held] = await wiltshire.ctx.sql<{ all: string }[]>`
    select coalesce(string_agg(convert_from(raw, 'utf8'), ' '), '') as all from posts`;
  const [sent] = await somerset.ctx.sql<{ all: string }[]>`
    select coalesce(string_agg(convert_from(bytes, 'utf8'), ' '), '') as all from activities
    where object_iri = ${itemIri} and bytes is not null`;
  for (const text of [held?.all ?? "", sent?.all ?? ""])
    for (const secret of [
      ...sources,
      '"wasDerivedFrom":"',
      '"wasDerivedFrom":[',
      CANARY,
      councils.groupIri,
      "Amara Okafor",
    ])
      expect(text).not.toContain(secret);
  expect(held?.all).toContain("brimblewick");
  const rows = await wiltshire.ctx.sql`select 1 from release_sources`;
  expect(rows).toHaveLength(0);
});

test("46: search finds a released item for everyone who reads the new community, and never its source", async () => {
  const { somerset, wiltshire } = councils;
  const everything = { kinds: [], councils: [], communities: [], since: null, language: null };
  const find = async ({ ctx }: NetworkNode, text: string) =>
    (
      await ctx.ports.search.find(ctx, ANYONE, {
        ...{ ...everything, text, in: "knowledge", sort: "relevance", page: 1 },
      })
    ).hits.length;
  for (const node of [somerset, wiltshire]) {
    expect(await find(node, "brimblewick"), node.name).toBe(1);
    expect(await find(node, CANARY), node.name).toBe(0);
    expect(await find(node, "Mill Lane"), node.name).toBe(0);
  }
});

test("The authors are told at their own council, and members read in the moderation log there who released something and why", async () => {
  const { sunderland, martin } = councils;
  expect(await noticesOf(amara)).toEqual(["released"]);
  expect(await noticesOf(martin)).toEqual([]);
  const id = await councils.communityOn(sunderland);
  const viewer = { kind: "person", actorId: amara.actorId, accountId: amara.accountId } as const;
  const query = { community: { id, path: "/c/x" }, page: 1 };
  const log = await reading(sunderland.ctx, viewer, (r) => listModeration(r, viewer, query));
  expect(log.items[0]).toMatchObject({ kind: "item-released", by: { name: "Martin Hale" }, reason: REASON });
});

test("A first text of posts leaves out who wrote them and whom they name", async () => {
  const { somerset, martin } = councils;
  const viewer = { kind: "person", actorId: martin.actorId, accountId: martin.accountId } as const;
  const postIds = [await postIdOn(somerset, sources[1] ?? "")];
  const communityId = await councils.communityOn(somerset);
  const text = (who: typeof viewer | typeof ANYONE) =>
    reading(somerset.ctx, who, (r) =>
      draftRelease(r, who, { communityId, postIds, wrote: "A member wrote:" }),
    );
  expect(await text(viewer)).toBe("**A member wrote:**\n\nWe pay by the week, […].");
  expect(await text(ANYONE)).toBe("");
});

test("Nothing is released without a reason, by a member, into a community that one does not facilitate, or twice over from another community", async () => {
  const { somerset, martin } = councils;
  const other = await councils.officer(somerset, "Olive Penn");
  const hers = await createCommunity(somerset.ctx, other, draftCommunity("School meals"));
  const room = await createCommunity(somerset.ctx, martin, draftCommunity("Hidden", "confidential"));
  const before = await somerset.ctx.sql`select 1 from posts`;
  expect(await refusalOf(release({ reason: " " }))).toBe("required");
  expect(await refusalOf(release({ postIds: [] }))).toBe("required");
  expect(await refusalOf(release({ facilitatorId: other.actorId }))).toBe("not-allowed");
  expect(await refusalOf(release({ into: hers.id }))).toBe("not-allowed");
  expect(await refusalOf(release({ into: room.id }))).toBe("invalid");
  expect(await refusalOf(release({ sourceId: room.id }))).toBe("not-found");
  expect(await refusalOf(release({ sourceId: openId }))).toBe("not-found");
  expect(await somerset.ctx.sql`select 1 from posts`).toHaveLength(before.length);
});

test("C.10: when an author elsewhere changes what was released, its facilitator is told once, and alone sees it at the item", async () => {
  const { net, somerset, sunderland, martin } = councils;
  net.clock.advance(5);
  const before = await postById(sunderland.ctx.sql, await postIdOn(sunderland, sources[1] ?? ""));
  const content = await composePost(sunderland.ctx, {
    ...{ kind: "reply", communityId: before.communityId, title: "", text: "We pay by the month." },
    ...{ parentId: before.parentId, themes: [], lang: "en", submission: null },
  });
  await editPost(sunderland.ctx, { actorId: amara.actorId, postId: before.id, seen: null, content });
  await net.settle();
  expect(await noticesOf(martin)).toEqual(["release-changed"]);
  const rootId = await postIdOn(somerset, itemIri);
  const seen = (actorId: string, accountId: string) => {
    const viewer = { kind: "person", actorId, accountId } as const;
    return reading(somerset.ctx, viewer, (r) => listChangedSources(r, viewer, rootId));
  };
  expect([...(await seen(martin.actorId, martin.accountId)).keys()]).toEqual([rootId]);
  const olive = await councils.officer(somerset, "Ola Reed");
  expect((await seen(olive.actorId, olive.accountId)).size).toBe(0);
  const [item] = await somerset.ctx.sql`select source from posts where id = ${rootId}`;
  expect(item?.source, "it stays as it was released").toContain("by the week");
});

test("When an author elsewhere deletes what was released, the released item goes everywhere and its facilitator is told", async () => {
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  const postId = await postIdOn(sunderland, sources[1] ?? "");
  await deletePost(sunderland.ctx, { actorId: amara.actorId, postId });
  await net.settle();
  for (const { ctx } of [somerset, wiltshire]) {
    const [item] = await ctx.sql`select state, html from posts where iri = ${itemIri}`;
    expect(item).toEqual({ state: "deleted", html: "" });
  }
  expect(await noticesOf(martin)).toEqual(["release-withdrawn"]);
  expect(await refusalOf(release())).toBe("not-found");
});
