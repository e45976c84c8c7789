import { z } from "zod";
import type { Level } from "../../node/communities/types.ts";
import { sameOrigin } from "../../node/iris.ts";
import { plainOf } from "../../node/text/plain.ts";
import { cutAt } from "../../node/text/visible.ts";
import type { JoinPolicy } from "../objects/group.ts";
import { policiesOf, themesOf } from "./group.ts";
import { type Refused, refused } from "./outcome.ts";
import { aCount, aLine, anInstant, anIri, faultOf, manyOf, recordOf, requiredIri } from "./values.ts";

/** A community as its node lists it; kept as a stub until somebody opens or follows it. */
export interface ReadListing {
  readonly iri: string;
  readonly handle: string;
  readonly name: string;
  readonly purpose: string;
  readonly pageUrl: string | null;
  readonly themes: readonly string[];
  readonly level: Level;
  readonly joinPolicy: JoinPolicy;
  readonly language: string | null;
  /** Null where it is not said: numbers of a closed community are for its members. */
  readonly members: number | null;
  readonly councils: number | null;
  readonly lastActivity: Date | null;
  readonly updated: Date | null;
}

export interface ReadDirectoryPage {
  readonly type: "directory-page";
  readonly total: number;
  /** When the page was made, so that an older copy cannot replace a newer one. */
  readonly made: Date | null;
  readonly communities: readonly ReadListing[];
  /** Entries that were left out: unreadable, of another origin, or hidden ones that should not be listed. */
  readonly leftOut: number;
  readonly next: string | null;
}

const PAGE = z.object({
  type: z.enum(["OrderedCollectionPage", "OrderedCollection"]),
  id: requiredIri,
  attributedTo: requiredIri,
  totalItems: aCount,
  updated: anInstant,
  next: anIri,
  first: anIri,
});

const ENTRY = z.object({
  type: z.literal("Group"),
  id: requiredIri,
  preferredUsername: z.string().regex(/^[a-zA-Z0-9_.-]{1,100}$/),
  name: aLine(100),
  url: anIri,
  "cop:memberCount": aCount,
  "cop:councilCount": aCount,
  "cop:lastActivity": anInstant,
  updated: anInstant,
});

/**
 * Reads the directory of a node, or a page of it (resolution 17). `nodeIri` is whose it must be. Refuses `invalid`,
 * `wrong-author` for another's directory, `wrong-origin` when it leads elsewhere, `too-long` beyond 200 entries.
 */
export function readDirectoryPage(json: unknown, nodeIri: string): ReadDirectoryPage | Refused {
  const page = recordOf(json);
  const parsed = PAGE.safeParse(json);
  if (page === null || !parsed.success) {
    return refused("invalid", parsed.success ? "not an object" : faultOf(parsed.error));
  }
  const { id, attributedTo, totalItems, updated } = parsed.data;
  const next = parsed.data.next ?? (parsed.data.type === "OrderedCollection" ? parsed.data.first : null);
  if (attributedTo !== nodeIri) return refused("wrong-author", "another node's directory");
  if (!sameOrigin(id, nodeIri) || (next !== null && !sameOrigin(next, nodeIri))) {
    return refused("wrong-origin", "the directory leads elsewhere");
  }
  const items = manyOf(page.orderedItems);
  if (items.length > 200) return refused("too-long", "more than 200 entries on a page");
  const communities = items.flatMap((item) => listingOf(item, nodeIri) ?? []);
  const leftOut = items.length - communities.length;
  return { type: "directory-page", total: totalItems ?? 0, made: updated, communities, leftOut, next };
}

function listingOf(value: unknown, nodeIri: string): ReadListing | null {
  const entry = recordOf(value);
  const parsed = ENTRY.safeParse(value);
  if (entry === null || !parsed.success || !sameOrigin(parsed.data.id, nodeIri)) return null;
  const { level, joinPolicy } = policiesOf(entry);
  if (level === "confidential") return null;
  const { id: iri, preferredUsername: handle, name, url, updated } = parsed.data;
  const summary = typeof entry.summary === "string" ? plainOf(entry.summary) : "";
  const language = recordOf(manyOf(entry.language)[0])?.identifier;
  return {
    iri,
    handle,
    name: name || handle,
    purpose: cutAt(summary, 1_000),
    pageUrl: url !== null && sameOrigin(url, nodeIri) ? url : null,
    themes: themesOf(entry["cop:themes"]),
    level,
    joinPolicy,
    language: typeof language === "string" && /^[a-z]{2,3}$/.test(language) ? language : null,
    members: parsed.data["cop:memberCount"],
    councils: parsed.data["cop:councilCount"],
    lastActivity: parsed.data["cop:lastActivity"],
    updated,
  };
}
