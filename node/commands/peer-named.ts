import type { NodeContext } from "../context.ts";
import { originOf } from "../iris.ts";
import { type Peer, peerByOrigin } from "../peers/read.ts";
import { refuse } from "../refusal.ts";
import type { Call } from "./types.ts";

/** The peer that the first word names by its address, with or without https:// in front. Refuses `not-found`. */
export async function peerNamed(ctx: NodeContext, call: Call): Promise<Peer> {
  const [typed = ""] = call.words;
  const origin = originOf(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
  return (origin === null ? null : await peerByOrigin(ctx.sql, origin)) ?? refuse("not-found");
}
