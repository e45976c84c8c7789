import { configure, reset } from "@logtape/logtape";
import { createCommunity } from "../../node/communities/create.ts";
import { holdPeer } from "../../node/peers/hold.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { cookieNameOf } from "../../web/session.ts";
import { joinAs } from "./accounts.ts";
import { ask, draftCommunity } from "./attack-scene.ts";
import { Canary, fillPrivate, fillRoom, peopleFor, type Room, type RoomPeople } from "./canary-scene.ts";
import { connectPeer } from "./peer-connect.ts";
import { type Answered, openPeer, type Peer, send } from "./peerkit.ts";
import { type Network, type NetworkNode, startNodes } from "./start-nodes.ts";
import type { Somebody } from "./web-scene.ts";

/** What a connected node is told of a closed community besides that it is there: whom to ask, its own people, who acts. */
export const MET = /^\/ap\/(g\/[^/]+\/(moderators|memberships)|p\/[^/]+)/;

export type RoomLevel = "closed" | "confidential";

/** Two rooms on a node, everyone who is none of them, and the nodes around. */
export interface CanaryNet {
  /** Of each room, and of what belongs to one person or to facilitators in communities that everyone reads. */
  readonly canaries: Readonly<Record<RoomLevel, Canary>>;
  readonly personal: Canary;
  readonly net: Network;
  readonly home: NetworkNode;
  readonly other: NetworkNode;
  /** Nodes around: connected without a member in any room, unknown, and blocked. */
  readonly peers: Readonly<Record<"connected" | "unknown" | "blocked", Peer>>;
  readonly rooms: Readonly<Record<RoomLevel, Room>>;
  readonly people: Readonly<Record<RoomLevel, RoomPeople>>;
  /** Everyone of this node who is none of a room: also who left it or waits, and members of the other room. */
  strangersTo(level: RoomLevel): readonly (readonly [who: string, somebody: Somebody | null])[];
  readonly openHandle: string;
  /** Lines of the log so far, all levels. */
  readonly lines: readonly string[];
  get(path: string, who: Somebody | null, accept?: string): Promise<Response>;
  /** A form from a page of the node. */
  post(path: string, who: Somebody | null, form?: Record<string, string>): Promise<Answered>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openCanaryNet(): Promise<CanaryNet> {
  const canaries = { closed: new Canary(), confidential: new Canary() };
  const personal = new Canary();
  const lines = await keepLog();
  const peers = {
    connected: await openPeer("east"),
    unknown: await openPeer("stranger"),
    blocked: await openPeer("evil"),
  };
  const reach = Object.values(peers).map(({ origin }) => origin);
  const net = await startNodes(["somerset", "sunderland"], { reach });
  const home = net.node("somerset");
  await net.connect("sunderland", "somerset");
  await connectPeer(net, home, peers.connected);
  await connectPeer(net, home, peers.blocked);
  const people = {
    closed: await peopleFor(home.ctx, "Cora"),
    confidential: await peopleFor(home.ctx, "Hilda"),
  };
  const rooms = {
    closed: await fillRoom(home.ctx, canaries.closed, { level: "closed", people: people.closed }),
    confidential: await fillRoom(home.ctx, canaries.confidential, {
      level: "confidential",
      people: people.confidential,
    }),
  };
  const around = await fillSquare(home, personal, people.closed.member);
  await net.settle();
  const evil = await peerByOrigin(home.ctx.sql, peers.blocked.origin);
  await holdPeer(home.ctx, { peerId: evil?.id ?? "", state: "blocked", reason: "", accountId: null });
  const cookie = (who: Somebody | null): Record<string, string> =>
    who === null ? {} : { cookie: `${cookieNameOf(home.origin)}=${who.token}` };
  return {
    canaries,
    personal,
    net,
    home,
    other: net.node("sunderland"),
    peers,
    rooms,
    people,
    strangersTo: (level) => [
      ["a visitor", null],
      ["a person of this node", around.olive],
      ["an administrator", around.adele],
      ["who left", people[level].left],
      ["who waits", people[level].asking],
      ["a member of another room", people[level === "closed" ? "confidential" : "closed"].member],
    ],
    openHandle: around.openHandle,
    lines,
    get: (path, who, accept = "text/html") => home.get(path, { accept, ...cookie(who) }),
    post: (path, who, form = {}) =>
      send(home, {
        method: "POST",
        target: path,
        headers: new Map(
          Object.entries({
            host: new URL(home.origin).host,
            "sec-fetch-site": "same-origin",
            "content-type": "application/x-www-form-urlencoded",
            ...cookie(who),
          }),
        ),
        body: new URLSearchParams(form).toString(),
      }),
    async [Symbol.asyncDispose]() {
      await net[Symbol.asyncDispose]();
      for (const peer of Object.values(peers)) await peer.close();
      await reset();
    },
  };
}

/** Open communities around the rooms, with words that belong to one person or to facilitators. */
async function fillSquare({ ctx }: NetworkNode, canary: Canary, reporter: Somebody) {
  const join = (name: string) =>
    joinAs(ctx, name, `${name.replace(" ", ".").toLowerCase()}@somerset.gov.example`);
  const [olive, adele, writer, founder] = [
    await join("Olive Penn"),
    await join("Adele Root"),
    await join("Wilma Reed"),
    await join("Rita Moss"),
  ];
  await ctx.sql`update accounts set administrator = true where id = ${adele.accountId}`;
  const open = await createCommunity(ctx, founder, draftCommunity("Open square"));
  const restricted = await createCommunity(ctx, founder, draftCommunity("Budget leads", "restricted"));
  const topic = await ask(ctx, founder.actorId, open.id, "What is on today?");
  await fillPrivate(ctx, canary, { open: topic, restricted, writer, reporter });
  return { olive, adele, openHandle: open.handle };
}

/** Everything that is logged from now on, down to the smallest line. */
export async function keepLog(): Promise<readonly string[]> {
  const lines: string[] = [];
  await configure({
    reset: true,
    sinks: {
      kept: ({ message, properties }) =>
        void lines.push([...message, ...Object.values(properties)].map(String).join(" ")),
    },
    loggers: [
      { category: ["moothall"], lowestLevel: "trace", sinks: ["kept"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: [] },
    ],
  });
  return lines;
}
