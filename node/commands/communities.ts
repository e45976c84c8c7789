import { findCommunity, listCommunities } from "../communities/read.ts";
import { type NodeContext, reading } from "../context.ts";
import { holdCommunity } from "../erasures/take.ts";
import { asNode } from "../visibility/viewer.ts";
import { pageOf } from "./page-option.ts";
import type { Answer, Call, Noun } from "./types.ts";

const VIEWER = asNode("command line");

export const COMMUNITIES: Noun = {
  name: "communities",
  about: "Communities that this node holds: its own and those of connected councils.",
  verbs: [
    {
      name: "list",
      about: "Lists communities, latest activity first, 25 a page.",
      takes: "",
      least: 0,
      most: 0,
      options: [
        { name: "search", value: "<text>", about: "In name or purpose." },
        { name: "page", value: "<number>", about: "Page; default 1." },
      ],
      needs: "node",
      run: list,
    },
    {
      name: "show",
      about: "Shows one community.",
      takes: "<name in its address>",
      least: 1,
      most: 1,
      options: [],
      needs: "node",
      run: show,
    },
    {
      name: "hold",
      about: "Keeps what this node holds of a community elsewhere from being erased (legal hold).",
      takes: "<id of its Group> <why, and whom to ask>",
      least: 2,
      most: 2,
      options: [],
      needs: "node",
      run: (ctx, { words }) => hold(ctx, words[0] ?? "", words[1] ?? ""),
    },
    {
      name: "release",
      about: "Ends that; what its node asked to erase meanwhile is erased.",
      takes: "<id of its Group>",
      least: 1,
      most: 1,
      options: [],
      needs: "node",
      run: (ctx, { words }) => hold(ctx, words[0] ?? "", ""),
    },
  ],
};

async function list(ctx: NodeContext, call: Call): Promise<Answer> {
  const query = { text: call.option("search") ?? "", page: pageOf(call) };
  const found = await reading(ctx, VIEWER, (r) => listCommunities(r, VIEWER, query));
  return {
    columns: ["name", "address", "lives at", "level", "members", "councils", "last activity"],
    rows: found.items.map((one) => [
      one.name,
      one.handle,
      one.home ?? "here",
      one.level,
      one.members,
      one.councils,
      one.lastActivity,
    ]),
    empty: "No community is here yet.",
    json: found,
  };
}

async function hold(ctx: NodeContext, groupIri: string, words: string): Promise<Answer> {
  const done = await holdCommunity(ctx, { groupIri, words });
  const state = words === "" ? (done.erased ? "erased" : "not held") : "held";
  return { columns: ["community", "state"], rows: [[groupIri, state]], empty: "", json: { groupIri, state } };
}

async function show(ctx: NodeContext, { words }: Call): Promise<Answer> {
  const [handle = ""] = words;
  const one = await reading(ctx, VIEWER, (r) => findCommunity(r, VIEWER, handle.replace(/^\/?c\//, "")));
  const facilitators = one.facilitators.map((person) => person.name).join(", ");
  return {
    columns: ["what", "value"],
    rows: [
      ["name", one.name],
      ["purpose", one.purpose],
      ["address", `${ctx.config.origin}${one.path}`],
      ["id", one.iri],
      ["lives at", one.home ?? "here"],
      ["level", one.level],
      ["members", one.members],
      ["councils", one.councils],
      ["facilitators", facilitators || null],
      ["older discussions", holdingOf(one.holding)],
      ["last activity", one.lastActivity],
      ["started", one.created],
    ],
    empty: "",
    json: one,
  };
}

function holdingOf(holding: Awaited<ReturnType<typeof findCommunity>>["holding"]): string {
  switch (holding.kind) {
    case "bringing":
      return `${holding.brought} of ${holding.of} are here, more are coming`;
    case "not-answering":
      return `${holding.brought} of ${holding.of} are here; not answering since ${holding.since.toISOString()}`;
    case "since":
      return holding.from === null
        ? "none, all are older than what is brought"
        : `those since ${holding.from.toISOString().slice(0, 10)} are here`;
    case "on-joining":
      return `${holding.brought} are here; the others come once somebody here joins or follows`;
    case "not-brought":
      return "none are here yet";
    default:
      return "all are here";
  }
}
