import type { WriteContext } from "../context.ts";
import { idOf, uuidOf } from "../ids.ts";
import { refuse } from "../refusal.ts";
import { lineOf } from "../text/visible.ts";
import { dropBytes } from "./drop.ts";
import { FILE_LIMITS } from "./limits.ts";
import { checkCommunity, oneAtATime } from "./quota.ts";
import type { FileChoice } from "./types.ts";

/** The post that gets files, and whose files they are. */
export interface Attaching {
  readonly postId: string;
  readonly communityId: string;
  readonly ownerId: string;
  readonly files: readonly FileChoice[];
}

/**
 * Gives a post just these of its author's files, in this order; what it had besides goes. Refuses `too-many` (10),
 * `invalid` with `reason` `gone` (not there any more, or under another post), `too-large` with `reason` `community`
 * (5 GB).
 */
export async function attachFiles(tx: WriteContext, attaching: Attaching): Promise<void> {
  const { postId, communityId, ownerId, files } = attaching;
  if (files.length > FILE_LIMITS.perPost) refuse("too-many", { field: "upload", most: FILE_LIMITS.perPost });
  const ids = files.map(({ id }) => uuidOf(id) ?? gone());
  await oneAtATime(tx, communityId);
  const rows = await tx.sql<{ id: string; bytes: number; fresh: boolean }[]>`
    select id, bytes, post_id is null as fresh from files
    where id = any(${ids}) and owner_id = ${ownerId} and (post_id is null or post_id = ${postId}) for update`;
  if (rows.length !== new Set(ids).size || rows.length !== ids.length) gone();
  const added = rows.filter(({ fresh }) => fresh).reduce((sum, { bytes }) => sum + bytes, 0);
  if (added > 0) await checkCommunity(tx.sql, communityId, added);
  const dropped = await tx.sql<{ id: string }[]>`
    delete from files where post_id = ${postId} and id <> all(${ids}) returning id`;
  dropBytes(tx, dropped);
  for (const [place, { alt }] of files.entries()) {
    await tx.sql`update files set post_id = ${postId}, community_id = ${communityId}, place = ${place}, alt = ${altOf(alt)}
      where id = ${ids[place] ?? ""}`;
  }
}

/** Whether a choice changes what a post has: files, their order, or what is said about them. */
export async function changesFiles(
  tx: WriteContext,
  postId: string,
  files: readonly FileChoice[] | null,
): Promise<boolean> {
  if (files === null) return false;
  const rows = await tx.sql<{ id: string; alt: string }[]>`
    select id, alt from files where post_id = ${postId} order by place, id`;
  const before = rows.map(({ id, alt }) => [idOf(id), alt]);
  return JSON.stringify(before) !== JSON.stringify(files.map(({ id, alt }) => [id, altOf(alt)]));
}

function altOf(alt: string): string {
  return lineOf(alt, FILE_LIMITS.altCharacters);
}

function gone(): never {
  return refuse("invalid", { field: "upload", reason: "gone" });
}
