import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Sql } from "../db/open.ts";
import { uuidOf } from "../ids.ts";
import { refuse } from "../refusal.ts";
import { fileStore } from "./store.ts";

/** The files of a post go with it: rows now, bytes as soon as that is committed; what a kill leaves is swept away. */
export async function dropFilesOf(tx: WriteContext, postId: string): Promise<void> {
  await tx.sql`delete from attached_links where post_id = ${postId}`;
  const rows = await tx.sql<{ id: string }[]>`delete from files where post_id = ${postId} returning id`;
  dropBytes(tx, rows);
}

/** The same for some rows that were deleted in this transaction. */
export function dropBytes(tx: WriteContext, rows: readonly { readonly id: string }[]): void {
  if (rows.length === 0) return;
  const store = fileStore(tx);
  tx.afterCommit(() => {
    for (const { id } of rows)
      for (const name of [id, `${id}.small`, `${id}.exact`]) store.remove(name).catch(() => {});
  });
}

/** Takes back what one uploaded and has not posted. Refuses `not-found`, also for what is under a post. */
export async function dropUpload(ctx: NodeContext, dropping: { ownerId: string; id: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const rows = await tx.sql<{ id: string }[]>`delete from files
      where id = ${uuidOf(dropping.id)} and owner_id = ${dropping.ownerId} and post_id is null returning id`;
    if (rows.length === 0) refuse("not-found");
    dropBytes(tx, rows);
  });
}

/** Rows without bytes go: after a restore, where `there` are the names of all files that came back. */
export async function dropRowsWithout(sql: Sql, there: readonly string[]): Promise<void> {
  await sql`delete from files where id::text <> all(${[...there]}) and state <> 'infected'`;
  // What came from another council is fetched from there again.
  await sql`update attached_links l set due = now(), tries = 0 where l.state = 'wanted' and l.due is null
    and not exists (select 1 from files f where f.post_id = l.post_id and f.digest = l.sha256)`;
}

/** The files of many posts go with what they hold. */
export async function dropFilesOfAll(tx: WriteContext, postIds: readonly string[]): Promise<void> {
  await tx.sql`delete from attached_links where post_id = any(${[...postIds]})`;
  const rows = await tx.sql<{ id: string }[]>`
    delete from files where post_id = any(${[...postIds]}) returning id`;
  dropBytes(tx, rows);
}
