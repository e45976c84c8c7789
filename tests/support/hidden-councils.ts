import { createCommunity } from "../../node/communities/create.ts";
import { inviteElsewhere } from "../../node/hidden/invite.ts";
import { idOf } from "../../node/ids.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { signedInAs } from "./closed-councils.ts";
import {
  COMMUNITY,
  communityIdOf,
  type Officer,
  startThreeCouncils,
  type ThreeCouncils,
  writePost,
} from "./three-councils.ts";
import type { Browser } from "./web.ts";

/** A hidden community that Somerset keeps: Amara of Sunderland facilitates it too, Rhian of Wiltshire and Nell are members. */
export interface HiddenCouncils {
  readonly councils: ThreeCouncils;
  readonly amara: Officer;
  readonly rhian: Officer;
  readonly nell: Officer;
  readonly communityId: string;
  /** Amara's browser, and Rhian's. */
  readonly hers: Browser;
  readonly theirs: Browser;
  /** Its pages at Sunderland, and at Wiltshire. */
  readonly place: string;
  readonly elsewhere: string;
  /** A person's row at Somerset. */
  idThere(officer: Officer): Promise<string>;
  /** A discussion that somebody starts at Somerset; its id as addresses have it. */
  write(by: Officer, title: string, text: string): Promise<string>;
  stateOf(id: string): Promise<string | undefined>;
  /** Whether something waits for the one person of a node who is in it. */
  waitsAt(officer: Officer): Promise<boolean | undefined>;
}

export async function startHiddenCouncils(): Promise<HiddenCouncils> {
  const councils = await startThreeCouncils();
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  const draft = { ...COMMUNITY, name: "Zephyrine review", level: "confidential" } as const;
  const made = await createCommunity(somerset.ctx, { actorId: martin.actorId }, draft);
  const communityId = await communityIdOf(somerset.ctx, made.iri);
  const nell = await councils.officer(somerset, "Nell Frost");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  const rhian = await councils.officer(wiltshire, "Rhian Price");
  const [hers, theirs] = [await signedInAs(amara), await signedInAs(rhian)];
  const about = { councils, communityId };
  const place = await joinedBy(about, amara, hers);
  const elsewhere = await joinedBy(about, rhian, theirs);
  const role = { byId: martin.actorId, communityId, facilitator: true };
  await changeRole(somerset.ctx, { ...role, actorId: await idThere(councils, amara) });
  const now = somerset.ctx.clock.now();
  await somerset.ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    values (${communityId}, ${nell.actorId}, 'active', ${now}, ${now})`;
  await net.settle();
  return {
    ...{ councils, amara, rhian, nell, communityId, hers, theirs, place, elsewhere },
    idThere: (officer) => idThere(councils, officer),
    write: (by, title, text) => write(about, by, { title, text }),
    stateOf: (id) => stateOf(councils, id),
    waitsAt,
  };
}

interface About {
  readonly councils: ThreeCouncils;
  readonly communityId: string;
}

/** Invited, and in: where its pages are. */
async function joinedBy({ councils, communityId }: About, officer: Officer, by: Browser): Promise<string> {
  const { net, somerset, martin } = councils;
  const peer = await peerByOrigin(somerset.ctx.sql, officer.node.origin);
  await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  await councils.join(officer);
  await net.settle();
  const personId = await idThere(councils, officer);
  const invited = { facilitatorId: martin.actorId, communityId, personId, confirmed: true };
  await inviteElsewhere(somerset.ctx, invited);
  await net.settle();
  const [row] = await officer.node.ctx.sql<{ id: string }[]>`select id from hidden_places`;
  const path = `/hidden/${idOf(row?.id ?? "")}`;
  await by.post(`${path}/join`, {});
  return path;
}

/** The row at Somerset of somebody of another node. */
export async function idThere(councils: ThreeCouncils, { node, actorId }: Officer): Promise<string> {
  const [own] = await node.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${actorId}`;
  return (await actorByIri(councils.somerset.ctx.sql, own?.iri ?? ""))?.id ?? "";
}

async function write(
  { councils, communityId }: About,
  by: Officer,
  words: { readonly title: string; readonly text: string },
): Promise<string> {
  const { somerset } = councils;
  const own = by.node === somerset ? by.actorId : await idThere(councils, by);
  const iri = await writePost({ ...by, node: somerset, actorId: own }, communityId, words);
  const [post] = await somerset.ctx.sql<{ id: string }[]>`select id from posts where iri = ${iri}`;
  return idOf(post?.id ?? "");
}

async function stateOf({ somerset }: ThreeCouncils, id: string): Promise<string | undefined> {
  const rows = await somerset.ctx.sql<{ id: string; state: string }[]>`select id, state from posts`;
  return rows.find((row) => idOf(row.id) === id)?.state;
}

async function waitsAt({ node }: Officer): Promise<boolean | undefined> {
  const [row] = await node.ctx.sql<{ unread: boolean }[]>`select unread from hidden_places`;
  return row?.unread;
}
