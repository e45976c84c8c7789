import { expect, test } from "vitest";
import { composePost } from "../../node/posts/compose.ts";
import { editPost } from "../../node/posts/edit.ts";
import { postByIri } from "../../node/posts/find.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

test("Whom an edit names for the first time is told, here and at other councils, and nobody is told twice", async () => {
  await using councils = await startThreeCouncils();
  const { net, sunderland, somerset, wiltshire, martin } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.connect("wiltshire", "sunderland");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  const joan = await councils.officer(sunderland, "Joan Hill");
  const owen = await councils.officer(wiltshire, "Owen Reed");
  for (const officer of [amara, joan, owen]) await councils.join(officer);
  await net.settle();
  const hosts = { somerset: hostOf(somerset.origin), wiltshire: hostOf(wiltshire.origin) };
  await councils.write(owen, { title: "Does anybody pay more?", text: "We think about it." });
  const text = `Perhaps @martin_hale@${hosts.somerset} knows.`;
  const question = await councils.write(amara, { title: "Who signs off?", text });
  await net.settle();
  const people = [martin, joan, owen];
  expect(await toldOfMentions(people)).toEqual([1, 0, 0]);

  const more = `Or @joan_hill, or @owen_reed@${hosts.wiltshire}: each year.`;
  await edit(councils, amara, { iri: question, text: `${text} ${more}` });
  await net.settle();
  expect(await toldOfMentions(people)).toEqual([1, 1, 1]);
  const tags = `${sunderland.origin}/ap/p/%`;
  const [update] = await sunderland.ctx.sql<{ text: string }[]>`
    select convert_from(bytes, 'utf8') as text from activities where type = 'Update' and object_iri = ${question} and actor_iri like ${tags}`;
  expect(update?.text).toContain(`"name":"@owen_reed@${hosts.wiltshire}"`);

  await edit(councils, amara, { iri: question, text: `Thank you. ${more}` });
  await net.settle();
  expect(await toldOfMentions(people)).toEqual([1, 1, 1]);
  for (const node of [sunderland, somerset]) {
    const named = await node.ctx.sql<{ handle: string }[]>`
      select a.handle from mentions m join actors a on a.id = m.actor_id join posts p on p.id = m.post_id
      where p.iri = ${question} order by 1`;
    expect(named.map((person) => person.handle)).toEqual(["joan_hill", "owen_reed"]);
  }
});

async function edit(
  councils: ThreeCouncils,
  { node, actorId }: Officer,
  { iri, text }: { iri: string; text: string },
): Promise<void> {
  const post = await postByIri(node.ctx.sql, iri);
  const communityId = await councils.communityOn(node);
  const content = await composePost(node.ctx, {
    kind: "question",
    communityId,
    title: "Who signs off?",
    text,
    parentId: null,
    themes: [],
    lang: "en",
    submission: null,
  });
  await editPost(node.ctx, { actorId, postId: post?.id ?? "", content, seen: post?.revision ?? null });
  councils.net.clock.advance(1);
}

async function toldOfMentions(people: readonly Officer[]): Promise<readonly number[]> {
  const counts: number[] = [];
  for (const { node, accountId } of people) {
    const rows = await node.ctx
      .sql`select 1 from notices where account_id = ${accountId} and kind = 'mention'`;
    counts.push(rows.length);
  }
  return counts;
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}
