import type { JoinPolicy } from "../memberships/policy.ts";
import { refuse } from "../refusal.ts";
import { lineOf } from "../text/visible.ts";
import type { CommunityDraft } from "./types.ts";

/** Sizes of a community's texts, in characters; the name's is Lemmy's limit for display names. */
export const COMMUNITY_LIMITS = { name: 50, purpose: 300, charter: 1000, themes: 5 } as const;

/** A draft with its texts trimmed, or a refusal naming the field. */
export function checkCommunity(draft: CommunityDraft): CommunityDraft {
  const name = lineOf(draft.name, 200);
  const purpose = draft.purpose.trim();
  if (name === "") refuse("required", { field: "name" });
  if (name.length > COMMUNITY_LIMITS.name) refuse("too-long", { field: "name", most: COMMUNITY_LIMITS.name });
  if (purpose === "") refuse("required", { field: "purpose" });
  if (purpose.length > COMMUNITY_LIMITS.purpose)
    refuse("too-long", { field: "purpose", most: COMMUNITY_LIMITS.purpose });
  for (const [key, text] of Object.entries(draft.charter)) {
    if (text.length > COMMUNITY_LIMITS.charter)
      refuse("too-long", { field: `charter.${key}`, most: COMMUNITY_LIMITS.charter });
  }
  if (draft.themes.length > COMMUNITY_LIMITS.themes)
    refuse("invalid", { field: "themes", most: COMMUNITY_LIMITS.themes });
  return { ...draft, name, purpose };
}

/** How one joins, from what a draft says: by asking or by invitation only where members alone read. */
export function joiningOf({ level, joining }: CommunityDraft): JoinPolicy {
  if (level === "open") return "open";
  if (level === "confidential") return "invitation";
  return level === "closed" && joining === "invitation" ? "invitation" : "approval";
}
