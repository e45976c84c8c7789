import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import { cardsOf } from "../communities/read.ts";
import type { CommunityCard, CommunityLabel } from "../communities/types.ts";
import { type NodeContext, type ReadContext, reading } from "../context.ts";
import { idOf } from "../ids.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import { peopleOf } from "../people/read.ts";
import type { PersonLabel } from "../people/types.ts";
import type { Marked, SearchHit, SearchPage, SearchQuery } from "../ports.ts";
import { rootIdOf } from "../posts/root-id.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";

interface Text {
  readonly id: string;
  readonly title: Marked;
  readonly snippet: Marked | null;
  readonly path: string;
}

/** A result as a page shows it: proposed by the index, read again through the rule of who may see. */
export type FoundItem =
  | (Text & {
      readonly kind: "topic" | "question" | "reply";
      readonly community: CommunityLabel;
      readonly author: PersonLabel;
      readonly published: Date;
      readonly lang: string;
      readonly answered: boolean;
      readonly replies: number;
    })
  | (Text & { readonly kind: "community"; readonly community: CommunityCard })
  | (Text & { readonly kind: "person"; readonly person: PersonLabel; readonly topics: readonly string[] })
  | (Text & { readonly kind: "elsewhere"; readonly council: string; readonly community: string });

export interface FoundPage extends Omit<SearchPage, "hits"> {
  readonly items: readonly FoundItem[];
  readonly pages: number;
}

/** Searches everything this node holds and the viewer may see: the index proposes, the database disposes. */
export async function findItems(ctx: NodeContext, viewer: Viewer, query: SearchQuery): Promise<FoundPage> {
  const { hits, ...page } = await ctx.ports.search.find(ctx, viewer, query);
  const items = await reading(ctx, viewer, (r) => itemsOf(r, viewer, hits));
  return { ...page, items, pages: Math.min(25, Math.max(1, Math.ceil(page.reachable / 20))) };
}

async function itemsOf(
  r: ReadContext,
  viewer: Viewer,
  hits: readonly SearchHit[],
): Promise<readonly FoundItem[]> {
  const idsOf = (kinds: readonly string[]) =>
    hits.filter((hit) => !hit.elsewhere && kinds.includes(hit.kind)).map((hit) => hit.id);
  const posts = await foundPosts(r, viewer, idsOf(["topic", "question", "reply"]));
  const communities = new Map(
    (await cardsOf(r, viewer, idsOf(["community"]))).map((card) => [card.id, card]),
  );
  const people = new Map(
    (await peopleOf(r, viewer, idsOf(["person"]))).map((card) => [card.person.id, card]),
  );
  return hits.flatMap((hit): FoundItem[] => {
    const text = { id: hit.id, title: hit.title, snippet: hit.snippet };
    if (hit.elsewhere)
      return [
        {
          ...text,
          kind: "elsewhere",
          path: hit.elsewhere.url,
          council: hit.elsewhere.council,
          community: hit.elsewhere.community,
        },
      ];
    const community = communities.get(hit.id);
    if (community) return [{ ...text, kind: "community", path: community.path, community }];
    const person = people.get(hit.id);
    if (person) return [{ ...text, kind: "person", path: person.person.path, ...person }];
    const post = posts.get(hit.id);
    return post ? [{ ...text, ...post }] : [];
  });
}

interface PostRow {
  readonly id: string;
  readonly root: string;
  readonly kind: "topic" | "question" | "reply";
  readonly published: Date;
  readonly lang: string;
  readonly answered: boolean;
  readonly replies: number;
  readonly community: CommunityRow;
  readonly author: LabelRow;
}

type FoundPost = Omit<
  Extract<FoundItem, { kind: "topic" | "question" | "reply" }>,
  "id" | "title" | "snippet"
>;

async function foundPosts(
  r: ReadContext,
  viewer: Viewer,
  ids: readonly string[],
): Promise<Map<string, FoundPost>> {
  if (ids.length === 0) return new Map();
  const { sql } = r;
  const rows = await sql<PostRow[]>`
    select p.id, r.id as root, p.kind, p.published, p.lang, r.replies, ${labelColumn(sql, sql`p.author_id`)} as author,
      r.accepted_answer_id is not null and (p.id = r.id or r.accepted_answer_id = p.id) as answered,
      (select to_jsonb(x) from (select ${labelColumns(sql)}) x) as community
    from posts p join posts r on r.id = ${rootIdOf(sql)} join communities c on c.id = p.community_id ${labelJoins(sql)}
    where p.id = any(${[...ids]}) and p.community_id in ${readableCommunities(sql, viewer)}`;
  return new Map(
    rows.map((row) => {
      const community = communityLabelOf(row.community);
      const anchor = row.kind === "reply" ? `#post-${idOf(row.id)}` : "";
      const { kind, published, lang, answered, replies } = row;
      return [
        row.id,
        {
          kind,
          published,
          lang,
          answered,
          replies,
          community,
          author: labelOf(row.author),
          path: `${community.path}/t/${idOf(row.root)}${anchor}`,
        },
      ];
    }),
  );
}
