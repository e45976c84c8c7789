import type { Origin } from "../../node/changes/record.ts";
import type { CommunityHome } from "../../node/communities/home.ts";
import type { WriteContext } from "../../node/context.ts";
import type { ActorRef } from "../../node/people/actor.ts";
import type { Arrival } from "../../node/posts/arrival.ts";
import { type PostRow, postByIri } from "../../node/posts/find.ts";
import { refuse } from "../../node/refusal.ts";

/** Where an act takes place, and by whom. */
export interface ActPlace {
  readonly community: CommunityHome;
  readonly actor: ActorRef;
  readonly origin: Origin;
  /** What is known of the post that it writes, where that was looked up in this transaction. */
  readonly arrival?: Arrival | null;
}

/** Says that the act speaks of something this node does not have yet. */
export class NotHereYet extends Error {
  readonly objectIri: string;
  constructor(objectIri: string) {
    super("not here yet");
    this.objectIri = objectIri;
  }
}

/** The post an act speaks of. Refuses `not-found`, `wrong-audience`; throws NotHereYet for an entry of a log. */
export async function postHere(
  tx: WriteContext,
  iri: string,
  { community, origin }: ActPlace,
): Promise<PostRow> {
  const post = await postByIri(tx.sql, iri);
  if (!post) {
    if (origin.road === "relay") throw new NotHereYet(iri);
    return refuse("not-found");
  }
  return post.communityId === community.id ? post : refuse("wrong-audience");
}
