import { expect, test } from "vitest";
import { reading } from "../../node/context.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { findThread } from "../../node/posts/thread-page.ts";
import { viewerOf } from "../../node/visibility/viewer.ts";
import { joinAll, openNoticeNode } from "../support/notices.ts";

test("Of a question that is on its way no answer is accepted: its community would not know which question is meant", async () => {
  await using node = await openNoticeNode();
  const { sql } = node.ctx;
  const [asha, huw] = [await node.person("Asha Patel"), await node.person("Huw Evans")];
  const community = await node.community(asha, "Kinship Care");
  await joinAll(node.ctx, community, [huw]);
  const question = await node.post(asha, community, { kind: "question", title: "Who signs the plan?" });
  const answer = await node.post(huw, community, { kind: "reply", parentId: question.id, text: "I do." });
  const choose = () => acceptAnswer(node.ctx, { actorId: asha.actorId, postId: answer.id });
  const offered = () =>
    reading(node.ctx, viewerOf(asha.actorId), async (r) => {
      const thread = await findThread(r, viewerOf(asha.actorId), {
        handle: "kinship_care",
        id: question.id,
        page: 1,
      });
      return thread.posts.some((post) => post.may.accept);
    });
  await sql`update posts set state = 'pending' where id = ${question.id}`;
  expect(await offered()).toBe(false);
  await expect(choose()).rejects.toMatchObject({ code: "not-allowed" });
  await sql`update posts set state = 'accepted' where id = ${question.id}`;
  expect(await offered()).toBe(true);
  await choose();
  expect(await offered()).toBe(false);
});
