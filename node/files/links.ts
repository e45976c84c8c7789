import type { Origin } from "../changes/record.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { sameOrigin } from "../iris.ts";
import type { ActorRef } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { adoptFiles } from "./adopt.ts";
import { dropBytes } from "./drop.ts";
import type { AttachedLink, LinkState, LinkView, WantedFile } from "./types.ts";

/** What `linksColumn` brings. */
export type LinkRow = Omit<LinkView, "host">;

/**
 * What is attached to the post whose id is `postId` (a column) and is not here, as one JSON list. What was fetched is
 * among its files.
 */
export function linksColumn(sql: Reader, postId: Fragment): Fragment {
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('href', l.href, 'name', l.name, 'mediaType', l.media_type,
      'bytes', l.bytes, 'digest', l.digest, 'state', case when l.state = 'wanted' and l.tries > 2 then 'late' else l.state end)
      order by l.place), '[]') from attached_links l
    where l.post_id = ${postId} and not exists (select 1 from files f where f.post_id = l.post_id and f.digest = l.sha256))`;
}

/** A link as it is shown. */
export function linkViewOf(row: LinkRow): LinkView {
  return { ...row, host: new URL(row.href).host };
}

/** The post that something is attached to, and how it came. */
export interface AttachedTo {
  readonly postId: string;
  readonly community: CommunityHome;
  readonly author: ActorRef;
  readonly origin: Origin;
}

/**
 * Keeps just these with a post that came from elsewhere: links, and files of other councils (profile D.3). Of a post sent
 * to a community of this node every file has to be here first, else it throws `FilesAwaited`; those of one in a log are
 * fetched afterwards. Returns false where the post has them all already. Refuses `file-refused`.
 */
export async function keepLinks(
  tx: WriteContext,
  to: AttachedTo,
  links: readonly AttachedLink[],
): Promise<boolean> {
  const taking = await takingOf(tx, to);
  const files = taking === "never" ? [] : onceEach(links.flatMap((link) => wantedOf(link, to.author)));
  if (taking === "now") checkSigned(to, links, files);
  if (taking === "now") await adoptFiles(tx, to, files);
  const before = await tx.sql<(AttachedLink & { place: number })[]>`
    select href, name, media_type as "mediaType", bytes, digest from attached_links where post_id = ${to.postId} order by place`;
  if (factsOf(before) === factsOf(links)) return false;
  await tx.sql`delete from attached_links where post_id = ${to.postId}`;
  const wanted = new Set(files.map(({ sha256 }) => sha256));
  const due = taking === "later" ? tx.now : null;
  for (const [place, link] of links.entries()) await insertLink(tx, to, { ...link, place, wanted, due });
  const dropped = await tx.sql<{ id: string }[]>`delete from files
    where post_id = ${to.postId} and digest is not null and encode(digest, 'hex') <> all(${[...wanted]}) returning id`;
  dropBytes(tx, dropped);
  if (taking === "later" && wanted.size > 0) tx.afterCommit(() => tx.wake("files"));
  return true;
}

async function insertLink(
  tx: WriteContext,
  { postId }: AttachedTo,
  link: AttachedLink & {
    readonly place: number;
    readonly wanted: ReadonlySet<string>;
    readonly due: Date | null;
  },
): Promise<void> {
  const { place, href, name, mediaType, bytes, digest } = link;
  const sha256 =
    link.sha256 !== null && link.wanted.has(link.sha256) ? Buffer.from(link.sha256, "hex") : null;
  const state: LinkState = sha256 === null ? "link" : "wanted";
  await tx.sql`insert into attached_links (post_id, place, href, name, media_type, bytes, digest, sha256, state, due)
    values (${postId}, ${place}, ${href}, ${name}, ${mediaType}, ${bytes}, ${digest}, ${sha256}, ${state},
      ${sha256 === null ? null : link.due})`;
}

function factsOf(list: readonly Omit<AttachedLink, "host" | "sha256" | "file">[]): string {
  return JSON.stringify(
    list.map(({ href, name, mediaType, bytes, digest }) => [href, name, mediaType, bytes, digest]),
  );
}

/** `now`: before the post has any effect; `later`: once it is here; `never`: they stay links. */
type Taking = "now" | "later" | "never";

/** Between nodes of the profile alone: other software has neither digests nor the mirror of a community. */
async function takingOf(tx: WriteContext, { community, author, origin }: AttachedTo): Promise<Taking> {
  if (origin.road === "here") return "never";
  const peerId = community.local ? author.peerId : community.peerId;
  const [peer] = await tx.sql<{ profile: boolean }[]>`
    select delivery_class = 'profile' as profile from peers where id = ${peerId}`;
  if (!peer?.profile) return "never";
  return origin.road === "letter" && community.local ? "now" : "later";
}

/** What is said in confidence has no file that its author did not sign, or that lies where its node does not answer (D-10). */
function checkSigned(
  { community }: AttachedTo,
  links: readonly AttachedLink[],
  files: readonly WantedFile[],
): void {
  if (isPublicLevel(community.level)) return;
  const taken = new Set(files.map(({ sha256 }) => sha256));
  const other = links.find(({ file, sha256 }) => file && !(sha256 !== null && taken.has(sha256)));
  if (other) refuse("file-refused", { reason: "unsigned", file: other.name });
}

/** The same bytes under one post are kept once, by the first of their names. */
function onceEach(files: readonly WantedFile[]): readonly WantedFile[] {
  const seen = new Set<string>();
  return files.filter(({ sha256 }) => !seen.has(sha256) && seen.add(sha256));
}

/** What is attached is a file of the author's own council, and its bytes are named. */
function wantedOf({ sha256, ...link }: AttachedLink, author: ActorRef): readonly WantedFile[] {
  if (sha256 === null || !sameOrigin(link.href, author.iri)) return [];
  const { href, name, mediaType, bytes } = link;
  return [{ href, name, mediaType, bytes, sha256 }];
}
