import type { SearchEngine } from "./engine.ts";
import type { FindPorts, Seeker } from "./find.ts";
import { guardHits } from "./guard.ts";
import type { SimilarCommunity, SimilarPost } from "./results.ts";

export interface SimilarPorts<Reader> extends Omit<FindPorts<Reader>, "engine" | "remote" | "wait"> {
  readonly engine: Pick<SearchEngine, "similar" | "similarCommunities">;
}

/** Answered questions like the text being typed, each read again. Empty when the engine is away: typing goes on. */
export async function findSimilarPosts<Reader>(
  ports: SimilarPorts<Reader>,
  who: Seeker<Reader>,
  text: string,
  limit: number,
): Promise<readonly SimilarPost[]> {
  try {
    const search = () => ports.engine.similar(who.viewer, text, { answeredFirst: true, limit });
    const found = await search();
    const { hits } = await guardHits(who.reader, found, ({ id, uri }) => ({ id, uri, kind: "question" }), {
      ...ports,
      search,
    });
    return hits;
  } catch (error) {
    ports.failed(error);
    return [];
  }
}

/** Communities that may be the same as the one being started, each read again, likest first. Throws when the engine is away. */
export async function findSimilarCommunities<Reader>(
  ports: SimilarPorts<Reader>,
  who: Seeker<Reader>,
  planned: { readonly name: string; readonly purpose: string },
  limit: number,
): Promise<readonly SimilarCommunity[]> {
  const { name, purpose } = planned;
  const search = () => ports.engine.similarCommunities(who.viewer, name, purpose, limit);
  const found = await search();
  const { hits } = await guardHits(who.reader, found, ({ id, uri }) => ({ id, uri, kind: "community" }), {
    ...ports,
    search,
  });
  return hits;
}
