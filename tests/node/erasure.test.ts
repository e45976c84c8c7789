import { expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import type { NodeContext } from "../../node/context.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { removePost } from "../../node/posts/remove.ts";
import { joinAs } from "../support/accounts.ts";
import { ask, draftCommunity } from "../support/attack-scene.ts";
import { openTestNode } from "../support/context.ts";
import {
  communityElsewhere,
  connectPeer,
  letterOf,
  personElsewhere,
  postElsewhere,
} from "../support/elsewhere.ts";

const MARK = "heron-lantern-41";

/** What stays of a post that is gone: where and when it was, who wrote it, and what was decided about it. */
const STAYS = ["iri", "parent_iri", "kind", "lang", "lang_source", "state", "url", "context_iri"];
/** Who asked for a removal and why, or why a thread was locked: words of facilitators, not of the author. */
const DECISIONS = ["reason", "lock_reason"];

/** Writes the mark into everything of a post that people may have written, whatever columns there are by now. */
async function fill(ctx: NodeContext, postId: string): Promise<readonly string[]> {
  const columns = await ctx.sql<{ name: string; type: string }[]>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = 'public' and table_name = 'posts' and data_type in ('text', 'ARRAY', 'bytea', 'jsonb')
      and column_name <> all(${[...STAYS, ...DECISIONS, "content_hash"]})`;
  for (const { name, type } of columns) {
    const value = {
      text: `'${MARK}'`,
      ARRAY: `'{${MARK}}'`,
      bytea: `'${MARK}'::bytea`,
      jsonb: `'"${MARK}"'`,
    }[type];
    await ctx.sql.unsafe(`update posts set ${name} = ${value} where id = '${postId}'`);
  }
  await ctx.sql`insert into post_revisions (post_id, number, title, source, html, made)
    values (${postId}, 99, ${MARK}, ${MARK}, ${MARK}, ${ctx.clock.now()})`;
  await ctx.sql`insert into kept_entries (community_id, epoch, seq, object_iri, type, bytes)
    select community_id, 'e', 99, iri, 'Create', ${Buffer.from(MARK)} from posts where id = ${postId}`;
  await ctx.sql`insert into files (id, secret, owner_id, post_id, name, media_type, bytes, sha256, uploaded)
    select uuidv7(), uuidv7(), author_id, id, ${MARK}, 'text/plain', 1, '', now() from posts where id = ${postId}`;
  await ctx.sql`insert into attached_links (post_id, place, href, name)
    values (${postId}, 0, ${`https://a.example/${MARK}`}, ${MARK})`;
  return columns.map(({ name }) => name);
}

/** The columns in which the mark still stands. */
async function left(ctx: NodeContext, postId: string): Promise<readonly string[]> {
  const rows = await ctx.sql<{ column: string }[]>`
    select e.key as column from posts p, jsonb_each_text(to_jsonb(p)) e
    where p.id = ${postId} and (e.value like ${`%${MARK}%`} or e.value like ${`%${Buffer.from(MARK).toString("hex")}%`})
    union select 'post_revisions' from post_revisions where post_id = ${postId}
    union select 'files' from files where post_id = ${postId}
    union select 'attached_links' from attached_links where post_id = ${postId}
    union select 'kept_entries' from kept_entries k join posts p on p.iri = k.object_iri where p.id = ${postId}`;
  return rows.map(({ column }) => column);
}

test("Nothing that its author wrote stays of a deleted post, nor here of one that was removed elsewhere", async () => {
  const councils = [{ name: "Sunderland City Council", domains: ["sunderland.gov.uk"] }];
  await using node = await openTestNode({ config: { councils } });
  const { ctx } = node;
  const { actorId } = await joinAs(ctx, "Asha Patel", "asha.patel@sunderland.gov.uk");
  const here = await createCommunity(ctx, { actorId }, draftCommunity("Kinship care"));
  const own = await ask(ctx, actorId, here.id, "Who pays for the crossing patrol?");
  const filled = await fill(ctx, own.id);
  expect(filled).toEqual(expect.arrayContaining(["title", "source", "html", "summary", "raw", "hashtags"]));
  expect((await left(ctx, own.id)).length).toBe(filled.length + 4);
  await deletePost(ctx, { actorId, postId: own.id });
  expect(await left(ctx, own.id)).toEqual([]);

  const origin = await connectPeer(ctx, "somerset");
  const [author, martin] = [
    await personElsewhere(ctx, origin, "Ann Lee"),
    await personElsewhere(ctx, origin, "Martin Hale"),
  ];
  const there = await communityElsewhere(ctx, origin, "Road safety");
  const copy = await postElsewhere(ctx, author, there.id, "relay");
  await fill(ctx, copy.id);
  const { activity } = letterOf(martin.iri, "Delete");
  const removal = { actorId: martin.id, postId: copy.id, reason: "Names a child." };
  await removePost(ctx, removal, { road: "relay", activity, seq: 2, epoch: "1" });
  // Under what it was filed comes back with the text, should the removal be taken back.
  expect((await left(ctx, copy.id)).filter((column) => !["themes", "hashtags"].includes(column))).toEqual([]);
});
