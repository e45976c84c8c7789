import { cleanText } from "../clean-text.ts";
import type { PersonDoc } from "../document.ts";

export interface PersonRow {
  readonly id: string;
  readonly iri: string;
  readonly version: number;
  readonly visibility: "hidden" | "council" | "network" | "everyone";
  readonly name: string;
  readonly roleTitle: string;
  readonly topics: readonly string[];
  readonly languages: readonly string[];
  readonly node: string;
  readonly council: { readonly id: string; readonly name: string } | null;
  readonly gone: boolean;
  readonly updated: Date;
}

/**
 * What is indexed of a person, or null: hidden profiles, people who left, and "my council" without a council.
 * On null, remove the id.
 */
export function personDocument(row: PersonRow): PersonDoc | null {
  if (row.gone || row.visibility === "hidden") return null;
  if (row.visibility === "council" && !row.council) return null;
  return {
    kind: "person",
    id: row.id,
    uri: row.iri,
    version: row.version,
    visibility: row.visibility,
    node: row.node,
    council: row.council?.id ?? null,
    councilName: cleanText(row.council?.name ?? "", 200),
    name: cleanText(row.name, 200),
    roleTitle: cleanText(row.roleTitle, 200),
    topics: row.topics.map((topic) => cleanText(topic, 100)),
    languages: row.languages,
    updatedAt: row.updated,
  };
}
