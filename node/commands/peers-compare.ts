import type { NodeContext } from "../context.ts";
import { peerNamed } from "./peer-named.ts";
import type { Answer, Call, NodeVerb } from "./types.ts";

const ADDRESS = { takes: "<address>", least: 1, most: 1, needs: "node" } as const;

/** Comparing with a connected node what is held of it, and reading again what lacks. */
export const COMPARING: readonly NodeVerb[] = [
  {
    ...ADDRESS,
    name: "digest",
    about: "Compares what is held of a node's communities with what it says of them; changes nothing.",
    options: [],
    run: digest,
  },
  {
    ...ADDRESS,
    name: "resync",
    about: "Reads a node's list of communities, and of each what lacks here, memberships too.",
    options: [{ name: "whole", about: "Read everything again, not only what is known to lack." }],
    run: resync,
  },
];

const CONTENT = {
  same: "the same",
  different: "different",
  "partly-held": "not all is held here",
  unknown: "not said",
} as const;

async function digest(ctx: NodeContext, call: Call): Promise<Answer> {
  const { origin } = await peerNamed(ctx, call);
  const compared = await ctx.ports.remote.compare(ctx, origin);
  return {
    columns: ["community", "entries here", "entries there", "memberships", "content"],
    rows: compared.map((one) => [one.iri, one.heldTo, one.there, CONTENT[one.members], CONTENT[one.content]]),
    empty: "Nobody here follows a community of that node.",
    json: compared,
  };
}

async function resync(ctx: NodeContext, call: Call): Promise<Answer> {
  const { origin } = await peerNamed(ctx, call);
  const done = await ctx.ports.remote.resync(ctx, origin, { whole: call.flag("whole") });
  return {
    columns: ["community", "answered", "entries read", "all here", "memberships put right"],
    rows: done.map((one) => [one.iri, one.answered, one.applied, one.complete, one.members]),
    empty: "Nobody here follows a community of that node.",
    json: done,
  };
}
