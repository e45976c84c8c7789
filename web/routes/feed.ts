import { createHash } from "node:crypto";
import { findCommunity } from "../../node/communities/read.ts";
import type { CommunityPage } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { type FeedEntry, listFeedEntries } from "../../node/posts/feed.ts";
import { refuse } from "../../node/refusal.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import type { WebApp, WebContext } from "../env.ts";

/** New discussions of a community for news readers, where its facilitator offers them; read as any visitor would. */
export function registerFeedRoutes(app: WebApp): void {
  app.get("/c/:name/feed.atom", async (c) => {
    const { origin } = c.get("site");
    const { community, entries } = await reading(c.get("ctx"), ANYONE, async (r) => {
      const community = await findCommunity(r, ANYONE, c.req.param("name"));
      if (!community.local || !community.feed || !isPublicLevel(community.level)) refuse("not-found");
      return { community, entries: await listFeedEntries(r, community.id) };
    });
    const updated = new Date(Math.max(+community.created, ...entries.map((entry) => +entry.updated)));
    return answer(c, atomOf(origin, community, { entries, updated }), updated);
  });
}

/**
 * Who asks again with the ETag gets nothing where nothing changed. `If-Modified-Since` alone is not believed: a
 * discussion that was removed makes a feed other, and not newer.
 */
function answer(c: WebContext, feed: string, updated: Date): Response {
  const tag = `W/"${createHash("sha256").update(feed).digest("base64url").slice(0, 27)}"`;
  c.header("Cache-Control", "public, max-age=300");
  c.header("ETag", tag);
  c.header("Last-Modified", updated.toUTCString());
  if (c.req.header("if-none-match") === tag) return c.body(null, 304);
  return c.body(feed, 200, { "Content-Type": "application/atom+xml; charset=utf-8" });
}

/** Atom (RFC 4287): one entry a discussion, with its excerpt, in its own language. */
function atomOf(
  origin: string,
  community: CommunityPage,
  { entries, updated }: { entries: readonly FeedEntry[]; updated: Date },
): string {
  const path = origin + community.path;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(community.language)}">
<id>${escaped(community.iri)}</id>
<title>${escaped(community.name)}</title>
<subtitle>${escaped(community.purpose)}</subtitle>
<link href="${escaped(path)}" />
<link rel="self" type="application/atom+xml" href="${escaped(`${path}/feed.atom`)}" />
<updated>${updated.toISOString()}</updated>
${entries.map((entry) => entryOf(path, entry)).join("\n")}
</feed>
`;
}

function entryOf(path: string, entry: FeedEntry): string {
  const author = [entry.author.name, entry.author.council].filter((part) => part !== null).join(", ");
  const address = escaped(`${path}/t/${entry.id}`);
  return `<entry xml:lang="${escaped(entry.lang)}">
<id>${address}</id>
<title>${escaped(entry.title)}</title>
<link href="${address}" />
<author><name>${escaped(author)}</name></author>
<published>${entry.published.toISOString()}</published>
<updated>${entry.updated.toISOString()}</updated>
<summary>${escaped(entry.excerpt)}</summary>
</entry>`;
}

// Characters that XML 1.0 does not know at all are left out; the others are named.
function escaped(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "",
    )
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
