import { expect, test } from "vitest";
import { composePost } from "../../node/posts/compose.ts";
import { editPost } from "../../node/posts/edit.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { removePost, restorePost } from "../../node/posts/remove.ts";
import { refusalIn } from "../support/accounts.ts";
import { type Officer, postIdOn, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

const DRAFT = {
  kind: "question",
  title: "Pwy sy’n talu?",
  text: "Y lwfans neu’r grant?",
  parentId: null,
  submission: null,
} as const;

test("Themes and language of a post arrive at every council with it, and so does their correction", async () => {
  await using councils = await startThreeCouncils();
  const { net, sunderland, wiltshire } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.settle();
  const amara = await councils.officer(sunderland, "Amara Okafor");
  const rhian = await councils.officer(wiltshire, "Rhian Price");
  await councils.join(amara);
  await councils.join(rhian);
  await net.settle();

  const draft = { ...DRAFT, communityId: await councils.communityOn(sunderland) };
  const other = composePost(sunderland.ctx, { ...draft, themes: ["parks"], lang: "cy" });
  expect((await refusalIn(other)).facts).toEqual({ field: "themes" });
  const content = await composePost(sunderland.ctx, { ...draft, themes: ["adoption"], lang: "cy" });
  const { iri } = await publishPost(sunderland.ctx, { authorId: amara.actorId, content });
  await net.settle();
  expect(await heldEverywhere(councils, iri)).toEqual([
    { lang: "cy", themes: ["adoption"] },
    { lang: "cy", themes: ["adoption"] },
    { lang: "cy", themes: ["adoption"] },
  ]);

  const before = await of(amara, iri);
  const corrected = await composePost(sunderland.ctx, { ...draft, themes: [], lang: "en" });
  await editPost(sunderland.ctx, { ...before, content: corrected, seen: 1 });
  await net.settle();
  expect(new Set((await heldEverywhere(councils, iri)).map((one) => JSON.stringify(one)))).toEqual(
    new Set(['{"lang":"en","themes":[]}']),
  );
});

test("A question said in its title alone arrives everywhere, and stands again after it was removed and restored", async () => {
  await using councils = await startThreeCouncils();
  const { net, somerset, sunderland, martin } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.settle();
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await councils.join(await councils.officer(councils.wiltshire, "Rhian Price"));
  await net.settle();
  const communityId = await councils.communityOn(sunderland);
  const topic = { ...DRAFT, kind: "topic", text: " ", communityId, themes: [], lang: "cy" } as const;
  expect((await refusalIn(composePost(sunderland.ctx, topic))).code).toBe("required");
  const iri = await councils.write(amara, { title: "Who pays?", text: "" });
  await net.settle();
  expect(await titlesEverywhere(councils, iri)).toEqual(["Who pays?", "Who pays?", "Who pays?"]);

  const held = { actorId: martin.actorId, postId: await postIdOn(somerset, iri), reason: "Off topic." };
  await removePost(somerset.ctx, held);
  await net.settle();
  // Kept where the author and the community are, erased elsewhere.
  expect(await titlesEverywhere(councils, iri)).toEqual(["Who pays?", "Who pays?", ""]);
  await restorePost(somerset.ctx, held);
  await net.settle();
  expect(await titlesEverywhere(councils, iri)).toEqual(["Who pays?", "Who pays?", "Who pays?"]);
});

async function titlesEverywhere({ somerset, sunderland, wiltshire }: ThreeCouncils, iri: string) {
  const titles = [];
  for (const { ctx } of [somerset, sunderland, wiltshire]) {
    const [row] = await ctx.sql<{ title: string }[]>`select title from posts where iri = ${iri}`;
    titles.push(row?.title);
  }
  return titles;
}

async function heldEverywhere({ somerset, sunderland, wiltshire }: ThreeCouncils, iri: string) {
  const held = [];
  for (const { ctx } of [somerset, sunderland, wiltshire]) {
    const [row] = await ctx.sql<
      { lang: string; themes: string[] }[]
    >`select lang, themes from posts where iri = ${iri}`;
    held.push({ lang: row?.lang, themes: row?.themes });
  }
  return held;
}

async function of(officer: Officer, iri: string): Promise<{ actorId: string; postId: string }> {
  return { actorId: officer.actorId, postId: await postIdOn(officer.node, iri) };
}
