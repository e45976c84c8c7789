import type { CommunityPage } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { listCouncilShares, listMembers } from "../../node/memberships/list.ts";
import { listTopics } from "../../node/posts/read.ts";
import { Outage, Refusal } from "../../node/refusal.ts";
import { cacheOf, readCommunity } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { openThere } from "../own-council.ts";
import { CommunityTopicsPage, SHOWN, type Shown, SORTS } from "../pages/community.tsx";
import { CommunityAboutPage } from "../pages/community-about.tsx";
import { CommunityMembersPage, type Everyone } from "../pages/community-members.tsx";
import { numberIn, oneOf } from "../query.ts";
import { json, page, wantsActivity, wantsJson } from "../respond.tsx";

/** A community's pages: discussions, questions, members, about. */
export function registerCommunityRoutes(app: WebApp): void {
  app.get("/c/:name", (c) => showTopics(c, "discussions"));
  app.get("/c/:name/questions", (c) => showTopics(c, "questions"));
  app.get("/c/:name/members", showMembers);
  app.get("/c/:name/about", showAbout);
}

async function showTopics(c: WebContext, tab: "discussions" | "questions"): Promise<Response> {
  const viewer = c.get("viewer");
  const show: "everything" | Shown = tab === "questions" ? oneOf(c, "show", SHOWN) : "everything";
  const sort = oneOf(c, "sort", SORTS);
  const theme = c.req.query("theme")?.slice(0, 100) || null;
  const { community, requests, topics } = await reading(c.get("ctx"), viewer, async (r) => {
    const read = await readCommunity(c, r);
    const query = { show, sort, page: numberIn(c, "page"), theme };
    return { ...read, topics: await listTopics(r, viewer, read.community.id, query) };
  });
  if (wantsActivity(c)) return c.redirect(community.iri, 303);
  const cache = cacheOf(community.level);
  if (wantsJson(c)) return json(c, { community, topics }, { cache });
  return page(
    c,
    {
      title: community.name,
      cache,
      indexable: community.indexable,
      feed: feedOf(community),
      ownCouncil: await openThere(c, "community"),
    },
    <CommunityTopicsPage
      community={community}
      topics={topics}
      show={show}
      sort={sort}
      theme={theme}
      signedIn={c.get("session") !== null}
      requests={requests}
    />,
  );
}

/** Where news readers find the community's feed, when there is one. */
function feedOf(community: CommunityPage) {
  if (!community.local || !community.feed) return null;
  return { href: `${community.path}/feed.atom`, title: community.name };
}

async function showMembers(c: WebContext): Promise<Response> {
  const viewer = c.get("viewer");
  const { community, requests, members, shares } = await reading(c.get("ctx"), viewer, async (r) => {
    const read = await readCommunity(c, r);
    return {
      ...read,
      members: await listMembers(r, viewer, read.community.id, numberIn(c, "page")),
      shares: await listCouncilShares(r, viewer, read.community.id),
    };
  });
  const cache = cacheOf(community.level);
  const everyone = await membersElsewhere(c, community);
  if (wantsJson(c))
    return json(c, { community, members, shares, ...(everyone ? { everyone } : {}) }, { cache });
  const { relation } = community;
  const facilitates = relation.kind === "member" && relation.role !== "member";
  const title = `${c.get("speech").t("community.tab.members")} – ${community.name}`;
  return page(
    c,
    { title, cache, ownCouncil: await openThere(c, "community") },
    <CommunityMembersPage
      community={community}
      members={members}
      shares={shares}
      everyone={everyone}
      signedIn={c.get("session") !== null}
      requests={requests}
      facilitatorId={facilitates ? (c.get("session")?.actorId ?? null) : null}
    />,
  );
}

/** Members of a closed community elsewhere see all others, as its node says now; `away` while that does not answer. */
async function membersElsewhere(c: WebContext, community: CommunityPage): Promise<Everyone | null> {
  if (community.local || community.level !== "closed" || !community.readable) return null;
  const ctx = c.get("ctx");
  try {
    return await ctx.ports.remote.closedMembers(ctx, community.iri);
  } catch (error) {
    if (error instanceof Outage || error instanceof Refusal) return "away";
    throw error;
  }
}

async function showAbout(c: WebContext): Promise<Response> {
  const { community, requests } = await reading(c.get("ctx"), c.get("viewer"), (r) => readCommunity(c, r));
  const cache = cacheOf(community.level);
  if (wantsJson(c)) return json(c, { community }, { cache });
  const title = `${c.get("speech").t("community.tab.about")} – ${community.name}`;
  const { name, origin } = c.get("site");
  return page(
    c,
    { title, cache, ownCouncil: await openThere(c, "community") },
    <CommunityAboutPage
      community={community}
      signedIn={c.get("session") !== null}
      requests={requests}
      administers={c.get("session")?.administrator === true}
      siteName={name}
      origin={origin}
    />,
  );
}
