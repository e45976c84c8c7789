import type { Speech } from "../language.ts";
import { isByReference } from "./by-reference.ts";
import type { ComposerProps } from "./composer.tsx";

/** What the behaviours need to know, finished sentences included. */
export function behavioursOf({ place, keepHere, seen, community }: ComposerProps, t: Speech["t"]) {
  // No draft here or on the device, and nothing is looked up for it.
  if (isByReference(community)) return { enctype: "multipart/form-data", "data-behaviour": "composer files" };
  return {
    enctype: "multipart/form-data",
    "data-behaviour": "drafts composer files similar",
    "data-place": place,
    "data-keep": keepHere ? "here" : "device",
    "data-saved": t("topic.draft.saved"),
    "data-restored": t("topic.draft.restored"),
    "data-failed": t("topic.draft.failed"),
    "data-newer": t("topic.draft.newer"),
    "data-seen": seen ?? undefined,
  };
}
