import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { decodeMultibase } from "../../federation/multibase.ts";
import { reading } from "../../node/context.ts";
import { composePost } from "../../node/posts/compose.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { editPost } from "../../node/posts/edit.ts";
import { postByIri } from "../../node/posts/find.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { findThread } from "../../node/posts/thread-page.ts";
import { viewerOf } from "../../node/visibility/viewer.ts";
import { uploadText } from "../support/files.ts";
import { type Officer, startThreeCouncils } from "../support/three-councils.ts";

const WORDS = "Road,Cost\nA4,12\n";

test("W-05: a file stands under the post at every council, as a link to its author's with its size and digest, and goes with it", async () => {
  await using councils = await startThreeCouncils();
  const { net, sunderland, wiltshire, somerset } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  const owen = await councils.officer(wiltshire, "Owen Reed");
  for (const officer of [amara, owen]) await councils.join(officer);
  await net.settle();
  const { ctx } = sunderland;
  const composed = async (files: readonly string[]) =>
    composePost(ctx, {
      ...({ kind: "topic", title: "What crossings cost", text: "See the table." } as const),
      ...{ communityId: await councils.communityOn(sunderland), parentId: null, themes: [], lang: "en" },
      ...{ submission: null, files: files.map((id) => ({ id, alt: "" })) },
    });
  const upload = (name: string) => uploadText(ctx, amara.actorId, WORDS, name);
  const { id: first } = await upload("costs.txt");
  const { id, iri } = await publishPost(ctx, { authorId: amara.actorId, content: await composed([first]) });
  await net.settle();

  const linksAt = async ({ node, actorId }: Officer) => {
    const post = await postByIri(node.ctx.sql, iri);
    const [row] = await node.ctx.sql<{ handle: string }[]>`
      select case when a.peer_id is null then a.handle else a.handle || '@' || split_part(a.iri, '/', 3) end as handle
      from communities c join actors a on a.id = c.actor_id where c.id = ${post?.communityId ?? ""}`;
    const query = { handle: row?.handle ?? "", id: post?.id ?? "", page: 1 };
    const thread = await reading(node.ctx, viewerOf(actorId), (r) => findThread(r, viewerOf(actorId), query));
    return thread.posts[0]?.links ?? [];
  };
  const [link] = await linksAt(owen);
  expect(link).toMatchObject({ name: "costs.txt", mediaType: "text/plain", bytes: WORDS.length });
  const { origin, pathname } = new URL(link?.href ?? "");
  expect(origin).toBe(sunderland.origin);
  const served = await sunderland.get(pathname);
  const digest = decodeMultibase(link?.digest ?? "") ?? [];
  const body = Buffer.from(await served.arrayBuffer());
  expect(Buffer.from(digest).subarray(2)).toEqual(createHash("sha256").update(body).digest());

  // Only what is attached changes: the edit reaches everyone all the same.
  const { id: second } = await upload("newer.txt");
  const content = await composed([first, second]);
  net.clock.advance(1);
  await editPost(ctx, { actorId: amara.actorId, postId: id, content, seen: null });
  await net.settle();
  expect((await linksAt(owen)).map(({ name }) => name)).toEqual(["costs.txt", "newer.txt"]);
  expect((await linksAt(councils.martin)).length).toBe(2);

  await deletePost(ctx, { actorId: amara.actorId, postId: id });
  await net.settle();
  for (const node of [somerset, wiltshire])
    expect(await node.ctx.sql`select 1 from attached_links`).toHaveLength(0);
});
