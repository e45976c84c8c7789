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

test("W-05: a file under a post says its size and digest on the wire, opens at every council, and goes with the post", async () => {
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
  const upload = (name: string, words = WORDS) => uploadText(ctx, amara.actorId, words, name);
  const { id: first } = await upload("costs.txt");
  const { id, iri } = await publishPost(ctx, { authorId: amara.actorId, content: await composed([first]) });
  await net.settle();

  const filesAt = async ({ node, actorId }: Officer) => {
    const post = await postByIri(node.ctx.sql, iri);
    const [row] = await node.ctx.sql<{ handle: string }[]>`
      select case when a.peer_id is null then a.handle else a.handle || '@' || split_part(a.iri, '/', 3) end as handle
      from communities c join actors a on a.id = c.actor_id where c.id = ${post?.communityId ?? ""}`;
    const query = { handle: row?.handle ?? "", id: post?.id ?? "", page: 1 };
    const thread = await reading(node.ctx, viewerOf(actorId), (r) => findThread(r, viewerOf(actorId), query));
    expect(thread.posts[0]?.links).toEqual([]);
    return thread.posts[0]?.files ?? [];
  };
  const [file] = await filesAt(owen);
  expect(file).toMatchObject({ name: "costs.txt", mediaType: "text/plain", bytes: WORDS.length });
  expect(await (await wiltshire.get(file?.path ?? "")).text()).toBe(WORDS);
  const [raw] = await wiltshire.ctx.sql<{ raw: Buffer }[]>`select raw from posts where iri = ${iri}`;
  const [attached] = JSON.parse(raw?.raw.toString() ?? "").attachment;
  expect(attached).toMatchObject({ type: "Document", mediaType: "text/plain", "cop:size": WORDS.length });
  const { origin, pathname } = new URL(attached.url);
  expect(origin).toBe(sunderland.origin);
  const served = await sunderland.get(pathname);
  const digest = decodeMultibase(attached.digestMultibase) ?? [];
  const body = Buffer.from(await served.arrayBuffer());
  expect(Buffer.from(digest).subarray(2)).toEqual(createHash("sha256").update(body).digest());

  // Only what is attached changes: the edit reaches everyone all the same.
  const { id: second } = await upload("newer.txt", "Road,Cost\nA4,13\n");
  const content = await composed([first, second]);
  net.clock.advance(1);
  await editPost(ctx, { actorId: amara.actorId, postId: id, content, seen: null });
  await net.settle();
  expect((await filesAt(owen)).map(({ name }) => name)).toEqual(["costs.txt", "newer.txt"]);
  expect((await filesAt(councils.martin)).length).toBe(2);

  await deletePost(ctx, { actorId: amara.actorId, postId: id });
  await net.settle();
  for (const node of [somerset, wiltshire])
    expect(await node.ctx.sql`select 1 from files union all select 1 from attached_links`).toHaveLength(0);
});
