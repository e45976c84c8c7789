import type { CommunityPage } from "../../node/communities/types.ts";
import { type NodeContext, type ReadContext, reading } from "../../node/context.ts";
import {
  checkExporter,
  type ExportedFile,
  type ExportedPost,
  exportDiscussion,
  exportMembers,
  nextDiscussions,
} from "../../node/exports/read.ts";
import { fileStore } from "../../node/files/store.ts";
import { idOf } from "../../node/ids.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import type { Speech } from "../language.ts";
import { discussionPage, indexPage, type Listed } from "./pages.tsx";
import type { ZipPart } from "./zip.ts";

export interface Archive {
  readonly ctx: NodeContext;
  readonly viewer: Extract<Viewer, { kind: "person" }>;
  readonly community: CommunityPage;
  readonly speech: Speech;
  /** Who exports it, and what for. */
  readonly by: string;
  readonly reason: string;
}

/**
 * The parts of an archive of a community, one after the other: each discussion as JSON and as a page, its files, and at the end
 * an index and what the community is. Every piece is read as its facilitator, who must still be one.
 */
export async function* archiveParts(archive: Archive): AsyncGenerator<ZipPart> {
  const { ctx, viewer, community, speech } = archive;
  const made = ctx.clock.now();
  const read = <T>(work: (r: ReadContext) => Promise<T>) =>
    reading(ctx, viewer, async (r) => {
      await checkExporter(r, viewer.actorId, community.id);
      return work(r);
    });
  const listed: Listed[] = [];
  let after: string | null = null;
  do {
    const of: { communityId: string; after: string | null } = { communityId: community.id, after };
    const ids: readonly string[] = await read((r) => nextDiscussions(r, viewer, of));
    for (const id of ids) {
      const posts = await read((r) => exportDiscussion(r, viewer, id));
      const [first] = posts;
      if (first === undefined) continue;
      const path = `discussions/${idOf(id)}`;
      listed.push({
        path: `${path}.html`,
        title: first.title,
        lang: first.lang,
        published: first.published,
        posts: posts.length,
      });
      yield { name: `${path}.json`, made, content: JSON.stringify(posts.map(postOf), null, 2) };
      yield { name: `${path}.html`, made, content: discussionPage(posts, speech, pathOfFile) };
      for (const file of posts.flatMap((post) => post.files)) yield* filePart(ctx, file, made);
    }
    after = ids.at(-1) ?? null;
  } while (after !== null);
  const members = await read((r) => exportMembers(r, community.id));
  const about = {
    ...aboutOf(archive, made),
    members: members.map(({ person, ...member }) => ({ ...member, ...personOf(person) })),
  };
  yield { name: "community.json", made, content: JSON.stringify(about, null, 2) };
  yield { name: "index.html", made, content: indexPage({ community, listed, members, about }, speech) };
}

function aboutOf({ community, by, reason, ctx }: Archive, made: Date) {
  const { iri, name, purpose, charter, level, created } = community;
  return {
    format: 1,
    iri,
    name,
    purpose,
    charter,
    level,
    created,
    site: ctx.config.origin,
    exported: { at: made, by, reason },
  };
}

function postOf({ author, files, ...post }: ExportedPost) {
  return {
    ...post,
    author: personOf(author),
    files: files.map((file) => ({ ...file, path: pathOfFile(file) })),
  };
}

function personOf({ iri, name, council }: ExportedPost["author"]) {
  return { iri, name, council };
}

/** Its own name behind its id, without what leads out of a folder or has a meaning to a system. */
export function pathOfFile({ id, name }: Pick<ExportedFile, "id" | "name">): string {
  const plain = name
    .replace(/[^\p{L}\p{N}._ -]/gu, "_")
    .replace(/^\.+/, "_")
    .slice(-100);
  return `files/${idOf(id)}-${plain}`;
}

async function* filePart(ctx: NodeContext, file: ExportedFile, made: Date): AsyncGenerator<ZipPart> {
  const content = await fileStore(ctx).read(file.id);
  if (content !== null) yield { name: pathOfFile(file), made, content };
}
