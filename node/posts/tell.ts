import type { ChangeKind } from "../changes/kinds.ts";
import { type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import type { ActivityType } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import type { PostRow } from "./find.ts";
import { sendPost } from "./send.ts";

/** Something done to a post: what the record says of it, and what goes to other nodes. */
export interface PostAct {
  readonly kind: ChangeKind;
  /** Who acts: the author, or a facilitator. */
  readonly actorId: string;
  readonly post: PostRow;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly wire: {
    readonly type: ActivityType;
    /** Object of the activity when it is not the post. */
    readonly objectIri?: string;
    readonly facts?: Readonly<Record<string, unknown>>;
  };
}

/** Records an act about a post and gives it to the wire, in the transaction of its effect. Returns the activity's IRI. */
export async function tellOfAct(tx: WriteContext, act: PostAct, origin: Origin): Promise<string | null> {
  const { post } = act;
  const changeId = await recordChange(tx, {
    kind: act.kind,
    actorId: act.actorId,
    communityId: post.communityId,
    subjectId: post.id,
    subjectIri: post.iri,
    revision: post.revision,
    facts: act.facts ?? {},
    origin,
  });
  const community = await communityHome(tx.sql, post.communityId);
  const author = await actorById(tx.sql, act.actorId);
  return sendPost(tx, { ...act.wire, post, community, author, changeId }, origin);
}

/** The newest activity of a type about an object, to be undone; the object itself when none is known. */
export async function lastActivity(tx: WriteContext, type: ActivityType, objectIri: string): Promise<string> {
  const [row] = await tx.sql<{ iri: string }[]>`
    select iri from activities where type = ${type} and object_iri = ${objectIri} order by created desc limit 1`;
  return row?.iri ?? objectIri;
}
