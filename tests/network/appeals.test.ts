import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { idOf } from "../../node/ids.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { postByIri } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import { PASSWORD } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, postIdOn, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

let councils: ThreeCouncils;
let amara: Officer;
let tom: Officer;
/** Martin removes, Tom administers Somerset, Amara writes at Sunderland. */
let martin: Browser;
let administrator: Browser;
let author: Browser;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, sunderland, somerset } = councils;
  await net.connect("sunderland", "somerset");
  amara = await councils.officer(sunderland, "Amara Okafor");
  tom = await councils.officer(somerset, "Tom Reed");
  await makeAdministrator(somerset.ctx, { accountId: tom.accountId, by: null });
  await councils.join(amara);
  await net.settle();
  martin = await signedIn(somerset, councils.martin);
  administrator = await signedIn(somerset, tom);
  author = await signedIn(sunderland, amara);
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("An author appeals once, from their own council; the administrators decide where nobody else facilitates, and the author is told", async () => {
  const { net, sunderland, somerset } = councils;
  const { iri, path } = await removed("A placement");
  const thread = path.replace(/\/p\/.*$/, "");
  expect((await author.get(thread)).text).toContain(`${path}/appeal"`);
  expect((await author.post(`${path}/appeal`, { words: " " })).status).toBe(422);
  expect((await author.post(`${path}/appeal`, { words: "Nobody is named." })).to).toContain("done=appealed");
  expect((await author.get(`${path}/appeal`)).text).toContain(
    "Somebody who did not remove your post decides",
  );
  await net.settle();
  expect((await author.post(`${path}/appeal`, { words: "Again." })).status).toBe(409);
  const [appeal] = await somerset.ctx.sql<{ id: string }[]>`select id from appeals`;
  const one = `/moderation/appeals/${idOf(appeal?.id ?? "")}`;
  expect(await noticesOf(somerset, tom), "the one who decides").toEqual(["appeal"]);
  expect(await noticesOf(somerset, councils.martin), "not the one who removed it").not.toContain("appeal");
  expect((await martin.get(one)).status).toBe(404);
  expect((await martin.post(one, { outcome: "upheld", reason: "I was right." })).status).toBe(404);
  expect((await administrator.get("/moderation/appeals")).text).toContain(one);
  const page = (await administrator.get(one)).text;
  for (const said of [
    "Nobody is named.",
    "It names a child.",
    "Martin Hale removed it",
    "How long does it take?",
  ])
    expect(page).toContain(said);
  const incomplete = await administrator.post(one, { reason: "" });
  expect(incomplete.status).toBe(422);
  expect(incomplete.text).toContain("Choose what is to happen to the post");
  const decision = { outcome: "restored", reason: "It names nobody." };
  expect((await administrator.post(one, decision)).to).toContain("done=appeal-decided");
  await net.settle();
  for (const node of [sunderland, somerset])
    expect((await postByIri(node.ctx.sql, iri))?.state).toBe("accepted");
  expect(await somerset.ctx.sql`select 1 from log_entries where type in ('Flag', 'Resolve')`).toEqual([]);
  expect((await author.get(`${path}/appeal`)).text).toContain("Your appeal was granted on");
  expect((await author.get("/notifications")).text).toContain("Your appeal was granted");
  expect((await administrator.post(one, decision)).status, "decided").toBe(422);
});

test("Where another facilitator is, they decide and the administrators do not; a removal that stands is told with the reason", async () => {
  const { net, sunderland, somerset } = councils;
  const rosa = await councils.officer(somerset, "Rosa Field");
  await councils.join(rosa);
  const communityId = await councils.communityOn(somerset);
  await changeRole(somerset.ctx, {
    byId: councils.martin.actorId,
    actorId: rosa.actorId,
    communityId,
    facilitator: true,
  });
  const { iri, path } = await removed("A second placement");
  await author.post(`${path}/appeal`, { words: "It is public knowledge." });
  await net.settle();
  const [appeal] = await somerset.ctx.sql<{ id: string }[]>`select id from appeals where state = 'open'`;
  const one = `/moderation/appeals/${idOf(appeal?.id ?? "")}`;
  expect((await administrator.get(one)).status).toBe(404);
  expect((await martin.get(one)).status).toBe(404);
  const other = await signedIn(somerset, rosa);
  expect((await other.post(one, { outcome: "upheld", reason: "It is not." })).to).toContain(
    "done=appeal-decided",
  );
  await net.settle();
  expect((await postByIri(sunderland.ctx.sql, iri))?.state).toBe("removed");
  const told = (await author.get(`${path}/appeal`)).text;
  expect(told).toContain("Your appeal was decided on");
  expect(told).toContain("It is not.");
  const [mail] = await sunderland.ctx.sql<{ kind: string }[]>`
    select kind from notices where account_id = ${amara.accountId} order by created desc limit 1`;
  expect(mail?.kind).toBe("appeal-closed");
  expect((await author.post(`${path}/appeal`, { words: "Once more." })).status, "once").toBe(409);
});

test("What is restored while its author appeals needs no decision, and the author reads so", async () => {
  const { net, somerset } = councils;
  const { path, iri } = await removed("A third placement");
  await author.post(`${path}/appeal`, { words: "Please look." });
  await net.settle();
  const [group] = await somerset.ctx.sql<{ handle: string }[]>`
    select handle from actors where iri = ${councils.groupIri}`;
  const id = idOf(await postIdOn(somerset, iri));
  await martin.post(`/c/${group?.handle}/t/${id}/p/${id}/restore`, { reason: "I was wrong." });
  await net.settle();
  expect((await author.get(`${path}/appeal`)).text).toContain("Your appeal was granted on");
});

/** A question of Amara's that Martin has removed, on her own council's pages. */
async function removed(title: string): Promise<{ iri: string; path: string }> {
  const { net, somerset, sunderland } = councils;
  const iri = await councils.write(amara, { title, text: "How long does it take?" });
  await net.settle();
  const postId = await postIdOn(somerset, iri);
  await removePost(somerset.ctx, { actorId: councils.martin.actorId, postId, reason: "It names a child." });
  await net.settle();
  const [group] = await sunderland.ctx.sql<{ handle: string }[]>`
    select handle from actors where iri = ${councils.groupIri}`;
  const id = idOf(await postIdOn(sunderland, iri));
  return { iri, path: `/c/${group?.handle}@${new URL(councils.groupIri).host}/t/${id}/p/${id}` };
}

async function noticesOf(node: NetworkNode, { accountId }: Officer): Promise<readonly string[]> {
  const rows = await node.ctx.sql<
    { kind: string }[]
  >`select kind from notices where account_id = ${accountId}`;
  return rows.map(({ kind }) => kind);
}

async function signedIn(node: NetworkNode, { name }: Officer): Promise<Browser> {
  const browser = browserOn(webAppFor(node.ctx), node.origin);
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${node.name}.gov.example`;
  await browser.post("/sign-in", { email, password: PASSWORD });
  return browser;
}
