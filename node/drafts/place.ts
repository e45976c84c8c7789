import { idOf, uuidOf } from "../ids.ts";
import { refuse } from "../refusal.ts";

/** Where a draft belongs: the form for something new in a community, or the reply box under a post. */
export type DraftPlace =
  | { readonly kind: "topic" | "question"; readonly communityId: string }
  | { readonly kind: "reply"; readonly postId: string };

/** The place as text, the same on every device: `c/<community>/new/question`, `t/<post>/reply`. */
export function placeTextOf(place: DraftPlace): string {
  return place.kind === "reply"
    ? `t/${idOf(place.postId)}/reply`
    : `c/${idOf(place.communityId)}/new/${place.kind}`;
}

/** Reads a place; refuses `invalid` for a text that names none. */
export function readPlace(text: string): DraftPlace {
  const [, area, id, rest] = /^([ct])\/([0-9a-z]{26})\/(new\/topic|new\/question|reply)$/.exec(text) ?? [];
  const uuid = id === undefined ? null : uuidOf(id);
  if (uuid === null) return refuse("invalid", { field: "place" });
  if (area === "t" && rest === "reply") return { kind: "reply", postId: uuid };
  if (area === "c" && rest === "new/topic") return { kind: "topic", communityId: uuid };
  if (area === "c" && rest === "new/question") return { kind: "question", communityId: uuid };
  return refuse("invalid", { field: "place" });
}
