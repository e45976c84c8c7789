import { HERE } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { spendEntries } from "../outbox/relay.ts";
import { actorById } from "../people/actor.ts";
import { endSuspension } from "./suspend.ts";
import { sendGrant } from "./tell-member.ts";

/**
 * Ends the suspensions whose time is over (B-09), on the community's node and on the member's own alike; a job calls it
 * every minute. Returns how many ended.
 */
export async function lapseSuspensions(ctx: NodeContext): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const over = await tx.sql<
      { id: string; grantIri: string | null; state: string; actorId: string; communityId: string }[]
    >`select m.id, m.grant_iri as "grantIri", m.state, m.actor_id as "actorId", m.community_id as "communityId"
      from memberships m join actors a on a.id = m.actor_id
      where m.paused_until <= ${tx.now} and a.deleted is null order by m.id for update of m skip locked`;
    for (const membership of over) {
      const community = await communityHome(tx.sql, membership.communityId);
      const person = await actorById(tx.sql, membership.actorId);
      if (membership.state === "suspended") {
        await endSuspension(tx, membership.id, { byId: null, origin: HERE });
      } else {
        await tx.sql`update memberships set paused = null, paused_until = null where id = ${membership.id}`;
      }
      if (!community.local) continue;
      await spendEntries(tx, community.id, person.iri, { types: ["Block"] });
      if (membership.state === "suspended") await sendGrant(tx, { community, person }, membership);
    }
    return over.length;
  });
}
