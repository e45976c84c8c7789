import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { inboxOf } from "../visibility/audience.ts";
import { isSevere } from "./policy.ts";
import type { ReportCategory } from "./types.ts";

export interface Recipient {
  readonly iri: string;
  readonly inbox: string;
}

/** What decides who elsewhere hears of a report. */
export interface Concern {
  readonly community: CommunityHome;
  readonly category: ReportCategory;
  /** Who is reported; null where the post is not known here. */
  readonly authorId: string | null;
}

/** Facilitators on other nodes, except the one who is reported, and of severe reports the author's node (F-02, F-03). */
export async function concernedElsewhere(tx: WriteContext, concern: Concern): Promise<readonly Recipient[]> {
  // Those of a hidden community are told that something waits, and ask for it (node/hidden).
  if (concern.community.level === "confidential") return [];
  const facilitators = await tx.sql<{ id: string; iri: string }[]>`
    select a.id, a.iri from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${concern.community.id} and m.state = 'active' and m.role <> 'member'
      and a.peer_id is not null and a.deleted is null and a.id is distinct from ${concern.authorId}
    order by a.iri`;
  const recipients = await Promise.all(facilitators.map((actor) => recipientOf(tx, actor)));
  return [...recipients, await authorsNode(tx, concern)].filter((one) => one !== null);
}

/** The node of whoever is reported, of severe reports; null for this one, the community's home, and one not to be written to. */
export async function authorsNode(tx: WriteContext, concern: Concern): Promise<Recipient | null> {
  if (!isSevere(concern.category) || concern.authorId === null) return null;
  const [node] = await tx.sql<{ id: string; iri: string }[]>`
    select n.id, n.iri from actors a join peers p on p.id = a.peer_id join actors n on n.iri = p.node_iri
    where a.id = ${concern.authorId} and p.id is distinct from ${concern.community.peerId}`;
  return node ? recipientOf(tx, node) : null;
}

async function recipientOf(tx: WriteContext, actor: { id: string; iri: string }): Promise<Recipient | null> {
  const inbox = await inboxOf(tx, actor.id);
  return inbox === null ? null : { iri: actor.iri, inbox };
}

/** Lays an unlogged Announce of the Group to each of these and to nobody else (profile F.1, resolution 5). */
export async function forwardTo(
  tx: WriteContext,
  community: CommunityHome,
  activityIri: string,
  recipients: readonly Recipient[],
): Promise<void> {
  for (const recipient of recipients) {
    const iri = await insertActivity(tx, {
      type: "Announce",
      actorIri: community.iri,
      objectIri: activityIri,
      communityId: community.id,
      readers: "addressees",
      addressees: [recipient.iri],
      facts: { unlogged: true },
    });
    await layLetter(tx, { activityIri: iri, inbox: recipient.inbox, communityId: community.id });
  }
}
