import { expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { findCommunity, listCommunities } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { listTopics } from "../../node/posts/read.ts";
import { findThread } from "../../node/posts/thread-page.ts";
import { ANYONE, viewerOf } from "../../node/visibility/viewer.ts";
import { joinAs } from "../support/accounts.ts";
import { startNodes } from "../support/start-nodes.ts";

test("an officer in Sunderland asks in Somerset's community, a peer in Wiltshire answers, everyone finds it", async () => {
  await using net = await startNodes(["sunderland", "somerset", "wiltshire"]);
  const [sunderland, somerset, wiltshire] = [
    net.node("sunderland"),
    net.node("somerset"),
    net.node("wiltshire"),
  ];
  const martin = await joinAs(somerset.ctx, "Martin Hale", "martin.hale@somerset.gov.example");
  const amara = await joinAs(sunderland.ctx, "Amara Okafor", "amara.okafor@sunderland.gov.example");
  const rhian = await joinAs(wiltshire.ctx, "Rhian Price", "rhian.price@wiltshire.gov.example");
  const idsOf = async (ctx: typeof somerset.ctx, session: { accountId: string }) => {
    const [row] = await ctx.sql<
      { actor_id: string }[]
    >`select actor_id from accounts where id = ${session.accountId}`;
    return row?.actor_id ?? "";
  };
  const martinId = await idsOf(somerset.ctx, martin);
  const amaraId = await idsOf(sunderland.ctx, amara);
  const rhianId = await idsOf(wiltshire.ctx, rhian);
  await createCommunity(
    somerset.ctx,
    { actorId: martinId },
    {
      name: "Adoption and kinship care",
      purpose: "For officers who assess, support and pay carers.",
      charter: {},
      level: "open",
      themes: ["adoption"],
      language: "en",
    },
  );
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.connect("sunderland", "wiltshire");

  const seen = await reading(sunderland.ctx, ANYONE, (r) => listCommunities(r, ANYONE, {}));
  expect(seen.items.map((card) => card.name)).toContain("Adoption and kinship care");
  const community = seen.items[0];
  if (!community) throw new Error("no community");
  expect(community.home).toBe("Somerset");

  const wiltshireSeen = await reading(wiltshire.ctx, ANYONE, (r) => listCommunities(r, ANYONE, {}));
  await joinCommunity(wiltshire.ctx, { actorId: rhianId, communityId: wiltshireSeen.items[0]?.id ?? "" });
  await net.settle();
  const rhianView = viewerOf(rhianId);
  const joined = await reading(wiltshire.ctx, rhianView, (r) =>
    findCommunity(r, rhianView, wiltshireSeen.items[0]?.handle ?? ""),
  );
  expect(joined.relation.kind).toBe("member");

  const question = await composePost(sunderland.ctx, {
    kind: "question",
    communityId: community.id,
    title: "How do you run the adoption allowance review?",
    text: "We review each year.\n\nWho signs it off?",
    parentId: null,
    themes: [],
    lang: null,
    submission: null,
  });
  const asked = await publishPost(sunderland.ctx, { authorId: amaraId, content: question, joins: true });
  expect(asked.state).toBe("pending");
  await net.settle();

  const wTopics = await reading(wiltshire.ctx, rhianView, (r) =>
    listTopics(r, rhianView, wiltshireSeen.items[0]?.id ?? ""),
  );
  expect(wTopics.items.map((row) => row.title)).toEqual(["How do you run the adoption allowance review?"]);
  expect(wTopics.items[0]?.author.council).toBe("Sunderland City Council");
  expect(wTopics.items[0]?.author.via).toBeNull();

  const answer = await composePost(wiltshire.ctx, {
    kind: "reply",
    communityId: wiltshireSeen.items[0]?.id ?? "",
    title: "",
    text: "Our panel signs it off in March.",
    parentId: wTopics.items[0]?.id ?? "",
    themes: [],
    lang: null,
    submission: null,
  });
  await publishPost(wiltshire.ctx, { authorId: rhianId, content: answer });
  await net.settle();

  const amaraView = viewerOf(amaraId);
  const thread = await reading(sunderland.ctx, amaraView, (r) =>
    findThread(r, amaraView, { handle: community.handle, id: asked.id, page: 1 }),
  );
  expect(thread.posts.map((post) => post.author.name)).toEqual(["Amara Okafor", "Rhian Price"]);
  expect(thread.posts[0]?.journey.kind).toBe("arrived");
  await acceptAnswer(sunderland.ctx, { actorId: amaraId, postId: thread.posts[1]?.id ?? "" });
  await net.settle();
  const found = await wiltshire.ctx.ports.search.find(wiltshire.ctx, ANYONE, {
    text: "adoption allowance review",
    in: "knowledge",
    kinds: [],
    councils: [],
    communities: [],
    since: null,
    language: null,
    sort: "relevance",
    page: 1,
  });
  expect(found.hits[0]?.title.map(([text]) => text).join("")).toContain("adoption allowance review");
  const [row] = await wiltshire.ctx.sql<
    { n: number }[]
  >`select count(*)::int as n from posts where accepted_answer_id is not null`;
  expect(row?.n).toBe(1);
});
