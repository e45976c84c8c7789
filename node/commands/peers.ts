import type { NodeContext } from "../context.ts";
import { ownFingerprint } from "../keys/fingerprint.ts";
import { chooseHolding } from "../peers/closed.ts";
import { answerPeer, askPeer } from "../peers/connect.ts";
import { chooseHistory } from "../peers/history.ts";
import { holdPeer } from "../peers/hold.ts";
import { listPeers, type Peer, type PeerRow, peerByOrigin } from "../peers/read.ts";
import { refuse } from "../refusal.ts";
import { latenessOf } from "./lateness.ts";
import { peerNamed } from "./peer-named.ts";
import { COMPARING } from "./peers-compare.ts";
import type { Answer, Call, NodeVerb, Noun, Option } from "./types.ts";

const REASON: Option = { name: "reason", value: "<text>", about: "Why; the other side reads it." };

export const PEERS: Noun = {
  name: "peers",
  about:
    "Councils' nodes connected to this one: list, add, accept, refuse, pause, resume, block, unblock, history, closed, digest, resync, fingerprint.",
  verbs: [
    {
      name: "list",
      about: "Lists nodes that asked, are connected, or were refused, with what waits for them.",
      takes: "",
      least: 0,
      most: 0,
      options: [],
      needs: "node",
      run: list,
    },
    {
      ...of("add", "Asks another node to connect; its administrator accepts or refuses.", [
        { name: "message", value: "<text>", about: "A line to its administrator." },
      ]),
      run: add,
    },
    {
      ...of("accept", "Accepts a node that asks to connect, or that was refused here before.", []),
      run: (ctx: NodeContext, call: Call) => answer(ctx, call, true),
    },
    {
      ...of("refuse", "Refuses a node that asks to connect.", [{ ...REASON, required: true }]),
      run: (ctx: NodeContext, call: Call) => answer(ctx, call, false),
    },
    hold("pause", "Keeps what is written for a node until it is resumed.", "paused"),
    hold("resume", "Ends a pause.", "resumed"),
    hold("block", "Refuses a node in both directions at once, and drops what waits for it.", "blocked"),
    hold("unblock", "Ends a block: the node is again what it was before.", "resumed"),
    {
      ...of("history", "Says how much of a node's older discussions comes here; what is here stays.", [
        { name: "bring", value: "<yes|no>", about: "Before anybody here joins one of its communities." },
        { name: "days", value: "<number>", about: "Days back." },
        { name: "items", value: "<number>", about: "The most entries of each community." },
      ]),
      run: history,
    },
    {
      ...of("closed", "Says whether a node may hold copies of communities for members only.", [
        {
          name: "hold",
          value: "<yes|no>",
          about: "no: nothing more is sent or served to it.",
          required: true,
        },
      ]),
      run: closed,
    },
    ...COMPARING,
    {
      ...of(
        "fingerprint",
        "Shows the key fingerprint of this node, or of another one, to compare by telephone.",
        [],
      ),
      takes: "[address]",
      least: 0,
      run: fingerprint,
    },
  ],
};

function of(name: string, about: string, options: readonly Option[]) {
  return { name, about, takes: "<address>", least: 1, most: 1, options, needs: "node" } as const;
}

async function list(ctx: NodeContext): Promise<Answer> {
  const peers = await listPeers(ctx);
  return {
    columns: ["name", "address", "state", "waiting", "communities", "last heard", "late"],
    rows: peers.map((one) => [
      one.name,
      one.origin,
      STATES[one.state],
      one.waiting,
      one.communities,
      one.lastHeard,
      one.late === null ? null : latenessOf(one.late),
    ]),
    empty: "No node is connected: ask one with peers add <address>.",
    json: peers.map(publicPart),
  };
}

const STATES: Readonly<Record<Peer["state"], string>> = {
  known: "seen",
  asked: "asked by us",
  knocking: "asks us",
  accepted: "connected",
  refused: "refused",
  paused: "paused",
  blocked: "blocked",
};

function publicPart(peer: PeerRow | Peer) {
  const { connectIri: _asked, theirConnectIri: _asking, ...rest } = peer;
  return rest;
}

async function add(ctx: NodeContext, call: Call): Promise<Answer> {
  const [address = ""] = call.words;
  const peer = await askPeer(ctx, { accountId: null, address, message: call.option("message") ?? "" });
  const councils = peer.councils.map((council) => council.name).join(", ");
  const lines = [
    `${peer.name} (${peer.origin}) ${peer.state === "accepted" ? "is connected." : "was asked to connect."}`,
    ...(councils === "" ? [] : [`Councils: ${councils}`]),
    `Fingerprint, to compare by telephone: ${peer.fingerprint ?? "none"}`,
  ];
  return { lines, json: publicPart(peer) };
}

async function answer(ctx: NodeContext, call: Call, accept: boolean): Promise<Answer> {
  const peer = await peerNamed(ctx, call);
  await answerPeer(ctx, { peerId: peer.id, accept, reason: call.option("reason") ?? "", accountId: null });
  return told(ctx, peer);
}

function hold(name: string, about: string, state: "paused" | "resumed" | "blocked"): NodeVerb {
  return {
    ...of(name, about, name === "pause" || name === "block" ? [REASON] : []),
    run: async (ctx, call) => {
      const peer = await peerNamed(ctx, call);
      const wanted = name === "unblock" ? "blocked" : name === "resume" ? "paused" : null;
      if (wanted !== null && peer.state !== wanted) refuse("already-decided");
      await holdPeer(ctx, { peerId: peer.id, state, reason: call.option("reason") ?? "", accountId: null });
      return told(ctx, peer);
    },
  };
}

async function history(ctx: NodeContext, call: Call): Promise<Answer> {
  const peer = await peerNamed(ctx, call);
  const bring = call.option("bring") ?? (peer.bringHistory ? "yes" : "no");
  if (bring !== "yes" && bring !== "no") refuse("invalid", { field: "bring" });
  const days = numberOf(call, "days") ?? peer.historyDays;
  const items = numberOf(call, "items") ?? peer.historyItems;
  await chooseHistory(ctx, { peerId: peer.id, bring: bring === "yes", days, items, accountId: null });
  const which = bring === "yes" ? "every open community" : "communities that somebody here joins or follows";
  const lines = [
    `${peer.name} (${peer.origin}): ${which}, ${days} days back, at most ${items} entries of each.`,
  ];
  return { lines, json: publicPart((await peerByOrigin(ctx.sql, peer.origin)) ?? peer) };
}

async function closed(ctx: NodeContext, call: Call): Promise<Answer> {
  const peer = await peerNamed(ctx, call);
  const hold = call.option("hold");
  if (hold !== "yes" && hold !== "no") refuse("invalid", { field: "hold" });
  await chooseHolding(ctx, { peerId: peer.id, holds: hold === "yes", accountId: null });
  const lacks = hold === "yes" && !peer.keepsClosed ? " It does not promise to keep them closed yet." : "";
  const lines = [
    `${peer.name} (${peer.origin}) ${hold === "yes" ? "may" : "may not"} hold copies of closed communities.${lacks}`,
  ];
  return { lines, json: publicPart((await peerByOrigin(ctx.sql, peer.origin)) ?? peer) };
}

function numberOf(call: Call, option: string): number | null {
  const text = call.option(option);
  if (text === null) return null;
  return /^\d{1,8}$/.test(text) ? Number(text) : refuse("invalid", { field: option });
}

async function told(ctx: NodeContext, before: Peer): Promise<Answer> {
  const peer = (await peerByOrigin(ctx.sql, before.origin)) ?? refuse("not-found");
  return { lines: [`${peer.name} (${peer.origin}): ${STATES[peer.state]}.`], json: publicPart(peer) };
}

async function fingerprint(ctx: NodeContext, call: Call): Promise<Answer> {
  const [address] = call.words;
  if (address !== undefined) {
    const { name, origin, fingerprint: theirs } = await ctx.ports.remote.describe(ctx, address);
    return { lines: [`${name} (${origin}): ${theirs}`], json: { name, origin, fingerprint: theirs } };
  }
  const ours = await ownFingerprint(ctx);
  return { lines: [ours], json: { name: ctx.config.nodeName, origin: ctx.config.origin, fingerprint: ours } };
}
