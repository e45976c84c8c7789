import { cleanText } from "../clean-text.ts";
import type { IndexDoc } from "../document.ts";
import { type CommunityReaders, listingReaders } from "./readers.ts";

/** A community of this node or of another, also one known from a directory only. */
export interface CommunityRow extends CommunityReaders {
  readonly id: string;
  readonly iri: string;
  readonly version: number;
  readonly name: string;
  readonly purpose: string;
  /** Answers to the charter questions, plain text. */
  readonly charter: readonly string[];
  readonly themes: readonly string[];
  readonly language: string;
  readonly node: string;
  readonly council: { readonly id: string; readonly name: string } | null;
  readonly listed: boolean;
  readonly archived: boolean;
  readonly members: number;
  readonly created: Date;
  readonly lastActivity: Date | null;
}

/** What is indexed of a community, or null when it is not to be found: unlisted or archived. On null, remove the id. */
export function communityDocument(row: CommunityRow): IndexDoc | null {
  const acl = listingReaders(row);
  if (!acl || !row.listed || row.archived) return null;
  // Who is outside finds a closed one by its name and purpose; its charter, size and pulse are its members'.
  const open = row.level === "open" || row.level === "restricted";
  return {
    kind: "community",
    id: row.id,
    uri: row.iri,
    version: row.version,
    lang: row.language,
    title: cleanText(row.name, 500),
    body: cleanText([row.purpose, ...(open ? row.charter : [])].join("\n")),
    tags: row.themes,
    context: row.council ? [row.council.name] : [],
    node: row.node,
    council: row.council?.id ?? null,
    community: row.id,
    thread: null,
    author: null,
    acl,
    tier: 1,
    answered: false,
    useful: open ? row.members : 0,
    createdAt: row.created,
    updatedAt: (open ? row.lastActivity : null) ?? row.created,
  };
}
