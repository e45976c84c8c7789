import { expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import type { NodeContext } from "../../node/context.ts";
import { reading } from "../../node/context.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { decideReport } from "../../node/moderation/decide.ts";
import { listReports } from "../../node/moderation/read.ts";
import { reportPost } from "../../node/moderation/report.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import { joinAs } from "../support/accounts.ts";
import { type Network, startNodes } from "../support/start-nodes.ts";

test("J9: a member at Wiltshire reports a post of Sunderland in Somerset's community; it is contained everywhere and the reporter hears", async () => {
  await using net = await startNodes(["sunderland", "somerset", "wiltshire"]);
  const scene = await sceneOn(net);
  const { sunderland, somerset, wiltshire } = scene;
  const held = await idOfPost(wiltshire.ctx, scene.postIri);
  await reportPost(wiltshire.ctx, {
    postId: held,
    by: scene.rhian,
    category: "safeguarding",
    words: "A child is named: <Alex>",
  });
  await net.settle();
  // The facilitator at Somerset, and the one who lives at Sunderland's neighbour, both have it; nobody learns who reported.
  const atSomerset = await listed(somerset.ctx, scene.martin);
  expect(atSomerset).toMatchObject([
    {
      category: "safeguarding",
      words: "A child is named: <Alex>",
      from: { kind: "elsewhere", home: "Wiltshire" },
      mayDecide: true,
    },
  ]);
  expect(await listed(wiltshire.ctx, scene.owain)).toMatchObject([
    { category: "safeguarding", mayDecide: true },
  ]);
  // F-03: the author's node keeps it for its administrators.
  expect(await sunderland.ctx.sql`select for_administrators from reports`).toEqual([
    { for_administrators: true },
  ]);
  for (const { ctx } of [sunderland, somerset]) {
    const [row] = await ctx.sql<
      { n: number }[]
    >`select count(*)::int as n from activities where type = 'Flag' and (
      convert_from(bytes, 'UTF8') like '%rhian%' or convert_from(bytes, 'UTF8') like '%Rhian%')`;
    expect(row?.n).toBe(0);
  }
  const reportId = atSomerset[0]?.id ?? "";
  await decideReport(somerset.ctx, {
    facilitatorId: scene.martin.actorId,
    reportId,
    act: "remove",
    reason: "It names a child.",
  });
  await net.settle();
  for (const { ctx } of [sunderland, somerset, wiltshire]) {
    expect(await ctx.sql`select state, reason from posts where iri = ${scene.postIri}`).toEqual([
      { state: "removed", reason: "It names a child." },
    ]);
    expect(await ctx.sql`select distinct state from reports`).toEqual([{ state: "removed" }]);
  }
  const told = await wiltshire.ctx.sql`select kind from notices where account_id = ${scene.rhian.accountId}`;
  expect(told).toEqual([{ kind: "report-closed" }]);
  expect(await somerset.ctx.sql`select 1 from log_entries where type in ('Flag', 'Resolve')`).toEqual([]);
});

test("A facilitator who lives elsewhere dismisses or removes: the community obeys, and every copy of the report is closed", async () => {
  await using net = await startNodes(["sunderland", "somerset", "wiltshire"]);
  const scene = await sceneOn(net);
  const { sunderland, somerset, wiltshire } = scene;
  const at = await idOfPost(sunderland.ctx, scene.postIri);
  await reportPost(sunderland.ctx, {
    postId: at,
    by: { visitor: { email: "reader@example.org" } },
    category: "conduct",
    words: "",
  });
  await net.settle();
  const [first] = await listed(wiltshire.ctx, scene.owain);
  expect(
    await decideReport(wiltshire.ctx, {
      facilitatorId: scene.owain.actorId,
      reportId: first?.id ?? "",
      act: "dismiss",
      reason: "Fair.",
    }),
  ).toBe("sent");
  expect((await listed(wiltshire.ctx, scene.owain))[0]?.onItsWay).toBe(true);
  await net.settle();
  for (const { ctx } of [sunderland, somerset, wiltshire]) {
    expect(await ctx.sql`select state from reports`).toEqual([{ state: "dismissed" }]);
  }
  expect(
    await sunderland.ctx.sql`select recipient, kind from mails where recipient = 'reader@example.org'`,
  ).toEqual([{ recipient: "reader@example.org", kind: "report-closed" }]);
  await reportPost(sunderland.ctx, {
    postId: at,
    by: { visitor: { email: null } },
    category: "spam",
    words: "",
  });
  await net.settle();
  const [second] = await listed(wiltshire.ctx, scene.owain);
  await decideReport(wiltshire.ctx, {
    facilitatorId: scene.owain.actorId,
    reportId: second?.id ?? "",
    act: "remove",
    reason: "Advertising.",
  });
  await net.settle();
  for (const { ctx } of [sunderland, somerset, wiltshire]) {
    expect(await ctx.sql`select state from reports order by created`).toEqual([
      { state: "dismissed" },
      { state: "removed" },
    ]);
    expect(await ctx.sql`select state from posts where iri = ${scene.postIri}`).toEqual([
      { state: "removed" },
    ]);
  }
});

interface Person {
  readonly accountId: string;
  readonly actorId: string;
}

/** Somerset's community with a facilitator there (Martin) and one at Wiltshire (Owain), and a post of Sunderland's Amara. */
async function sceneOn(net: Network) {
  const [sunderland, somerset, wiltshire] = [
    net.node("sunderland"),
    net.node("somerset"),
    net.node("wiltshire"),
  ];
  const martin: Person = await joinAs(somerset.ctx, "Martin Hale", "martin.hale@somerset.gov.example");
  const amara: Person = await joinAs(sunderland.ctx, "Amara Okafor", "amara.okafor@sunderland.gov.example");
  const rhian: Person = await joinAs(wiltshire.ctx, "Rhian Price", "rhian.price@wiltshire.gov.example");
  const owain: Person = await joinAs(wiltshire.ctx, "Owain Lloyd", "owain.lloyd@wiltshire.gov.example");
  const community = await createCommunity(somerset.ctx, martin, {
    name: "Adoption and kinship care",
    purpose: "For officers who assess carers.",
    charter: {},
    level: "open",
    themes: [],
    language: "en",
  });
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.connect("sunderland", "wiltshire");
  for (const [node, person] of [
    [sunderland, amara],
    [wiltshire, rhian],
    [wiltshire, owain],
  ] as const) {
    await joinCommunity(node.ctx, {
      actorId: person.actorId,
      communityId: await idOfCommunity(node.ctx, community.iri),
    });
  }
  await net.settle();
  const [far] = await somerset.ctx.sql<{ id: string }[]>`select id from actors where name = 'Owain Lloyd'`;
  await changeRole(somerset.ctx, {
    byId: martin.actorId,
    actorId: far?.id ?? "",
    communityId: community.id,
    facilitator: true,
  });
  await net.settle();
  const draft = {
    kind: "topic",
    communityId: await idOfCommunity(sunderland.ctx, community.iri),
    title: "A placement",
    text: "The child is called Alex.",
    parentId: null,
    themes: [],
    lang: null,
    submission: null,
  } as const;
  const post = await publishPost(sunderland.ctx, {
    authorId: amara.actorId,
    content: await composePost(sunderland.ctx, draft),
  });
  await net.settle();
  return { sunderland, somerset, wiltshire, martin, amara, rhian, owain, postIri: post.iri };
}

async function idOfCommunity(ctx: NodeContext, iri: string): Promise<string> {
  const [row] = await ctx.sql<
    { id: string }[]
  >`select c.id from communities c join actors a on a.id = c.actor_id where a.iri = ${iri}`;
  return row?.id ?? "";
}

async function idOfPost(ctx: NodeContext, iri: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select id from posts where iri = ${iri}`;
  return row?.id ?? "";
}

async function listed(ctx: NodeContext, person: Person) {
  const viewer: Viewer = { kind: "person", actorId: person.actorId, accountId: person.accountId };
  const query = { communityId: null, as: "facilitator", show: "open", page: 1 } as const;
  return (await reading(ctx, viewer, (r) => listReports(r, viewer, query))).items;
}
