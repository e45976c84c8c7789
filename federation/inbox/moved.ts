import { communityByIri } from "../../node/communities/home.ts";
import type { WriteContext } from "../../node/context.ts";
import { sameOrigin } from "../../node/iris.ts";
import { moveThread } from "../../node/posts/move.ts";
import { isReadHere, takeMove } from "../../node/posts/move-take.ts";
import { cameFrom, rootIriOf } from "../../node/posts/moved-acts.ts";
import { rootNamedBy } from "../../node/posts/thread.ts";
import { refuse } from "../../node/refusal.ts";
import type { ReadMove } from "../read/activity-types.ts";
import { type ActPlace, NotHereYet, postHere } from "./act-place.ts";
import type { Act } from "./entry-act.ts";

/**
 * A thread is moved between two communities of one node (profile C.9): by letter to the one it is in, whose node decides; or in the
 * log of either. Refuses as `moveThread` and `takeMove` do.
 */
export async function onMove(tx: WriteContext, act: ReadMove, place: ActPlace): Promise<unknown> {
  const { community, actor, origin } = place;
  const fromIri = act.origin ?? refuse("wrong-audience");
  if (fromIri !== community.iri && act.target !== community.iri) refuse("wrong-audience");
  if (!sameOrigin(fromIri, act.target)) refuse("wrong-audience");
  const to = (await communityByIri(tx.sql, act.target)) ?? refuse("not-found");
  if (origin.road !== "relay") {
    if (fromIri !== community.iri || !to.local) refuse("wrong-audience");
    const root = await postHere(tx, act.object, place);
    const moving = { actorId: actor.id, rootId: root.id, targetId: to.id, reason: act.reason };
    return moveThread(tx, moving, origin);
  }
  const from = (await communityByIri(tx.sql, fromIri)) ?? refuse("not-found");
  const move = { activityIri: act.id, rootIri: act.object, from, to, log: community, actorId: actor.id };
  const reason = act.reason.slice(0, 1000);
  return takeMove(tx, { ...move, reason, moved: act.published ?? tx.now }, origin);
}

/**
 * E-09: an act in a log names the community of that log, or the one that its thread was moved from. Throws NotHereYet until the log
 * has said so; refuses `wrong-audience` where nobody here belongs to the community: for nobody nothing waits.
 */
export async function checkMovedHere(
  tx: WriteContext,
  act: Act,
  { id, iri }: ActPlace["community"],
): Promise<void> {
  const namedIri = act.audience;
  if (namedIri === null || namedIri === iri || act.type === "Move") return;
  const rootIri = await threadOf(tx, act);
  // What never came here is deleted or removed without anything to see of its thread.
  const asked = { namedIri, rootIri: act.type === "Delete" ? rootIri : (rootIri ?? act.object) };
  if (await cameFrom(tx, iri, asked)) return;
  if (!(await isReadHere(tx, id))) refuse("wrong-audience");
  throw new NotHereYet(rootIri ?? act.object);
}

async function threadOf(tx: WriteContext, act: Act): Promise<string | null> {
  const here = await rootIriOf(tx, act.object);
  if (here !== null || !("content" in act) || act.content === null) return here;
  const { kind, context, inReplyTo } = act.content;
  if (kind !== "reply") return act.object;
  return rootNamedBy(context) ?? (inReplyTo === null ? null : rootIriOf(tx, inReplyTo));
}
