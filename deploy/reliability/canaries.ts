import type { NodeContext } from "../../node/context.ts";
import { placeTextOf } from "../../node/drafts/place.ts";
import { saveDraft } from "../../node/drafts/save.ts";
import { newUuid } from "../../node/ids.ts";
import { reportPost } from "../../node/moderation/report.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { removePost } from "../../node/posts/remove.ts";
import type { Officer } from "../lab/councils.ts";
import { communityIdOn } from "../simulate/setup.ts";

/** Words that stand in the home's database and that nobody outside may ever read. */
export interface Canaries {
  readonly words: readonly string[];
  /** Posts whose pages and documents the prober asks for: what may be seen, removed, and held. */
  readonly iris: readonly string[];
}

interface Hiding {
  readonly groupIri: string;
  readonly by: Officer;
  readonly seed: number;
  readonly level: "open" | "closed";
}

/** Lays what nobody outside may see: a draft, a report's words, a removed post, and one held for the facilitator. */
export async function hideCanaries(
  ctx: NodeContext,
  { groupIri, by, seed, level }: Hiding,
): Promise<Canaries> {
  const word = (what: string) => `zq${what}canary${seed}`;
  const words = ["draft", "report", "removed", "held"].map(word);
  const communityId = await communityIdOn(ctx, groupIri);
  const { actorId, accountId } = by;
  const write = async (text: string) => {
    const draft = { kind: "question", title: `About ${text}`, themes: [], lang: "en" } as const;
    const content = await composePost(ctx, { ...draft, communityId, text, parentId: null, submission: null });
    return publishPost(ctx, { authorId: actorId, content });
  };
  const seen = await write("What everybody may read.");
  const removed = await write(word("removed"));
  await removePost(ctx, { actorId, postId: removed.id, reason: "Off the subject." });
  const held = await holdCopy(ctx, seen.id, word("held"));
  await saveDraft(ctx, {
    accountId,
    place: placeTextOf({ kind: "question", communityId }),
    body: { title: "", text: word("draft"), themes: [], lang: null, submission: null },
    seen: null,
    submission: null,
  });
  // In a community for members only no visitor can report anything.
  if (level === "open")
    await reportPost(ctx, {
      postId: seen.id,
      by: { visitor: { email: null } },
      category: "conduct",
      words: word("report"),
    });
  return { words, iris: [seen.iri, removed.iri, held] };
}

/** As a post stands that came from outside and waits for the facilitator: never announced, never logged. */
async function holdCopy(ctx: NodeContext, postId: string, text: string): Promise<string> {
  const id = newUuid(ctx.clock.now());
  const iri = ctx.iris.object(id);
  await ctx.sql`
    insert into posts (id, iri, community_id, closed, author_id, kind, title, source, html, summary, state, published)
    select ${id}, ${iri}, community_id, closed, author_id, kind, ${text}, ${text}, ${`<p>${text}</p>`}, ${text}, 'held', published
    from posts where id = ${postId}`;
  return iri;
}
