import type { ProfileVisibility } from "../../node/people/types.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { plainOf } from "../../node/text/plain.ts";
import { lineOf } from "../../node/text/visible.ts";
import { aLine, manyOf, recordOf, someLines, typeOf } from "./values.ts";

export interface PersonProfile {
  readonly roleTitle: string;
  /** As the person's node writes it, verified only where that council is accepted for that node (resolution 21). */
  readonly councilName: string | null;
  readonly invitedBy: string | null;
  readonly topics: readonly string[];
  readonly serviceAreas: readonly string[];
  readonly languages: readonly string[];
  readonly visibility: ProfileVisibility;
  readonly discoverable: boolean;
  readonly indexable: boolean;
}

const VISIBILITY: Readonly<Record<string, ProfileVisibility>> = {
  public: "everyone",
  network: "network",
  council: "council",
  hidden: "hidden",
};

/** What a person's document says about them; absent means not said. Software without the profile's terms shows all. */
export function profileOf(actor: Readonly<Record<string, unknown>>): PersonProfile {
  const line = (name: string) => aLine(200).parse(actor[name]);
  const lines = (name: string) => someLines(LIMITS.hashtags, 100).parse(actor[name]);
  return {
    roleTitle: line("cop:roleTitle"),
    councilName: fieldOf(actor.attachment, "Organisation"),
    invitedBy: line("cop:invitedBy") || null,
    topics: lines("cop:topics"),
    serviceAreas: lines("cop:serviceAreas"),
    languages: lines("cop:languages"),
    visibility: VISIBILITY[String(actor["cop:profileVisibility"] ?? "public")] ?? "network",
    discoverable: actor.discoverable === true,
    indexable: actor.indexable === true,
  };
}

function fieldOf(attachment: unknown, name: string): string | null {
  for (const item of manyOf(attachment)) {
    const field = recordOf(item);
    if (typeOf(field) !== "PropertyValue" || field?.name !== name || typeof field.value !== "string")
      continue;
    return lineOf(plainOf(field.value), 200) || null;
  }
  return null;
}
