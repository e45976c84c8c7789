import { groupCollectionsOf } from "../../federation/objects/group.ts";
import { createCommunity } from "../../node/communities/create.ts";
import type { NodeContext } from "../../node/context.ts";
import { uploadFile } from "../../node/files/upload.ts";
import { idOf } from "../../node/ids.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { type Officer, signIn } from "../lab/councils.ts";

/** A community that is not open, with a post and a file in it, which nobody outside may ever read. */
export interface Room {
  /** At its own node, what names it to outsiders: of a community for members only its name and purpose, of a hidden one nothing. */
  readonly shown: Paths;
  /** What is not there for anybody outside: the discussion, the file, the lists; of a hidden one everything. */
  readonly hidden: Paths;
  /** Path of the discussion and of the file, which a member opens. */
  readonly thread: string;
  readonly file: string;
  readonly words: {
    readonly thread: readonly string[];
    readonly file: string;
    readonly all: readonly string[];
  };
}

/** What people open, and what programs ask for. */
export interface Paths {
  readonly pages: readonly string[];
  readonly documents: readonly string[];
}

interface Making {
  readonly by: Officer;
  readonly level: "closed" | "confidential";
  readonly seed: number;
}

/** Makes one of each level at its lead's node. */
export async function makeRooms(ctx: NodeContext, by: Officer, seed: number): Promise<readonly Room[]> {
  const rooms: Room[] = [];
  for (const level of ["closed", "confidential"] as const)
    rooms.push(await makeRoom(ctx, { by, level, seed }));
  return rooms;
}

async function makeRoom(ctx: NodeContext, { by, level, seed }: Making): Promise<Room> {
  const { actorId } = by;
  const word = (what: string) => `zq${level}${what}canary${seed}`;
  const name = level === "closed" ? "Serious case reviews" : `Panel ${word("name")}`;
  const draft = { name, purpose: "For officers.", charter: {}, level, themes: [], language: "en" };
  const { id } = await createCommunity(ctx, { actorId }, draft);
  const file = await uploadFile(ctx, {
    ownerId: actorId,
    declared: { name: "minutes.txt", type: "text/plain" },
    source: pieces(word("file")),
  });
  const content = await composePost(ctx, {
    ...({ kind: "question", themes: [], lang: "en", parentId: null, submission: null } as const),
    ...{ communityId: id, title: `About ${word("title")}`, text: word("text") },
    files: [{ id: file.id, alt: "" }],
  });
  const post = await publishPost(ctx, { authorId: actorId, content });
  const [row] = await ctx.sql<{ handle: string; iri: string; secret: string }[]>`
    select g.handle, g.iri, f.secret from communities c join actors g on g.id = c.actor_id, files f
    where c.id = ${id} and f.post_id = ${post.id}`;
  const { handle = "", iri = "", secret = "" } = row ?? {};
  const words = { thread: [word("title"), word("text")], file: word("file") };
  const named = level === "closed" ? [] : [word("name")];
  return {
    ...pathsOf({ handle, iri, post, file: `/files/${idOf(secret)}`, level }),
    words: { ...words, all: [...words.thread, words.file, ...named] },
  };
}

interface Made {
  readonly handle: string;
  readonly iri: string;
  readonly post: { readonly id: string; readonly iri: string };
  readonly file: string;
  readonly level: "closed" | "confidential";
}

function pathsOf({ handle, iri, post, file, level }: Made): Omit<Room, "words"> {
  const { origin } = new URL(iri);
  const its = groupCollectionsOf(iri);
  const inside = [its.outbox, its.followers, its.history, its.sync, its.members, `${its.history}?after=0`];
  const thread = `/c/${handle}/t/${idOf(post.id)}`;
  const about = {
    pages: ["", "/questions", "/about", "/members", "/feed.atom"].map((at) => `/c/${handle}${at}`),
    documents: [new URL(iri).pathname],
  };
  const within = {
    pages: [thread, file],
    documents: [
      ...[...inside, post.iri, its.threads.replace("{root}", encodeURIComponent(post.iri))].map((url) =>
        url.slice(origin.length),
      ),
      file,
    ],
  };
  if (level === "closed") return { thread, file, shown: about, hidden: within };
  const all = {
    pages: [...about.pages, ...within.pages],
    documents: [...about.documents, ...within.documents],
  };
  return { thread, file, shown: { pages: [], documents: [] }, hidden: all };
}

/** Its member opens everything once, so that its absence elsewhere says something. Throws where it is not there. */
export async function openRooms(by: Officer, rooms: readonly Room[]): Promise<void> {
  const client = await signIn(by);
  try {
    for (const { thread, file, words } of rooms) {
      const [page, content] = [await client.get(thread), await client.get(file)];
      const text = `${JSON.stringify(page.body)} ${content.body}`;
      const lacking = [...words.thread, words.file].filter((word) => !text.includes(word));
      if (lacking.length > 0)
        throw new Error(`Its member does not find ${lacking} at ${thread} and ${file}.`);
    }
  } finally {
    client.close();
  }
}

/** A text as it comes off a socket. */
export async function* pieces(text: string): AsyncIterable<Buffer> {
  yield Buffer.from(`${text}\n`);
}
