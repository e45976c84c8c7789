import type { NodeContext } from "../context.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { asNode } from "../visibility/viewer.ts";
import type { WantedFile } from "./types.ts";

/** A file of a post that is here, to be fetched now. */
export interface WantedHere {
  readonly file: WantedFile;
  readonly postId: string;
  readonly communityId: string;
  readonly ownerId: string;
  readonly groupIri: string;
  /** The community lives here: its author's node is asked; else the community's. */
  readonly home: boolean;
  readonly tries: number;
}

/** Files of posts that are to be fetched now, those of the newest posts first. */
export function listWantedDue(ctx: NodeContext, limit: number): Promise<readonly WantedHere[]> {
  return ctx.sql<WantedHere[]>`
    select jsonb_build_object('href', l.href, 'name', l.name, 'mediaType', l.media_type, 'bytes', l.bytes,
        'sha256', encode(l.sha256, 'hex')) as file,
      p.id as "postId", p.community_id as "communityId", p.author_id as "ownerId", g.iri as "groupIri", g.peer_id is null as home, l.tries
    from attached_links l join posts p on p.id = l.post_id and p.state in ('accepted', 'pending')
    join communities c on c.id = p.community_id join actors g on g.id = c.actor_id
    where p.community_id in ${readableCommunities(ctx.sql, asNode("what it is to hold"))} and l.state = 'wanted' and l.due <= ${ctx.clock.now()}
      and not exists (select 1 from files f where f.post_id = p.id and f.digest = l.sha256)
    order by p.published desc, p.id, l.place limit ${limit}`;
}

/** It did not come: again at `due`, or never where that is null, and why. */
export async function noteWantedTried(
  ctx: NodeContext,
  { postId, file }: Pick<WantedHere, "postId" | "file">,
  outcome: { readonly due: Date | null; readonly problem: string },
): Promise<void> {
  const { due, problem } = outcome;
  await ctx.sql`
    update attached_links set due = ${due}, tries = tries + 1, problem = ${problem},
      state = case when ${due}::timestamptz is null then 'failed' else 'wanted' end
    where post_id = ${postId} and sha256 = decode(${file.sha256}, 'hex') and state = 'wanted'`;
}
