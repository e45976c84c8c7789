import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import { readSetting, writeSetting } from "./store.ts";

/** The house rules in both languages, plain text with a blank line between paragraphs. */
export interface HouseRules {
  readonly en: string;
  readonly cy: string;
}

export const LONGEST_RULES = 10_000;

/** The house rules an administrator wrote, or null where the ones that come with the program stand. */
export async function findHouseRules(r: { readonly sql: Reader }): Promise<HouseRules | null> {
  const value = await readSetting(r, "house-rules");
  return isHouseRules(value) && value.en !== "" ? value : null;
}

/** An administrator writes the house rules; empty ones bring back those of the program. Refuses `too-long`. */
export function changeHouseRules(ctx: NodeContext, rules: HouseRules, by: string | null): Promise<void> {
  for (const language of ["en", "cy"] as const) {
    if (rules[language].length > LONGEST_RULES) refuse("too-long", { field: language, most: LONGEST_RULES });
  }
  return inTransaction(ctx, async (tx) => {
    await writeSetting(tx, "house-rules", { en: rules.en.trim(), cy: rules.cy.trim() });
    await recordAudit(tx, { kind: "settings.changed", accountId: by, subject: "house-rules" });
  });
}

function isHouseRules(value: unknown): value is HouseRules {
  if (typeof value !== "object" || value === null) return false;
  return "en" in value && typeof value.en === "string" && "cy" in value && typeof value.cy === "string";
}
