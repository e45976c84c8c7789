import { sendDelivery } from "../../federation/deliver.ts";
import { judgeEntries } from "../../federation/inbox/judge-entry.ts";
import { groupAnswer } from "../../federation/serve/group.ts";
import { activityAnswer, objectPostAnswer } from "../../federation/serve/objects.ts";
import { type Ask, type Asks, idsAt, nodeLooking, pretending } from "./asks.ts";
import type { MatrixScene } from "./matrix-scene.ts";
import type { NetworkNode } from "./start-nodes.ts";

/** Of what was written at the other node: the community's own node, or any other. */
const homeLooking = ({ home, peers }: MatrixScene, inside: boolean) =>
  ({ kind: "peer", origin: inside ? home.origin : peers.memberless.origin }) as const;

const group: Ask = async (s, inside) => {
  const answer = await groupAnswer({
    ...{ wire: s.home.node.wire, groupIri: s.rooms.closed.iri, part: "outbox" },
    ...{ query: new URLSearchParams(), viewer: nodeLooking(s, inside), ifNoneMatch: null },
  });
  return answer.status === 200;
};

async function activityOf(node: NetworkNode, type: string, objectIri: string): Promise<string> {
  const [row] = await node.ctx.sql<{ iri: string }[]>`
    select v.iri from activities v left join activities w on w.iri = v.object_iri
    where v.type = ${type} and v.readers = 'holders' and ${objectIri} in (v.object_iri, w.object_iri)
      and v.iri like ${`${node.origin}/%`} order by v.iri limit 1`;
  if (!row) throw new Error(`No ${type} of ${objectIri}.`);
  return row.iri;
}

const relayed: Ask = async (s, inside) => {
  const iri = await activityOf(s.home, "Announce", s.rooms.closed.topic.iri);
  const { wire } = s.home.node;
  const request = new Request(iri);
  const answer = await activityAnswer({ wire, request, iri, form: null, viewer: nodeLooking(s, inside) });
  return answer.status === 200;
};

const created: Ask = async (s, inside) => {
  const iri = await activityOf(s.other, "Create", s.written.iri);
  const { wire } = s.other.node;
  const request = new Request(iri);
  const answer = await activityAnswer({ wire, request, iri, form: null, viewer: homeLooking(s, inside) });
  return answer.status === 200;
};

/** Whether an announcement of what is in the closed room leaves for a node. */
const sent: Ask = async (s, inside) => {
  const { origin } = nodeLooking(s, inside);
  const [at] = await s.home.ctx.sql<{ inbox: string }[]>`
    select coalesce(shared_inbox, inbox) as inbox from actors where iri like ${`${origin}/%`} and inbox is not null limit 1`;
  const outcome = await sendDelivery(s.home.node.wire, {
    ...{ id: 0, inbox: at?.inbox ?? "", kind: "relay", form: "activity", objectIri: null, attempts: 0 },
    ...{ activityIri: await activityOf(s.home, "Announce", s.rooms.closed.topic.iri), created: new Date(0) },
  });
  return outcome.kind !== "gone";
};

/** Whether entries of the log of the closed room are taken in where somebody is a member, or nobody any more. */
const takenIn: Ask = (s, inside) =>
  pretending(s.other, async (tx) => {
    const { iri: groupIri, topic } = s.rooms.closed;
    const { communityId } = await idsAt(tx, { room: groupIri, post: topic.iri });
    if (!inside)
      await tx.sql`update memberships set state = 'ended' where community_id = ${communityId}
        and actor_id = ${s.people.sunny.actorId}`;
    const entry = { groupIri, epoch: "1", seq: 1, firstSeq: 1, inner: null, announce: null, loggedAt: null };
    const { log } = await judgeEntries({ ...s.other.node.wire, ctx: tx as never }, [entry]);
    return log !== null;
  });

/** What other nodes ask for, are sent, and send. */
export const NODES: Asks = {
  "federation/deliver.ts mayReceive isHolder": sent,
  "federation/inbox/judge-entry.ts mayTakeIn isHeldHere": takenIn,
  "federation/serve/closed-group.ts closedGroupAnswer isHolder": group,
  "federation/serve/objects.ts mayFetchClosed isHolder": relayed,
  "federation/serve/objects.ts mayFetchClosed isHomeOf": created,
  "federation/serve/objects.ts objectPostAnswer isHomeOf": async (s, inside) => {
    const asked = { iri: s.written.iri, part: "", viewer: homeLooking(s, inside) };
    return (await objectPostAnswer(s.other.ctx, asked)).status === 200;
  },
};
