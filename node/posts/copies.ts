import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { layLetter } from "../outbox/emit.ts";
import type { RemoteInbox } from "../visibility/audience.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import type { PostRow } from "./find.ts";

/** An author's own activity about a post, and where the post stands. */
export interface CopySending {
  readonly post: Pick<PostRow, "id" | "authorLocal" | "parentId">;
  readonly community: Pick<CommunityHome, "id" | "level">;
  readonly activityIri: string;
  /** Whom the community relays it to; none where the community is elsewhere. */
  readonly readers: readonly RemoteInbox[];
}

/**
 * Sends a post written here, now that its community has it, to people on software of another make whom it answers or
 * names (profile C.1): to such software a community shows titled posts alone. Whoever reads all that the community
 * relays has it already. Notes every inbox of that kind that was sent the post, by either road.
 */
export async function sendFirstCopies(tx: WriteContext, sending: CopySending): Promise<void> {
  const { post, community, activityIri, readers } = sending;
  if (!post.authorLocal || !isPublicLevel(community.level)) return;
  const foreign = readers.filter(({ deliveryClass }) => deliveryClass !== "profile");
  const told = foreign.filter(({ deliveryClass }) => deliveryClass !== "microblog").map(({ inbox }) => inbox);
  const named = await tx.sql<{ inbox: string }[]>`
    select distinct coalesce(a.shared_inbox, a.inbox) as inbox from actors a join peers p on p.id = a.peer_id
    where a.id in (select author_id from posts where id = ${post.parentId}
        union select actor_id from mentions where post_id = ${post.id})
      and a.kind = 'person' and a.deleted is null and p.delivery_class <> 'profile' and ${mayBeWrittenTo(tx)}
      and coalesce(a.shared_inbox, a.inbox) <> all(${told})`;
  for (const { inbox } of named) await layLetter(tx, { activityIri, inbox, communityId: community.id });
  const inboxes = [...new Set([...foreign, ...named].map(({ inbox }) => inbox))];
  if (inboxes.length > 0)
    await tx.sql`insert into post_copies (post_id, inbox) select ${post.id}, unnest(${inboxes}::text[]) on conflict do nothing`;
}

/**
 * Tells everyone who was sent a post written here that its author changed or deleted it (resolution 13), but for
 * readers whose software is told so by the community itself.
 */
export async function sendToCopies(
  tx: WriteContext,
  { post, community, activityIri, readers }: CopySending,
  type: "Update" | "Delete",
): Promise<void> {
  const told = readers
    .filter(({ deliveryClass }) => deliveryClass === "threadiverse")
    .map(({ inbox }) => inbox);
  const copies = await tx.sql<{ inbox: string }[]>`
    select c.inbox from post_copies c join peers p on p.origin = substring(c.inbox from '^[a-z]+://[^/]+')
    where c.post_id = ${post.id} and c.inbox <> all(${told}) and p.delivery_class <> 'profile' and ${mayBeWrittenTo(tx)}
    order by 1`;
  for (const { inbox } of copies) await layLetter(tx, { activityIri, inbox, communityId: community.id });
  if (type === "Delete") await tx.sql`delete from post_copies where post_id = ${post.id}`;
}

function mayBeWrittenTo(tx: WriteContext) {
  const anyPeer = tx.config.federationMode === "open";
  return tx.sql`(p.state in ('accepted', 'paused') or (${anyPeer} and p.state not in ('blocked', 'refused')))`;
}
