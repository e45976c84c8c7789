import type { AnyContext } from "../context.ts";
import type { Viewer } from "../visibility/viewer.ts";

/** What became of the copies of a council whose last member left. */
export interface ErasureView {
  /** Of the node that was asked. */
  readonly name: string;
  readonly asked: Date;
  readonly until: Date;
  readonly erased: Date | null;
  /** Why it keeps them and whom to ask, in its words; empty where it does not say so. */
  readonly legalHold: string;
  /** When it was found to hold them still, though it had said that it erased them. */
  readonly lied: Date | null;
  /** It has not answered, and the time is over. */
  readonly silent: boolean;
}

/** The nodes that a community of this node asked to erase, the newest first, for its facilitators; nothing for others. */
export async function listErasures(
  { sql, clock }: Pick<AnyContext, "sql" | "clock">,
  viewer: Viewer,
  communityId: string,
): Promise<readonly ErasureView[]> {
  const actorId = viewer.kind === "person" ? viewer.actorId : null;
  return sql<ErasureView[]>`
    select coalesce(nullif(p.name, ''), p.origin) as name, e.asked, e.until, e.erased, e.legal_hold as "legalHold", e.lied,
      e.answered is null and e.until < ${clock.now()} as silent
    from erasures e join peers p on p.id = e.peer_id where e.community_id = ${communityId} and exists (select 1 from memberships f
      where f.community_id = e.community_id and f.actor_id = ${actorId}::uuid and f.state = 'active' and f.role <> 'member')
    order by e.asked desc limit 100`;
}
