import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { lapseAppeals } from "../../node/appeals/lapse.ts";
import { makeAppeal } from "../../node/appeals/make.ts";
import { idOf } from "../../node/ids.ts";
import { postByIri } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import {
  appoint,
  type ClosedCouncils,
  letIn,
  signedInAs,
  startClosedCouncils,
} from "../support/closed-councils.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, postIdOn } from "../support/three-councils.ts";
import type { Browser } from "../support/web.ts";

// J9: Martin of Somerset removes what stands in its members-only community; Rhian of Wiltshire facilitates it too, and decides.

const TEXT = "The crossing by the school closes in May.";

let councils: ClosedCouncils;
let tom: Officer;
let nell: Officer;
let wyn: Officer;
let rhian: Browser;
beforeAll(async () => {
  councils = await startClosedCouncils();
  const { somerset, wiltshire } = councils;
  tom = await councils.officer(somerset, "Tom Reed");
  await makeAdministrator(somerset.ctx, { accountId: tom.accountId, by: null });
  nell = await councils.officer(somerset, "Nell Frost");
  wyn = await councils.officer(wiltshire, "Wyn Pugh");
  for (const officer of [nell, wyn]) await letIn(councils, officer);
  await appoint(councils, councils.rhian);
  rhian = await signedInAs(councils.rhian);
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("J9: an appeal goes to the facilitator at another council who did not remove it, and to nobody else", async () => {
  const { somerset, wiltshire, martin, amara } = councils;
  const { iri, page } = await appealed(amara);
  expect(await noticesOf(wiltshire, councils.rhian)).toContain("appeal");
  for (const one of [tom, martin]) expect(await noticesOf(somerset, one), one.name).not.toContain("appeal");
  const there = (await appealIn(somerset)).path;
  for (const one of [tom, martin])
    expect((await (await signedInAs(one)).get(there)).status, one.name).toBe(404);
  for (const who of [amara, wyn])
    expect((await (await signedInAs(who)).get(page)).status, who.name).toBe(404);
  expect((await rhian.get("/moderation/appeals")).text).toContain(page);
  const { text } = await rhian.get(page);
  for (const said of ["Nobody is named.", "It names a child.", "Martin Hale removed it", TEXT])
    expect(text).toContain(said);
  const kept = await wiltshire.ctx.sql<{ html: string }[]>`select html from posts where iri = ${iri}`;
  expect(kept[0]?.html, "the copy stays empty").toBe("");
});

test("J9: the community's node gives the text to a facilitator who may decide it, and to no other node or person", async () => {
  const { sunderland, wiltshire, groupIri, martin, amara } = councils;
  const [flag] = await wiltshire.ctx.sql<{ iri: string }[]>`select iri from appeals where state = 'open'`;
  const asks = async (node: NetworkNode, who: Officer) => {
    const [person] = await who.node.ctx.sql<
      { iri: string }[]
    >`select iri from actors where id = ${who.actorId}`;
    const source = { groupIri, flagIri: flag?.iri ?? "", personIri: person?.iri ?? "" };
    return node.ctx.ports.remote.appealed(node.ctx, source);
  };
  expect((await asks(wiltshire, councils.rhian)).html).toContain(TEXT);
  for (const [node, who] of [
    [wiltshire, wyn],
    [wiltshire, martin],
    [sunderland, councils.rhian],
    [sunderland, amara],
  ] as const)
    await expect(asks(node, who), `${node.name} for ${who.name}`).rejects.toMatchObject({
      code: "not-found",
    });
});

test("J9: they say that it stays removed, with the reason, which the author reads; it is decided at the community's node", async () => {
  const { net, somerset, sunderland, amara } = councils;
  const { path, iri } = await appealIn(councils.wiltshire);
  expect((await rhian.post(path, { outcome: "upheld", reason: " " })).status).toBe(422);
  await rhian.post(path, { outcome: "upheld", reason: "It is about one family." });
  expect((await rhian.get(path)).text).toContain("Your decision is on its way to");
  await net.settle();
  for (const node of [somerset, sunderland, councils.wiltshire]) {
    expect(await stateOf(node, iri), node.name).toBe("upheld");
    expect((await postOn(node, iri))?.state, node.name).toBe("removed");
  }
  expect((await rhian.get(path)).text).toContain("Rhian Price decided on");
  const author = await signedInAs(amara);
  expect((await author.get("/notifications")).text).toContain("Your appeal was decided");
  const [log] = await somerset.ctx.sql<{ n: number }[]>`
    select count(*)::int as n from log_entries where type in ('Flag', 'Resolve')`;
  expect(log?.n).toBe(0);
});

test("J9: they let it be shown again, also what somebody of the community's own council wrote, and it is there everywhere", async () => {
  const { net, somerset, sunderland, wiltshire } = councils;
  const { page, flag, iri } = await appealed(nell);
  expect((await rhian.get(page)).text).toContain(TEXT);
  await rhian.post(page, { outcome: "restored", reason: "It names nobody." });
  await net.settle();
  for (const node of [somerset, sunderland, wiltshire]) {
    const post = await postByIri(node.ctx.sql, iri);
    expect(post?.state, node.name).toBe("accepted");
    expect(post?.html, node.name).toContain(TEXT);
  }
  expect(await stateOf(somerset, flag)).toBe("restored");
  expect(await stateOf(wiltshire, flag)).toBe("restored");
  const [told] = await somerset.ctx.sql<{ outcome: string; by: string }[]>`
    select ap.outcome, a.name as by from appeals ap join actors a on a.id = ap.decided_by where ap.iri = ${flag}`;
  expect(told).toEqual({ outcome: "It names nobody.", by: "Rhian Price" });
  expect(await noticesOf(somerset, nell)).toContain("appeal-closed");
  expect((await rhian.post(page, { outcome: "upheld", reason: "Again." })).status).toBe(422);
});

test("J9: author and facilitator may be at the same council", async () => {
  const { net, wiltshire } = councils;
  const { page, flag } = await appealed(wyn);
  expect((await (await signedInAs(wyn)).get(page)).status, "not their own").toBe(404);
  await rhian.post(page, { outcome: "upheld", reason: "It is about one family." });
  await net.settle();
  expect(await stateOf(wiltshire, flag)).toBe("upheld");
  expect(await noticesOf(wiltshire, wyn)).toContain("appeal-closed");
});

test("J9: while the community's node is away the page says that the post cannot be shown, and shows it when it is back", async () => {
  const { somerset, amara } = councils;
  const { page } = await appealed(amara);
  await somerset.stop();
  expect((await rhian.get(page)).text).toContain("The post cannot be shown now, because the site of");
  await somerset.start();
  expect((await rhian.get(page)).text).toContain(TEXT);
});

test("J9: a decision of somebody who facilitates no more is refused; the appeal is open again there, and they read why", async () => {
  const { net, somerset, wiltshire } = councils;
  const { path, iri } = await appealIn(wiltshire);
  await somerset.ctx.sql`update memberships m set role = 'member' from actors a
    where a.id = m.actor_id and a.name = ${councils.rhian.name}`;
  for (const [outcome, act] of [
    ["upheld", "your decision about an appeal"],
    ["restored", "restoring a post"],
  ] as const) {
    await rhian.post(path, { outcome, reason: "It is fine." });
    await net.settle();
    expect((await rhian.get("/notifications")).text).toContain(`did not accept ${act}.`);
    expect(await stateOf(somerset, iri)).toBe("open");
    const [row] = await wiltshire.ctx
      .sql`select state, sent, decided_by, outcome from appeals where iri = ${iri}`;
    expect(row).toEqual({ state: "open", sent: null, decided_by: null, outcome: "" });
    for (const node of [somerset, wiltshire])
      expect((await postOn(node, iri))?.state, node.name).toBe("removed");
  }
  const { path: there } = await appealIn(somerset);
  expect((await (await signedInAs(tom)).get(there)).status, "nobody else is left: the administrators").toBe(
    200,
  );
});

test("J9: where facilitators elsewhere say nothing for a week, the administrators of the community's council decide", async () => {
  const { net, somerset, wiltshire } = councils;
  await somerset.ctx.sql`update memberships m set role = 'facilitator' from actors a
    where a.id = m.actor_id and a.name = ${councils.rhian.name}`;
  const { path, iri } = await appealIn(somerset);
  expect((await (await signedInAs(tom)).get(path)).status).toBe(404);
  expect(await noticesOf(somerset, tom)).not.toContain("appeal");
  net.clock.advance(8 * 24 * 60);
  for (const left of [1, 0]) {
    expect(await lapseAppeals(somerset.ctx)).toBe(left);
    await net.settle();
  }
  expect((await noticesOf(somerset, tom)).filter((kind) => kind === "appeal")).toEqual(["appeal"]);
  const administrator = await signedInAs(tom);
  expect((await administrator.get(path)).status).toBe(200);
  await administrator.post(path, { outcome: "upheld", reason: "It is about one family." });
  for (let round = 0; round < 3; round++) {
    await net.settle();
    net.clock.advance(10);
  }
  expect(await stateOf(somerset, iri)).toBe("upheld");
  expect(await stateOf(wiltshire, iri)).toBe("upheld");
});

/** A new post of somebody, removed by Martin, with its author's appeal; where Rhian decides it. */
async function appealed(author: Officer) {
  const { net, somerset, martin, wiltshire } = councils;
  const iri = await councils.write(author, { title: "Crossings", text: TEXT });
  await net.settle();
  const postId = await postIdOn(somerset, iri);
  await removePost(somerset.ctx, { actorId: martin.actorId, postId, reason: "It names a child." });
  await net.settle();
  const own = await postIdOn(author.node, iri);
  await makeAppeal(author.node.ctx, { authorId: author.actorId, postId: own, words: "Nobody is named." });
  await net.settle();
  const { path, iri: flag } = await appealIn(wiltshire);
  return { iri, page: path, flag };
}

async function appealIn(node: NetworkNode) {
  const [row] = await node.ctx.sql<{ id: string; iri: string }[]>`
    select id, iri from appeals where state = 'open' order by created desc limit 1`;
  return { path: `/moderation/appeals/${idOf(row?.id ?? "")}`, iri: row?.iri ?? "" };
}

async function stateOf(node: NetworkNode, flagIri: string): Promise<string | undefined> {
  const [row] = await node.ctx.sql<{ state: string }[]>`select state from appeals where iri = ${flagIri}`;
  return row?.state;
}

/** The post that an appeal is about. */
async function postOn(node: NetworkNode, flagIri: string) {
  const [row] = await node.ctx.sql<{ state: string }[]>`
    select p.state from posts p join appeals ap on ap.post_id = p.id where ap.iri = ${flagIri}`;
  return row;
}

async function noticesOf(node: NetworkNode, { accountId }: Officer): Promise<readonly string[]> {
  const rows = await node.ctx.sql<
    { kind: string }[]
  >`select kind from notices where account_id = ${accountId}`;
  return rows.map(({ kind }) => kind);
}
