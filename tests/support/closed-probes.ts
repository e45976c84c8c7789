import { getDocument, signedGet } from "../../federation/get-document.ts";
import { digestOf } from "../../federation/objects/file.ts";
import { groupCollectionsOf } from "../../federation/objects/group.ts";
import { idOf } from "../../node/ids.ts";
import { postByIri } from "../../node/posts/find.ts";
import { filesAt } from "./closed-councils.ts";
import type { FourCouncils } from "./four-councils.ts";
import type { NetworkNode } from "./start-nodes.ts";
import type { Browser } from "./web.ts";

/** What is asked for: a post with a file, and the words that only its members may read. */
export interface Secret {
  readonly iri: string;
  /** Words of its title, text and file; each is unlike any other. */
  readonly words: readonly string[];
  /** Paths of the file, as they were at any council while it was there. */
  readonly files: readonly string[];
}

/** What an outsider was shown, a line each, and how often they asked. */
export interface Probed {
  readonly shown: readonly string[];
  readonly asked: number;
}

/** Every path of a post's file at these councils. */
export async function filePathsOf(nodes: readonly NetworkNode[], iri: string): Promise<readonly string[]> {
  const all = await Promise.all(
    nodes.map(async (node) => ((await postByIri(node.ctx.sql, iri)) ? filesAt(node, iri) : [])),
  );
  return all.flat().map(({ secret }) => `/files/${idOf(secret)}`);
}

/** Asks for everything by a browser at a council: pages, JSON, the search, feeds, counts and the file. */
export async function probePages(
  councils: FourCouncils,
  { node, browser }: { readonly node: NetworkNode; readonly browser: Browser },
  secret: Secret,
): Promise<Probed> {
  const community = councils.pathAt(node);
  const held = await postByIri(councils.somerset.ctx.sql, secret.iri);
  const local = await postByIri(node.ctx.sql, secret.iri);
  const threads = [held, local].flatMap((post) => (post ? [`${community}/t/${idOf(post.id)}`] : []));
  const paths = [
    ...["", "/questions", "/about", "/members", "/moderation-log", "/feed.atom"].map((at) => community + at),
    ...[...threads, ...secret.files, `/open?item=${encodeURIComponent(secret.iri)}`],
    ...["/", "/communities", "/notifications", ...searchesFor(secret)],
  ];
  const shown: string[] = [];
  for (const path of paths) {
    for (const accept of ["text/html", "application/json"]) {
      const { status, text } = await browser.get(path, { accept });
      const found = secret.words.filter((word) => text.includes(word) && !path.includes(word));
      const counted = /\b\d+ members? from \d/.test(text) || /"members":\s*\d/.test(text);
      const opened = threads.includes(path) || secret.files.includes(path) ? status !== 404 : false;
      if (found.length > 0 || (counted && path.startsWith(community)) || opened)
        shown.push(`${status} ${path} ${accept} ${found.join(" ")}`);
    }
  }
  return { shown, asked: paths.length * 2 };
}

/** Asks for every document and the file as a program does: without a signature, and signed by a council's node. */
export async function probeDocuments(
  councils: FourCouncils,
  signer: NetworkNode,
  secret: Secret,
): Promise<Probed> {
  const { somerset, groupIri } = councils;
  const its = groupCollectionsOf(groupIri);
  const files = await filesAt(somerset, secret.iri);
  const media = files.map(({ digest }) => its.media.replace("{digest}", digestOf(digest ?? Buffer.alloc(0))));
  const urls = [
    ...[its.outbox, its.followers, its.featured, its.history, its.sync, its.members, secret.iri, ...media],
    ...[`${its.history}?after=0`, its.objects.replace("{id}", encodeURIComponent(secret.iri))],
    its.threads.replace("{root}", encodeURIComponent(secret.iri)),
  ];
  const shown: string[] = [];
  for (const url of urls) {
    const path = url.slice(somerset.origin.length);
    const { status } = await somerset.get(path, { accept: "application/activity+json" });
    if (status !== 404) shown.push(`${status} ${path} unsigned`);
    const answer = media.includes(url)
      ? (await signedGet(signer.node.wire, url, {})).status
      : await getDocument(signer.node.wire, url, { page: true }).then((one) => (one.ok ? 200 : one.status));
    if (answer !== 404) shown.push(`${answer} ${path} signed by ${signer.name}`);
  }
  return { shown, asked: urls.length * 2 };
}

function searchesFor({ words }: Secret): readonly string[] {
  return words.flatMap((word) => [`/search?q=${word}`, `/search?q=${word.slice(0, -1)}`]);
}
