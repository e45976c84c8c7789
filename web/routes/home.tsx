import { findOwnProfile } from "../../node/accounts/profile.ts";
import { listCommunities } from "../../node/communities/read.ts";
import { listSuggested } from "../../node/communities/suggest.ts";
import { type ReadContext, reading } from "../../node/context.ts";
import { listDrafts } from "../../node/drafts/read.ts";
import { listCouncilChoices } from "../../node/peers/council-choices.ts";
import { listPlaces } from "../../node/places/places.ts";
import { listAnsweredLately } from "../../node/posts/answered-lately.ts";
import { listAnswerable, listNewest, listNewSince } from "../../node/posts/read.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import type { WebApp, WebContext } from "../env.ts";
import { openThere } from "../own-council.ts";
import { AskPage } from "../pages/ask.tsx";
import { HomePage, type HomeProps } from "../pages/home.tsx";
import { VisitorHomePage, type VisitorHomeProps } from "../pages/welcome-visitor.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { firstNameOf, type Session, signedIn } from "../session.ts";

/** Home, for visitors and for officers, and choosing where to ask. */
export function registerHomeRoutes(app: WebApp): void {
  app.get("/", async (c) => {
    const session = c.get("session");
    if (session === null) return showVisitorHome(c);
    if (session.welcomed === null && !wantsJson(c)) return see(c, "/welcome");
    const props = await reading(c.get("ctx"), c.get("viewer"), (r) => readHome(r, session));
    if (wantsJson(c)) return json(c, props, { cache: "private" });
    return page(c, { title: c.get("speech").t("common.home"), cache: "content" }, <HomePage {...props} />);
  });
  app.get("/ask", async (c) => {
    signedIn(c);
    const mine = await reading(c.get("ctx"), c.get("viewer"), (r) =>
      listCommunities(r, c.get("viewer"), { mine: true }),
    );
    const [only] = mine.items;
    if (mine.total === 1 && only) return see(c, `${only.path}/new?kind=question`);
    const title = c.get("speech").t("home.ask.title");
    return page(c, { title, cache: "private" }, <AskPage communities={mine.items} />);
  });
}

async function readHome(r: ReadContext, session: Session): Promise<HomeProps> {
  const viewer = { kind: "person", actorId: session.actorId, accountId: session.accountId } as const;
  const { serviceAreas } = await findOwnProfile(r, session.actorId);
  const since = session.lastVisit;
  const [answerable, news, suggested, mine, drafts, places] = await Promise.all([
    listAnswerable(r, viewer, serviceAreas, 5),
    since === null ? listNewest(r, viewer, 8) : listNewSince(r, viewer, since, 8),
    listSuggested(r, viewer, serviceAreas, 5),
    listCommunities(r, viewer, { mine: true }),
    listDrafts(r, session.accountId),
    listPlaces(r, session.actorId),
  ]);
  const name = firstNameOf(session.name);
  return { name, answerable, news, since, suggested, mine: mine.items, drafts, hidden: places.length };
}

async function showVisitorHome(c: WebContext): Promise<Response> {
  const { council } = c.get("site");
  const read = await reading(c.get("ctx"), ANYONE, async (r) => {
    const [communities, councils, answered] = await Promise.all([
      listCommunities(r, ANYONE, {}),
      listCouncilChoices(r),
      listAnsweredLately(r, ANYONE, 4),
    ]);
    return { communities, councils, answered };
  });
  const props: VisitorHomeProps = {
    council,
    answered: read.answered,
    communities: read.communities.items.slice(0, 6),
    counts: { communities: read.communities.total, councils: read.councils.length },
  };
  if (wantsJson(c)) return json(c, props, { cache: "content" });
  return page(
    c,
    {
      title: c.get("speech").t("common.home"),
      cache: "content",
      ownCouncil: await openThere(c, "home"),
    },
    <VisitorHomePage {...props} />,
  );
}
