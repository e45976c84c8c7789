import { z } from "zod";
import { PUBLIC_IRI } from "../contexts.ts";
import type { JsonObject } from "../jcs.ts";
import { readAnnounce } from "./activity-announce.ts";
import { readAccept, readReject, readUndo } from "./activity-answers.ts";
import { readCreate, readDelete, readUpdate } from "./activity-content.ts";
import { readErase } from "./activity-erase.ts";
import { readInvite } from "./activity-invite.ts";
import { readOffer } from "./activity-offer.ts";
import {
  readBlock,
  readCuration,
  readFlag,
  readFollow,
  readJoin,
  readLock,
  readMove,
  readPlain,
} from "./activity-plain.ts";
import { readResolve } from "./activity-resolve.ts";
import type { ActivityReader, Head, ReadActivity } from "./activity-types.ts";
import { readView } from "./activity-view.ts";
import { ACTIVITY_TYPES } from "./content-types.ts";
import { ignored, type Refused, refused } from "./outcome.ts";
import { addressees, anInstant, anIri, faultOf, recordOf, requiredIri, typeOf } from "./values.ts";

const HEAD = z.object({
  id: requiredIri,
  actor: requiredIri,
  to: addressees,
  cc: addressees,
  audience: anIri,
  published: anInstant,
});

const READERS: Readonly<Record<string, ActivityReader>> = {
  "cop:Erase": readErase,
  Accept: readAccept,
  Add: readCuration,
  Announce: readAnnounce,
  Block: readBlock,
  ChooseAnswer: readPlain,
  Create: readCreate,
  Delete: readDelete,
  EmojiReact: (head) => readPlain(head, "Like"),
  Flag: readFlag,
  Follow: readFollow,
  Invite: readInvite,
  Join: readJoin,
  Leave: readPlain,
  Like: readPlain,
  Lock: readLock,
  Move: readMove,
  Offer: readOffer,
  Reject: readReject,
  Remove: readCuration,
  Resolve: readResolve,
  Undo: readUndo,
  Update: readUpdate,
  View: readView,
};

/**
 * Reads an activity of any program (interop.md §6c) whose body the guards have passed. Never throws. Types that we know
 * but do not act on, and unknown ones, are ignored; refusals: `invalid`, `wrong-author`, `wrong-audience`, `too-long`.
 * Says what the activity says, not whether its actor may: that is `authority.ts`.
 */
export function readActivity(json: unknown): ReadActivity {
  const document = recordOf(json);
  const type = typeOf(document);
  if (document === null || type === null) return refused("invalid", "not an activity");
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (reader === undefined) return otherwise(document, type);
  const head = headOf(document as JsonObject);
  return "why" in head ? head : reader(head, type);
}

function headOf(document: JsonObject): Head | Refused {
  const parsed = HEAD.safeParse(document);
  if (!parsed.success) return refused("invalid", faultOf(parsed.error));
  const { to, cc } = parsed.data;
  return { ...parsed.data, public: [...to, ...cc].includes(PUBLIC_IRI), document };
}

function otherwise(document: Readonly<Record<string, unknown>>, type: string): ReadActivity {
  if (type === "Dislike") return ignored(type, "never counted or shown");
  if (ACTIVITY_TYPES.has(type)) return ignored(type, "not acted on here");
  return document.actor === undefined || document.object === undefined
    ? refused("invalid", `${type.slice(0, 50)} is not an activity`)
    : ignored(type.slice(0, 50), "unknown");
}
