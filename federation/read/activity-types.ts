import type { ReportCategory } from "../activities/moderate.ts";
import type { JsonObject } from "../jcs.ts";
import type { ReadErase } from "./activity-erase.ts";
import type { ReadInvite } from "./activity-invite.ts";
import type { ReadView } from "./activity-view.ts";
import type { ReadContent } from "./content-object.ts";
import type { ReadCouncil } from "./councils.ts";
import type { Ignored, Refused } from "./outcome.ts";

/** What every activity says. `document` is the parsed body, for relaying it unchanged. */
export interface Head {
  readonly id: string;
  readonly actor: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly audience: string | null;
  /** Public in `to` or `cc`. */
  readonly public: boolean;
  readonly published: Date | null;
  readonly document: JsonObject;
}

/** An activity that another one answers or takes back: known by its id, or by its parts, or by both. */
export interface Reference {
  readonly id: string | null;
  readonly asType: string | null;
  readonly actor: string | null;
  readonly object: string | null;
  readonly target: string | null;
}

/** One thing in an Announce: an activity still to be proved, or an id (of an embedded object only its id is used). */
export type Announced =
  | { readonly form: "activity"; readonly activity: JsonObject }
  | { readonly form: "id"; readonly iri: string };

export interface ReadFollow extends Head {
  readonly type: "Follow";
  readonly object: string;
  readonly words: string;
  readonly councils: readonly ReadCouncil[];
}
export interface ReadJoin extends Head {
  readonly type: "Join";
  readonly object: string;
  readonly words: string;
  readonly invite: string | null; // the Invite that is accepted with it
  /** The Accept of old that is presented with it; null where that is no object, undefined where there is none. */
  readonly grant: JsonObject | null | undefined;
}
export interface ReadAnswer extends Head {
  readonly type: "Accept" | "Reject";
  readonly of: Reference;
  readonly words: string;
  /** The wire's word for a refusal (`not-member`); null in an Accept and where none is given. */
  readonly error: string | null;
  /** Who had decided, in the refusal of a decision that came second. */
  readonly deciderIri: string | null;
  /** In a facilitator's Accept: they know that the asker's node becomes a holder of copies (profile B-17). */
  readonly confirmed: boolean;
  /** The grant in an Accept, as sent: still to be read with `readGrant` for its Group. */
  readonly result: JsonObject | null;
  readonly councils: readonly ReadCouncil[];
}
export interface ReadUndo extends Head {
  readonly type: "Undo";
  readonly of: Reference;
  /** Of acts of moderation; else empty. */
  readonly reason: string;
}
export interface ReadCreate extends Head {
  readonly type: "Create";
  readonly object: string;
  /** Null where only the id was sent; then it is fetched from its origin. */
  readonly content: ReadContent | null;
}
export interface ReadUpdate extends Head {
  readonly type: "Update";
  readonly object: string;
  readonly content: ReadContent | null;
  /** An embedded actor, to be read again from its own address. */
  readonly ofActor: boolean;
  /** An embedded actor says that its account is switched off. */
  readonly suspended?: boolean;
  /** A membership as its Group grants it now, as sent: still to be read with `readGrant` for its Group. */
  readonly grant?: JsonObject;
}
export interface ReadDelete extends Head {
  readonly type: "Delete";
  readonly object: string;
  /** Null: the author deletes. A text, also an empty one: a facilitator removes (profile C.9). */
  readonly reason: string | null;
  /** The account itself is gone; `removeData` asks to erase what it wrote. */
  readonly ofActor: boolean;
  readonly removeData: boolean;
}
export interface ReadPlain extends Head {
  readonly type: "Leave" | "Like" | "ChooseAnswer";
  readonly object: string;
}
export interface ReadLogPlace {
  readonly epoch: string;
  readonly seq: number;
  readonly prev: string | null;
  /** Number under which the same object was logged first; `seq` itself where nothing else is said. */
  readonly firstSeq: number;
}
export interface ReadAnnounce extends Head {
  readonly type: "Announce";
  readonly items: readonly Announced[];
  /** Its place in the Group's log; null for anything that is not an entry of a log. */
  readonly log: ReadLogPlace | null;
  /** Which facilitator decided, in an answer that is passed to the others. */
  readonly deciderIri: string | null;
}
export interface ReadCuration extends Head {
  readonly type: "Add" | "Remove";
  readonly object: string;
  readonly target: string;
  readonly reason: string;
}
export interface ReadLock extends Head {
  readonly type: "Lock";
  readonly object: string;
  readonly reason: string;
}
export interface ReadFlag extends Head {
  readonly type: "Flag";
  readonly objects: readonly string[];
  readonly words: string;
  readonly category: ReportCategory;
  /** The author of a removed post asks that somebody else looks at it: `objects` holds the Delete alone. */
  readonly appeal: boolean;
  readonly reference: string | null;
}
export interface ReadResolve extends Head {
  readonly type: "Resolve";
  /** The report that is closed. */
  readonly flagIri: string;
  /** Null where it is not said (Lemmy). */
  readonly state: "removed" | "dismissed" | "restored" | "upheld" | null;
  readonly words: string;
}
export interface ReadBlock extends Head {
  readonly type: "Block";
  readonly object: string;
  readonly target: string;
  readonly reason: string;
  readonly until: Date | null;
}
/** What a node tells a person of another one about a hidden community: that something is there. */
export interface ReadPlace extends Head {
  readonly type: "Place";
  /** The Group. */
  readonly object: string;
  readonly state: "invited" | "waiting" | "answered" | "ended";
}
export interface ReadOffer extends Head {
  readonly type: "Offer";
  /** The community whose lead is written to. */
  readonly object: string;
  readonly words: string;
  readonly replyTo: string;
}
export interface ReadMove extends Head {
  readonly type: "Move";
  readonly object: string;
  readonly target: string;
  readonly origin: string | null;
  readonly reason: string;
}

export type Activity =
  | ReadFollow
  | ReadJoin
  | ReadAnswer
  | ReadUndo
  | ReadCreate
  | ReadUpdate
  | ReadDelete
  | ReadPlain
  | ReadAnnounce
  | ReadCuration
  | ReadLock
  | ReadFlag
  | ReadResolve
  | ReadBlock
  | ReadMove
  | ReadErase
  | ReadOffer
  | ReadView
  | ReadPlace
  | ReadInvite;

export type ReadActivity = Activity | Ignored | Refused;

/** A reader of one type: the head is read, the type's own members are not. */
export type ActivityReader = (head: Head, type: string) => ReadActivity;
