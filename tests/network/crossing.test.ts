import { expect, test } from "vitest";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { differences, heldPosts } from "../support/held.ts";
import { type Officer, postIdOn, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

test("When an answer is deleted while it is being accepted elsewhere, the one accepted before stands on every node", async () => {
  await using councils = await startThreeCouncils();
  const { net, somerset, sunderland, martin } = councils;
  const amara = await memberInSunderland(councils);
  const question = await councils.write(amara, { title: "Who signs off?", text: "Each year." });
  await net.settle();
  const [first, second] = [
    await councils.write(martin, { text: "Our panel.", parentIri: question }),
    await councils.write(martin, { text: "The head of service.", parentIri: question }),
  ];
  await net.settle();
  await acceptAnswer(sunderland.ctx, await of(amara, first));
  await net.settle();

  await deletePost(somerset.ctx, await of(martin, second));
  await acceptAnswer(sunderland.ctx, await of(amara, second));
  await net.settle();
  const atHome = await heldPosts(somerset, await councils.communityOn(somerset));
  expect(atHome.find((post) => post.iri === question)?.accepted).toBe(first);
  const there = await heldPosts(sunderland, await councils.communityOn(sunderland));
  expect(differences(atHome, there)).toEqual([]);
});

test("When an answer is deleted where it was written while it is being accepted at home, none is accepted on any node", async () => {
  await using councils = await startThreeCouncils();
  const { net, somerset, sunderland, martin } = councils;
  const amara = await memberInSunderland(councils);
  const question = await councils.write(martin, { title: "Who signs off?", text: "Each year." });
  await net.settle();
  const first = await councils.write(martin, { text: "Our panel.", parentIri: question });
  const second = await councils.write(amara, { text: "The head of service.", parentIri: question });
  await net.settle();
  await acceptAnswer(somerset.ctx, await of(martin, first));
  await net.settle();

  await deletePost(sunderland.ctx, await of(amara, second));
  const atHomeToo = await postIdOn(somerset, second);
  await acceptAnswer(somerset.ctx, { actorId: martin.actorId, postId: atHomeToo });
  await net.settle();
  const atHome = await heldPosts(somerset, await councils.communityOn(somerset));
  expect(atHome.find((post) => post.iri === question)?.accepted).toBe(null);
  const there = await heldPosts(sunderland, await councils.communityOn(sunderland));
  expect(differences(atHome, there)).toEqual([]);
});

/** An officer in Sunderland, connected with Somerset, who is a member of its community. */
async function memberInSunderland(councils: ThreeCouncils): Promise<Officer> {
  const { net, sunderland } = councils;
  await net.connect("sunderland", "somerset");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  return amara;
}

async function of(officer: Officer, iri: string): Promise<{ actorId: string; postId: string }> {
  return { actorId: officer.actorId, postId: await postIdOn(officer.node, iri) };
}
