import { inTransaction, type NodeContext, type ReadContext, type WriteContext } from "../../node/context.ts";
import type { Sql, Tx } from "../../node/db/open.ts";
import { newUuid } from "../../node/ids.ts";
import { Refusal } from "../../node/refusal.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import type { MatrixScene } from "./matrix-scene.ts";
import type { NetworkNode } from "./start-nodes.ts";
import type { Somebody } from "./web-scene.ts";

/**
 * Asks the function of the product in which one call of the rule of who may read stands, by its own name and with ids that it
 * was not given by another read: as somebody who may be told, who finds what was planted, or as somebody who may not. Says
 * whether they were told. What is asked is asked of the closed room, or of the hidden one where a closed one may be known.
 */
export type Ask = (scene: MatrixScene, inside: boolean) => Promise<boolean>;

/** Asks by the call that they are about: file, function, call (tests/support/without-rule.ts). */
export type Asks = Readonly<Record<string, Ask>>;

/** Asks in a transaction of a node that is taken back, so that whatever is planted or done in it never was. */
export async function pretending(
  node: NetworkNode,
  work: (tx: WriteContext) => Promise<boolean>,
): Promise<boolean> {
  let told = false;
  const takenBack = new Error("Taken back.");
  try {
    await inTransaction(node.ctx, async (tx) => {
      told = await work(tx);
      throw takenBack;
    });
  } catch (error) {
    if (error !== takenBack) throw error;
  }
  return told;
}

/** The node within such a transaction, for reads that open one of their own. */
export function within(tx: WriteContext): NodeContext {
  const sql = tx.sql as Tx & { begin?: unknown };
  sql.begin = (...words: unknown[]) => tx.sql.savepoint(words.at(-1) as (sql: Tx) => Promise<unknown>);
  return { ...tx, sql: sql as unknown as Sql };
}

/** The same, as a read for somebody. */
export function readingAs(tx: WriteContext | NodeContext, viewer: Viewer): ReadContext {
  return { ...tx, viewer };
}

/** Whether a read or an act went through; anything but a refusal is an error. */
export async function unrefused(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Somebody signed in. */
export function asPerson({ actorId, accountId }: Somebody): Viewer & { kind: "person" } {
  return { kind: "person", actorId, accountId };
}

/** A member, or somebody of the same node who is in no room. */
export function whoOf({ people }: MatrixScene, inside: boolean): Somebody {
  return inside ? people.member : people.outsider;
}

/** The same as a viewer. */
export function viewing(scene: MatrixScene, inside: boolean): Viewer & { kind: "person" } {
  return asPerson(whoOf(scene, inside));
}

/** The node of a member elsewhere, or one that is marked and has nobody in the room. */
export function nodeLooking({ other, peers }: MatrixScene, inside: boolean): Viewer & { kind: "peer" } {
  return { kind: "peer", origin: inside ? other.origin : peers.memberless.origin };
}

/** Ids by which another node knows a room and a post. */
export async function idsAt(
  { sql }: Pick<WriteContext, "sql">,
  { room, post }: { room: string; post: string },
): Promise<{ readonly communityId: string; readonly postId: string }> {
  const [row] = await sql<{ communityId: string; postId: string }[]>`
    select c.id as "communityId", p.id as "postId" from communities c join actors g on g.id = c.actor_id
    join posts p on p.community_id = c.id where g.iri = ${room} and p.iri = ${post}`;
  if (!row) throw new Error(`${post} is not there.`);
  return row;
}

/** A closed community elsewhere whose node was heard just now, or not for longer than seven days (B-15). */
export async function heard(tx: WriteContext, communityId: string, lately: boolean): Promise<void> {
  await tx.sql`update communities set home_heard = now() - ${lately ? "0 days" : "8 days"}::interval
    where id = ${communityId}`;
}

/** A person of another node: of the member's, or of one that would begin to hold copies with them. */
export async function newcomer(
  tx: WriteContext,
  scene: MatrixScene,
  inside: boolean,
): Promise<{ readonly id: string; readonly nodeIri: string }> {
  const { origin } = nodeLooking(scene, inside);
  const iri = `${origin}/ap/p/${newUuid(tx.now)}`;
  const [row] = await tx.sql<{ id: string; nodeIri: string }[]>`
    insert into actors (iri, kind, handle, name, peer_id, inbox, profile_visibility)
    select ${iri}, 'person', 'nia', 'Nia New', id, ${`${origin}/ap/inbox`}, 'network' from peers
    where origin = ${origin} and state = 'accepted' and holds_closed and keeps_closed and delivery_class = 'profile'
    returning id, (select node_iri from peers where origin = ${origin}) as "nodeIri"`;
  if (!row) throw new Error(`${origin} holds nothing.`);
  return row;
}
