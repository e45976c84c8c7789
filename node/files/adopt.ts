import type { WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { namedAs } from "./fetched-name.ts";
import { FILE_LIMITS } from "./limits.ts";
import { oneAtATime } from "./quota.ts";
import type { WantedFile } from "./types.ts";

/** Says that files have to be fetched before an act can have its effect. */
export class FilesAwaited extends Error {
  readonly files: readonly WantedFile[];
  constructor(files: readonly WantedFile[]) {
    super("files are awaited");
    this.files = files;
  }
}

interface Adopting {
  readonly postId: string;
  readonly community: { readonly id: string };
  readonly author: { readonly id: string };
}

/**
 * Gives a post sent to a community of this node its files, which were fetched and checked before (profile D-10). Throws
 * `FilesAwaited` with those that are not here. Refuses `file-refused` with `reason`: `too-many`, `too-large`, `kind`.
 */
export async function adoptFiles(
  tx: WriteContext,
  { postId, community, author }: Adopting,
  files: readonly WantedFile[],
): Promise<void> {
  if (files.length === 0) return;
  if (files.length > FILE_LIMITS.perPost) refuse("file-refused", { reason: "too-many", file: "" });
  for (const file of files) checkWords(file);
  await oneAtATime(tx, author.id);
  const missing: WantedFile[] = [];
  for (const [place, file] of files.entries()) {
    const { name, alt } = namedAs(file) ?? { name: file.name, alt: "" };
    const rows = await tx.sql`
      update files set post_id = ${postId}, community_id = ${community.id}, place = ${place}, name = ${name}, alt = ${alt}
      where id = (select id from files where owner_id = ${author.id} and digest = decode(${file.sha256}, 'hex')
        and (post_id = ${postId} or (post_id is null and community_id = ${community.id}))
        order by post_id nulls last, id limit 1) returning id`;
    if (rows.length === 0) missing.push(file);
  }
  if (missing.length > 0) throw new FilesAwaited(missing);
}

/** What its own description forbids is not fetched. */
function checkWords(file: WantedFile): void {
  const reason =
    namedAs(file) === null ? "kind" : (file.bytes ?? 0) > FILE_LIMITS.fileBytes ? "too-large" : null;
  if (reason !== null) refuse("file-refused", { reason, file: file.name });
}
