import { z } from "zod";
import { type Refused, refused } from "./outcome.ts";
import { anInstant, faultOf, requiredIri } from "./values.ts";

/** How far a community is at its home (profile B.6, resolution 10). */
export interface ReadSyncState {
  readonly type: "sync-state";
  readonly epoch: string;
  readonly seq: number;
  readonly membersDigest: string;
  readonly contentDigest: string | null;
  readonly updated: Date | null;
}

const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);
const SHAPE = z.object({
  type: z.literal("cop:SyncState"),
  id: requiredIri,
  "cop:epoch": z.string().min(1).max(100),
  "cop:seq": z.int().nonnegative(),
  "cop:membersDigest": DIGEST,
  "cop:contentDigest": DIGEST.optional(),
  updated: anInstant,
});

/** Reads the answer to `GET {cop:sync}`; `syncIri` is the address asked. Refuses `invalid`. */
export function readSyncState(json: unknown, syncIri: string): ReadSyncState | Refused {
  const parsed = SHAPE.safeParse(json);
  if (!parsed.success) return refused("invalid", faultOf(parsed.error));
  const state = parsed.data;
  if (state.id !== syncIri) return refused("invalid", "id: not the address asked");
  return {
    type: "sync-state",
    epoch: state["cop:epoch"],
    seq: state["cop:seq"],
    membersDigest: state["cop:membersDigest"],
    contentDigest: state["cop:contentDigest"] ?? null,
    updated: state.updated,
  };
}

/** Reads the hint header `Cop-Sync`; null when it is none. It only makes us ask (profile B.6). */
export function readSyncHeader(
  value: string | null,
): { readonly groupIri: string; readonly seq: number; readonly membersDigest: string } | null {
  const match = /^group="([^"\s]{1,2048})"; seq=(\d{1,15}); members="([0-9a-f]{64})"$/.exec(value ?? "");
  if (match === null) return null;
  const [, groupIri = "", seq = "", membersDigest = ""] = match;
  return { groupIri, seq: Number(seq), membersDigest };
}
