import { isJoinCode, renewJoinLink } from "../../node/communities/join-link.ts";
import { reading } from "../../node/context.ts";
import { joinByLink } from "../../node/memberships/join-by-link.ts";
import { refuse } from "../../node/refusal.ts";
import { readCommunity, readFacilitated } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, readForm } from "../forms.ts";
import { councilsFor } from "../own-council.ts";
import { JoinLinkPage } from "../pages/join-link.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { noFields } from "./act-forms.ts";

/** The join link of a community: opening it shows a button, the button joins; its facilitators can replace it. */
export function registerJoinLinkRoutes(app: WebApp): void {
  app.get("/c/:name/join/:code", showLink);
  app.post("/c/:name/join/:code", joinWithLink);
  app.post("/c/:name/join-link", async (c) => {
    const { actorId, accountId } = signedIn(c);
    const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readFacilitated(c, r));
    await readForm(c, noFields);
    const renewal = { facilitatorId: actorId, accountId, communityId: community.id };
    const code = await renewJoinLink(c.get("ctx"), renewal);
    const joinLink = `${community.path}/join/${code}`;
    return see(c, `${community.path}/about#invite`, { done: "link-renewed", json: { joinLink } });
  });
}

async function showLink(c: WebContext): Promise<Response> {
  const ctx = c.get("ctx");
  const { community, works } = await reading(ctx, c.get("viewer"), async (r) => {
    const read = await readCommunity(c, r);
    return { ...read, works: await isJoinCode(r, read.community.id, codeIn(c)) };
  });
  if (!works) return over(c, community.path);
  if (wantsJson(c)) return json(c, { community }, { cache: "private" });
  if (community.relation.kind === "member") return see(c, community.path);
  const here = c.get("site").origin;
  const chosen = await councilsFor(c);
  const councils = chosen.councils.filter((council) => council.origin !== here);
  const title = c.get("speech").t("community.joinLink.title", { community: community.name });
  return page(
    c,
    { title, cache: "private" },
    <JoinLinkPage
      community={community}
      action={c.req.path}
      siteName={c.get("site").name}
      signedIn={c.get("session") !== null}
      ownCouncil={{ ...chosen, councils }}
    />,
  );
}

async function joinWithLink(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readCommunity(c, r));
  await readForm(c, noFields);
  const joining = { actorId, communityId: community.id, code: codeIn(c) };
  const result = await attempt(() => joinByLink(c.get("ctx"), joining));
  if (result.ok) return see(c, community.path, { done: "joined", json: { state: result.value.state } });
  if (result.refusal.code === "expired") return over(c, community.path);
  // Declined before: the way in is to ask again, and its page says what was declined and why.
  if (result.refusal.code === "needs-approval" && !wantsJson(c)) return see(c, `${community.path}/join`);
  throw result.refusal;
}

/** A wrong or replaced code: the community itself is no secret, so it is shown, with a sentence about the link. */
function over(c: WebContext, path: string): Response {
  if (wantsJson(c)) refuse("expired", { link: "join" });
  return see(c, path, { done: "link-over" });
}

function codeIn(c: WebContext): string {
  return c.req.param("code") ?? "";
}
