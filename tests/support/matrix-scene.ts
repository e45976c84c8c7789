import { makeAppeal } from "../../node/appeals/make.ts";
import { inviteElsewhere } from "../../node/hidden/invite.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { joinedPlace, listPlaces } from "../../node/places/places.ts";
import { composePost } from "../../node/posts/compose.ts";
import type { PostRow } from "../../node/posts/find.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { LEVELS, type Level } from "../../node/visibility/readable.ts";
import { joinAs } from "./accounts.ts";
import { keepLog } from "./canary-net.ts";
import { Canary, fillRoom, peopleFor, type Room, type RoomPeople } from "./canary-scene.ts";
import { testClock } from "./context.ts";
import { connectPeer } from "./peer-connect.ts";
import { openPeer, type Peer } from "./peerkit.ts";
import { freePort } from "./ports.ts";
import { type Network, type NetworkNode, networkOf, startEmptyNode } from "./start-nodes.ts";
import { communityIdOf } from "./three-councils.ts";
import type { Somebody } from "./web-scene.ts";

/** One room of each level on a node, with the same people in all four, and the nodes around. */
export interface MatrixScene {
  readonly net: Network;
  /** Where the rooms live. */
  readonly home: NetworkNode;
  /** Holds a copy of the closed room: Sunny is a member there. */
  readonly other: NetworkNode;
  /** `memberless`: connected and marked, nobody of it in a room. `foreign`: of another make, with a member on paper. */
  readonly peers: Readonly<Record<"memberless" | "foreign", Peer>>;
  readonly rooms: Readonly<Record<Level, Room>>;
  readonly canaries: Readonly<Record<Level, Canary>>;
  readonly people: RoomPeople & {
    readonly outsider: Somebody;
    readonly administrator: Somebody;
    /** Of the other node: in the closed room, and in none. */
    readonly sunny: Somebody;
    readonly olga: Somebody;
  };
  /** Of the member who wrote the post that was removed. */
  /** Against the removal of a post in the closed room, and in the hidden one. */
  readonly appeals: Readonly<Record<"closed" | "confidential", string>>;
  /** Sunny's topic in the closed room. */
  readonly written: PostRow;
  /** Where Sunny reads the hidden room by reference. */
  readonly placeId: string;
  readonly lines: readonly string[];
  readonly metricsPort: number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How many members each room says it has: a number that stands nowhere else. */
export const COUNTED: Readonly<Record<Level, number>> = {
  open: 70_241,
  restricted: 70_342,
  closed: 70_443,
  confidential: 70_544,
};

/** Opens the scene: the rooms are filled at home, then Sunderland takes part and everything settles. */
export async function openMatrixScene(): Promise<MatrixScene> {
  const lines = await keepLog();
  const peers = { memberless: await openPeer("east"), foreign: await openPeer("toot", "mastodon") };
  const { net, metricsPort } = await twoNodes(Object.values(peers).map(({ origin }) => origin));
  const [home, other] = [net.node("somerset"), net.node("sunderland")];
  await net.connect("sunderland", "somerset");
  await connectPeer(net, home, peers.memberless);
  // Nothing but that nobody of it is a member stands between it and the closed room.
  await home.ctx
    .sql`update peers set delivery_class = 'profile', holds_closed = true, keeps_closed = true, reads_hidden = true
    where origin = ${peers.memberless.origin}`;
  const people = await everybody(home, other);
  const canaries = ofLevels(() => new Canary());
  const rooms = {} as Record<Level, Room>;
  for (const level of LEVELS) {
    const handle = canaries[level].word("room");
    rooms[level] = await fillRoom(home.ctx, canaries[level], { level, people, named: true, handle });
  }
  const appeals = {} as Record<"closed" | "confidential", string>;
  for (const level of ["closed", "confidential"] as const) {
    const about = { postId: rooms[level].removed.id, authorId: people.member.actorId };
    const words = canaries[level].word(`${level}appeal`);
    appeals[level] = (await makeAppeal(home.ctx, { ...about, words })).id;
  }
  await net.settle();
  await letSunnyIn({ net, home, other, people, rooms });
  const placeId = await sunnyIsInvited({ net, home, other, people, rooms });
  const written = await sunnyWrites(other, people.sunny, { room: rooms.closed, canary: canaries.closed });
  await foreignMember(home, peers.foreign, rooms);
  await net.settle();
  for (const level of LEVELS)
    for (const { ctx } of [home, other])
      await ctx.sql`update communities c set members = ${COUNTED[level]} from actors g
        where g.id = c.actor_id and g.iri = ${rooms[level].iri}`;
  return {
    ...{ net, home, other, peers, rooms, canaries, people, lines, metricsPort, written, placeId },
    appeals,
    async [Symbol.asyncDispose]() {
      await net[Symbol.asyncDispose]();
      for (const peer of Object.values(peers)) await peer.close();
    },
  };
}

/** The same for each level. */
export function ofLevels<T>(make: (level: Level) => T): Record<Level, T> {
  return Object.fromEntries(LEVELS.map((level) => [level, make(level)])) as Record<Level, T>;
}

async function twoNodes(reach: readonly string[]): Promise<{ net: Network; metricsPort: number }> {
  const [clock, metricsPort] = [testClock(), await freePort()];
  const origins = new Map<string, string>(reach.map((origin) => [origin, origin]));
  for (const name of ["somerset", "sunderland"])
    origins.set(name, `http://${name}.localhost:${await freePort()}`);
  const started = (name: string, config: object) => startEmptyNode({ name, origins, clock, config });
  const somerset = await started("somerset", { metricsPort });
  return { net: networkOf({ somerset, sunderland: await started("sunderland", {}) }, clock), metricsPort };
}

async function everybody(home: NetworkNode, other: NetworkNode): Promise<MatrixScene["people"]> {
  const join = (node: NetworkNode, name: string) =>
    joinAs(node.ctx, name, `${name.toLowerCase().replace(" ", ".")}@${node.name}.gov.example`);
  const administrator = await join(home, "Adele Root");
  await home.ctx.sql`update accounts set administrator = true where id = ${administrator.accountId}`;
  return {
    ...(await peopleFor(home.ctx, "Room")),
    administrator,
    outsider: await join(home, "Olive Penn"),
    sunny: await join(other, "Sunny Bell"),
    olga: await join(other, "Olga Moss"),
  };
}

type Joining = Pick<MatrixScene, "net" | "home" | "other" | "people" | "rooms">;

/** Sunny of Sunderland joins the closed room by the real letters; Sunderland takes what was said before. */
async function letSunnyIn({ net, home, other, people, rooms }: Joining): Promise<void> {
  const { sql } = home.ctx;
  const peer = await peerByOrigin(sql, other.origin);
  await chooseHolding(home.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  const communityId = await communityIdOf(other.ctx, rooms.closed.iri);
  await joinCommunity(other.ctx, { actorId: people.sunny.actorId, communityId });
  await net.settle();
  const [asked] = await sql<
    { id: string }[]
  >`select m.id from memberships m join actors a on a.id = m.actor_id
    where a.name = 'Sunny Bell' and m.community_id = ${rooms.closed.id} and m.state = 'requested'`;
  await decideRequest(home.ctx, {
    facilitatorId: people.facilitator.actorId,
    membershipId: asked?.id ?? "",
    accept: true,
    words: "",
    confirmed: true,
  });
  await net.settle();
}

/** Sunny joins the hidden room too, which Sunderland keeps nothing of. */
async function sunnyIsInvited({ net, home, other, people, rooms }: Joining): Promise<string> {
  const [own] = await other.ctx.sql<
    { iri: string }[]
  >`select iri from actors where id = ${people.sunny.actorId}`;
  const sunny = await actorByIri(home.ctx.sql, own?.iri ?? "");
  const [facilitatorId, communityId] = [people.facilitator.actorId, rooms.confidential.id];
  await inviteElsewhere(home.ctx, { facilitatorId, communityId, personId: sunny?.id ?? "", confirmed: true });
  await net.settle();
  const [place] = await listPlaces(other.ctx, people.sunny.actorId);
  if (!place) throw new Error("Sunny was not invited.");
  await other.ctx.ports.remote.askHidden(other.ctx, place, { ask: "join" });
  await joinedPlace(other.ctx, place.id);
  await net.settle();
  return place.id;
}

/** What is written at the other node, which serves it to the room's own node alone. */
async function sunnyWrites(
  other: NetworkNode,
  sunny: Somebody,
  { room, canary }: { room: Room; canary: Canary },
): Promise<PostRow> {
  const content = await composePost(other.ctx, {
    ...({ kind: "topic", themes: [], lang: "en", parentId: null, submission: null } as const),
    communityId: await communityIdOf(other.ctx, room.iri),
    title: canary.word("closedtopicelsewhere"),
    text: `${canary.word("closedtopicelsewhere")} ${canary.bait}`,
  });
  return publishPost(other.ctx, { authorId: sunny.actorId, content });
}

/** A server of another make, as if its people had got into every room and an administrator had marked it. */
async function foreignMember(home: NetworkNode, peer: Peer, rooms: MatrixScene["rooms"]): Promise<void> {
  const { sql, clock } = home.ctx;
  await peer.ask(home, "/ap/actor");
  await sql`insert into peers (origin, state, delivery_class) values (${peer.origin}, 'accepted', 'microblog')
    on conflict (origin) do update set state = 'accepted', delivery_class = 'microblog'`;
  await sql`update peers set holds_closed = true, keeps_closed = true where origin = ${peer.origin}`;
  const rosa = peer.person("rosa");
  const [actor] = await sql<{ id: string }[]>`
    insert into actors (iri, kind, handle, name, peer_id)
    select ${rosa.iri}, 'person', 'rosa', 'Rosa', id from peers where origin = ${peer.origin} returning id`;
  for (const { id } of Object.values(rooms))
    await sql`insert into memberships (community_id, actor_id, state, requested, decided)
      values (${id}, ${actor?.id ?? ""}, 'active', ${clock.now()}, ${clock.now()})`;
}
