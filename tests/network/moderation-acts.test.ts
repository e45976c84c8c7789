import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf } from "../../node/ids.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { postByIri } from "../../node/posts/find.ts";
import { restorePost } from "../../node/posts/remove.ts";
import { PASSWORD, refusalOf } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import {
  connectAll,
  type Officer,
  postIdOn,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const SECRET = "The child is called Alex.";
const JSON_ONLY = { accept: "application/json" };

let councils: ThreeCouncils;
let amara: Officer;
let owain: Officer;
/** Owain's browser: he facilitates Somerset's community from Wiltshire. */
let facilitator: Browser;
let author: Browser;
let question: string;
let reply: string;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, sunderland, somerset, wiltshire, martin } = councils;
  await connectAll(net);
  amara = await councils.officer(sunderland, "Amara Okafor");
  owain = await councils.officer(wiltshire, "Owain Lloyd");
  for (const officer of [amara, owain]) await councils.join(officer);
  await net.settle();
  const [there] = await somerset.ctx.sql<{ id: string }[]>`select id from actors where name = 'Owain Lloyd'`;
  const communityId = await councils.communityOn(somerset);
  await changeRole(somerset.ctx, {
    byId: martin.actorId,
    actorId: there?.id ?? "",
    communityId,
    facilitator: true,
  });
  await net.settle();
  question = await councils.write(amara, { title: "A placement", text: "How long does it take?" });
  await net.settle();
  reply = await councils.write(amara, { text: SECRET, parentIri: question });
  await net.settle();
  facilitator = await signedIn(wiltshire, owain);
  author = await signedIn(sunderland, amara);
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("J9: a facilitator at another council removes and restores a post; the text is gone everywhere, and comes back everywhere", async () => {
  const { net, sunderland, somerset, wiltshire } = councils;
  const act = await pathOf(wiltshire, reply);
  expect((await facilitator.get(`${act}/restore`)).to, "it stands").toMatch(/#post-/);
  expect((await facilitator.post(`${act}/remove`, { reason: "It names a child." })).status).toBe(303);
  await net.settle();
  for (const node of [sunderland, somerset, wiltshire]) expect(await stateOn(node, reply)).toBe("removed");
  expect((await postByIri(wiltshire.ctx.sql, reply))?.html).toBe("");
  expect((await facilitator.get(threadOf(act))).text).toContain(`${act}/restore"`);
  expect((await facilitator.get(`${act}/restore`)).text).not.toContain(SECRET);
  const without = await facilitator.post(`${act}/restore`, { reason: " " });
  expect(without.status).toBe(422);
  expect(without.text).toContain('href="#reason"');
  expect((await facilitator.post(`${act}/restore`, { reason: "Alex is a carer." })).to).toContain(
    "done=restored",
  );
  await net.settle();
  for (const node of [sunderland, somerset, wiltshire]) {
    expect(await stateOn(node, reply)).toBe("accepted");
    expect((await postByIri(node.ctx.sql, reply))?.html).toContain(SECRET);
  }
});

test("J9: a discussion closed and opened from another council takes no reply meanwhile, wherever one is", async () => {
  const { net, sunderland, wiltshire } = councils;
  const thread = threadOf(await pathOf(wiltshire, reply));
  expect((await facilitator.post(`${thread}/lock`, { reason: "Answered." })).to).toContain("done=locked");
  await net.settle();
  const there = threadOf(await pathOf(sunderland, reply));
  expect((await author.get(there)).text).toContain("This discussion is closed for new replies. Answered.");
  expect((await author.post(`${there}/reply`, { text: "One more." })).status).toBe(422);
  expect((await facilitator.post(`${thread}/unlock`, { reason: " " })).status).toBe(422);
  expect((await facilitator.post(`${thread}/unlock`, { reason: "More came." })).to).toContain(
    "done=unlocked",
  );
  await net.settle();
  expect((await author.get(there)).text).toContain("<textarea");
});

test("F-05: the moderation log of every council names the acts, their reasons and who did them, never the content", async () => {
  const { sunderland, somerset, wiltshire } = councils;
  for (const node of [sunderland, somerset, wiltshire]) {
    const path = `${threadOf(await pathOf(node, reply)).replace(/\/t\/.*$/, "")}/moderation-log`;
    const visitor = browserOn(webAppFor(node.ctx), node.origin);
    const { items } = JSON.parse((await visitor.get(path, JSON_ONLY)).text);
    expect(items.map((one: { kind: string; reason: string }) => [one.kind, one.reason])).toEqual([
      ["thread-unlocked", "More came."],
      ["thread-locked", "Answered."],
      ["post-restored", "Alex is a carer."],
      ["post-removed", "It names a child."],
    ]);
    expect(items.map((one: { by: { name: string } }) => one.by.name)).toEqual(Array(4).fill("Owain Lloyd"));
    const page = await visitor.get(path);
    expect(page.text).toContain("Owain Lloyd (Wiltshire Council) removed a post");
    expect(page.text).not.toContain(SECRET);
    expect(page.text).not.toContain("A placement");
    expect((await visitor.get(path.replace("/moderation-log", "/about"))).text).toContain(path);
    const audited = await node.ctx.sql<{ kind: string }[]>`
      select kind from audit_events where kind like 'moderation.%' order by id`;
    expect(audited.map(({ kind }) => kind)).toEqual([
      "moderation.post-removed",
      "moderation.post-restored",
      "moderation.thread-locked",
      "moderation.thread-unlocked",
    ]);
  }
});

test("The author is told of each act on their own post, on the page and by mail, with the reason", async () => {
  const { sunderland } = councils;
  const notices = await sunderland.ctx.sql<{ kind: string }[]>`
    select kind from notices where account_id = ${amara.accountId} order by created, id`;
  expect(notices.map(({ kind }) => kind)).toEqual(["removed", "post-restored", "locked", "unlocked"]);
  const page = (await author.get("/notifications")).text;
  for (const sentence of [
    "A facilitator removed what you wrote in “A placement”",
    "A facilitator restored what you wrote in “A placement”",
    "A facilitator closed your discussion “A placement” for replies",
    "A facilitator opened your discussion “A placement” for replies again",
  ])
    expect(page).toContain(sentence);
});

test("F-07: nobody restores their own post, and nobody who facilitates nothing here restores any", async () => {
  const { net, somerset, sunderland, wiltshire } = councils;
  const act = await pathOf(wiltshire, reply);
  await facilitator.post(`${act}/remove`, { reason: "It names a child." });
  await net.settle();
  const mine = await pathOf(sunderland, reply);
  expect((await author.post(`${mine}/restore`, { reason: "I want it." })).status).toBe(403);
  const there = await actorByIri(
    somerset.ctx.sql,
    (await postByIri(somerset.ctx.sql, reply))?.authorIri ?? "",
  );
  const restoring = { actorId: there?.id ?? "", postId: await postIdOn(somerset, reply), reason: "Mine." };
  await somerset.ctx.sql`update memberships set role = 'facilitator' where actor_id = ${restoring.actorId}`;
  expect(await refusalOf(restorePost(somerset.ctx, restoring))).toBe("not-allowed");
});

async function signedIn(node: NetworkNode, { name }: Officer): Promise<Browser> {
  const browser = browserOn(webAppFor(node.ctx), node.origin);
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${node.name}.gov.example`;
  await browser.post("/sign-in", { email, password: PASSWORD });
  return browser;
}

/** A post on a node's pages, with what one does to it behind. */
async function pathOf(node: NetworkNode, iri: string): Promise<string> {
  const [group] = await node.ctx.sql<{ handle: string; local: boolean }[]>`
    select handle, peer_id is null as local from actors where iri = ${councils.groupIri}`;
  const name = group?.local ? group.handle : `${group?.handle}@${new URL(councils.groupIri).host}`;
  const root = idOf(await postIdOn(node, question));
  return `/c/${name}/t/${root}/p/${idOf(await postIdOn(node, iri))}`;
}

function threadOf(path: string): string {
  return path.replace(/\/p\/.*$/, "");
}

async function stateOn(node: NetworkNode, iri: string) {
  return (await postByIri(node.ctx.sql, iri))?.state;
}
