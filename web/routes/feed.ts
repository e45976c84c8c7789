import { findCommunity } from "../../node/communities/read.ts";
import type { CommunityPage } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { listTopics } from "../../node/posts/read.ts";
import type { TopicRow } from "../../node/posts/types.ts";
import { refuse } from "../../node/refusal.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import type { WebApp } from "../env.ts";

/** New discussions of a community for news readers, where its facilitator offers them; read as any visitor would. */
export function registerFeedRoutes(app: WebApp): void {
  app.get("/c/:name/feed.atom", async (c) => {
    const { origin } = c.get("site");
    const feed = await reading(c.get("ctx"), ANYONE, async (r) => {
      const community = await findCommunity(r, ANYONE, c.req.param("name"));
      if (!community.local || !community.feed || !isPublicLevel(community.level)) refuse("not-found");
      const topics = await listTopics(r, ANYONE, community.id, { sort: "newest" });
      return atomOf(origin, community, topics.items);
    });
    c.header("Cache-Control", "public, max-age=300");
    return c.body(feed, 200, { "Content-Type": "application/atom+xml; charset=utf-8" });
  });
}

/** Atom (RFC 4287): one entry a discussion, with its excerpt. */
function atomOf(origin: string, community: CommunityPage, topics: readonly TopicRow[]): string {
  const newest = topics.map((topic) => topic.published.getTime());
  const updated = new Date(Math.max(community.created.getTime(), ...newest)).toISOString();
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(community.language)}">
<id>${escaped(community.iri)}</id>
<title>${escaped(community.name)}</title>
<subtitle>${escaped(community.purpose)}</subtitle>
<link href="${escaped(origin + community.path)}" />
<link rel="self" href="${escaped(`${origin}${community.path}/feed.atom`)}" />
<updated>${updated}</updated>
${topics.map((topic) => entryOf(origin, topic)).join("\n")}
</feed>
`;
}

function entryOf(origin: string, topic: TopicRow): string {
  const author = [topic.author.name, topic.author.council].filter((part) => part !== null).join(", ");
  return `<entry xml:lang="${escaped(topic.lang)}">
<id>${escaped(origin + topic.path)}</id>
<title>${escaped(topic.title)}</title>
<link href="${escaped(origin + topic.path)}" />
<author><name>${escaped(author)}</name></author>
<published>${topic.published.toISOString()}</published>
<updated>${topic.published.toISOString()}</updated>
<summary>${escaped(topic.excerpt)}</summary>
</entry>`;
}

// Characters that XML 1.0 does not know at all are left out; the others are named.
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
