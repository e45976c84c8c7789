import type { Origin } from "../changes/record.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { type ActivityType, insertActivity, layLetter } from "../outbox/emit.ts";
import { relayToAll, spendEntries } from "../outbox/relay.ts";
import type { ActorRef } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { inboxOf, type RemoteInbox } from "../visibility/audience.ts";
import { sendFirstCopies, sendToCopies } from "./copies.ts";
import type { PostRow } from "./find.ts";

export interface Sending {
  readonly type: ActivityType;
  readonly post: PostRow;
  readonly community: CommunityHome;
  /** Who acts: the author, or a facilitator. */
  readonly author: ActorRef;
  readonly changeId: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Object of the activity when it is not the post. */
  readonly objectIri?: string;
}

const CONTENT = ["Create", "Update"];

/**
 * Gives an act about a post to the wire, in its transaction: a local community logs and announces it; to one
 * elsewhere it goes as a letter; what came in a log goes nowhere. Returns the activity's IRI, or null.
 */
export async function sendPost(tx: WriteContext, sending: Sending, origin: Origin): Promise<string | null> {
  if (origin.road === "relay") return null;
  const { post, community } = sending;
  // Nothing of a hidden community is ever given to the wire (issue of closed rooms, section 1).
  if (community.level === "confidential") return numberHere(tx, sending);
  const objectIri = sending.objectIri ?? post.iri;
  const isPrivate = sending.type === "Like" || sending.facts?.undoes === "Like";
  const iri = await insertActivity(tx, {
    type: sending.type,
    actorIri: sending.author.iri,
    objectIri,
    communityId: community.id,
    changeId: sending.changeId,
    readers: isPrivate ? "peers" : "anyone",
    addressees: [community.iri],
    facts: { postId: post.id, revision: post.revision, ...sending.facts },
    ...(origin.road === "letter"
      ? { received: { iri: origin.activity.iri, bytes: origin.activity.bytes } }
      : {}),
  });
  // What waits for a facilitator is kept as it came, and goes nowhere until it is let in.
  if (post.state === "held") return iri;
  const readers = community.local ? await relayPost(tx, { ...sending, objectIri }, iri, isPrivate) : [];
  if (!community.local) await letterToHome(tx, community, iri);
  if (origin.road === "here") await copyToOthers(tx, sending, { activityIri: iri, readers });
  return iri;
}

/** What the author writes, changes and deletes goes to whom the relay does not tell. Elsewhere, once its community has it. */
async function copyToOthers(
  tx: WriteContext,
  { type, post, community, author, facts }: Sending,
  sent: { readonly activityIri: string; readonly readers: readonly RemoteInbox[] },
): Promise<void> {
  const copy = { post, community, ...sent };
  if (type === "Create" && community.local) return sendFirstCopies(tx, copy);
  const own = author.id === post.authorId && facts?.summary === undefined;
  if (own && (type === "Update" || type === "Delete")) await sendToCopies(tx, copy, type);
}

/** A hidden community numbers what is written in it, as others do, and keeps no log of activities. */
async function numberHere(tx: WriteContext, { type, post, community }: Sending): Promise<null> {
  if (type === "Create")
    await tx.sql`with c as (update communities set seq = seq + 1, last_activity = ${tx.now} where id = ${community.id} returning seq)
      update posts set seq = c.seq from c where id = ${post.id}`;
  return null;
}

async function letterToHome(tx: WriteContext, community: CommunityHome, iri: string): Promise<void> {
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox) refuse("not-connected", { home: community.name });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}

async function relayPost(
  tx: WriteContext,
  sending: Sending & { objectIri: string },
  iri: string,
  isPrivate: boolean,
): Promise<readonly RemoteInbox[]> {
  const { post, community, type, objectIri } = sending;
  const { seq, readers } = await relayToAll(tx, community.id, {
    activityIri: iri,
    objectIri,
    type,
    private: isPrivate,
    titled: post.kind !== "reply",
  });
  if (type === "Create") await tx.sql`update posts set seq = ${seq} where id = ${post.id}`;
  if (CONTENT.includes(type))
    await spendEntries(tx, community.id, objectIri, { types: CONTENT, except: seq });
  if (type === "Delete") await spendEntries(tx, community.id, objectIri, { types: CONTENT });
  return readers;
}
