import { recordAudit } from "../audit/record.ts";
import type { Config } from "../config.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import { readSetting, writeSetting } from "./store.ts";

/** Whom to ring when somebody may be in danger: words with a telephone number or an address, in both languages. */
export interface UrgentContact {
  readonly en: string;
  readonly cy: string;
}

/** As one reader sees it. */
export interface UrgentContactText {
  readonly text: string;
  readonly language: "en" | "cy";
}

export const LONGEST_CONTACT = 300;

/** What an administrator wrote, and behind it what the settings say, which is of one language. */
export async function findUrgentContact(r: {
  readonly sql: Reader;
  readonly config: Config;
}): Promise<UrgentContact> {
  const value = await readSetting(r, "urgent-contact");
  const written = isContact(value) && (value.en !== "" || value.cy !== "") ? value : null;
  return written ?? { en: r.config.urgentContact ?? "", cy: "" };
}

/** The urgent contact in a reader's language, else in the other; null where none is named. */
export function urgentContactFor(contact: UrgentContact, language: "en" | "cy"): UrgentContactText | null {
  const other = language === "en" ? "cy" : "en";
  if (contact[language] !== "") return { text: contact[language], language };
  return contact[other] === "" ? null : { text: contact[other], language: other };
}

/** An administrator names the urgent contact; empty texts bring back the one of the settings. Refuses `too-long`. */
export function changeUrgentContact(
  ctx: NodeContext,
  contact: UrgentContact,
  by: string | null,
): Promise<void> {
  for (const language of ["en", "cy"] as const) {
    if (contact[language].length > LONGEST_CONTACT)
      refuse("too-long", { field: language === "en" ? "urgentEn" : "urgentCy", most: LONGEST_CONTACT });
  }
  return inTransaction(ctx, async (tx) => {
    await writeSetting(tx, "urgent-contact", { en: contact.en.trim(), cy: contact.cy.trim() });
    await recordAudit(tx, { kind: "settings.changed", accountId: by, subject: "urgent-contact" });
  });
}

function isContact(value: unknown): value is UrgentContact {
  if (typeof value !== "object" || value === null) return false;
  return "en" in value && typeof value.en === "string" && "cy" in value && typeof value.cy === "string";
}
