import { setCookie } from "hono/cookie";
import { z } from "zod";
import { findCommunity } from "../../node/communities/read.ts";
import { type ReadContext, reading } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { listCouncilChoices } from "../../node/peers/council-choices.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { findActorPath, findNamedActorPath } from "../../node/people/path.ts";
import { findPostPath } from "../../node/posts/path.ts";
import { refuse } from "../../node/refusal.ts";
import { choiceValue, titleOf } from "../components/own-council.tsx";
import type { WebApp, WebContext } from "../env.ts";
import { readForm } from "../forms.ts";
import { type PageAddress, readPageAddress } from "../page-address.ts";
import { ForwardPage, NotHerePage, OwnCouncilPage } from "../pages/own-council.tsx";
import { withQuery } from "../paths.ts";
import { oneOf } from "../query.ts";
import { page, see } from "../respond.tsx";
import { cookieAttributesOf } from "../session.ts";

const YEAR_SECONDS = 365 * 24 * 3600;
const choiceForm = z.strictObject({
  item: z.string().max(2000),
  council: z.string().max(500).default(""),
  to: z.enum(["reply", "join", "open"]).default("reply"),
});

/** "Reply from your own council", and join from there: a shared link is never a dead end. */
export function registerOwnCouncilRoutes(app: WebApp): void {
  app.post("/own-council", choose);
  app.get("/own-council", async (c) => {
    const item = c.req.query("item") ?? "";
    const councils = await listCouncilChoices(c.get("ctx"));
    const to = oneOf(c, "to", ["reply", "join", "open"]);
    const title = c.get("speech").t(`topic.ownCouncil.${titleOf({ to })}`);
    return page(
      c,
      { title, cache: "private" },
      <OwnCouncilPage item={item} councils={councils} remembered={null} to={to} back="/" />,
    );
  });
  app.get("/open", open);
}

async function choose(c: WebContext): Promise<Response> {
  const given = await readForm(c, choiceForm);
  if (!given.ok || originOf(given.value.item) === null) return refuse("invalid", { field: "item" });
  const councils = await listCouncilChoices(c.get("ctx"));
  const chosen = councils.find((council) => choiceValue(council) === given.value.council);
  const { item, to } = given.value;
  if (!chosen) return see(c, withQuery("/own-council", { item, to: to === "reply" ? null : to }));
  setCookie(c, "council", choiceValue(chosen), {
    ...cookieAttributesOf(c.get("site").origin),
    maxAge: YEAR_SECONDS,
  });
  const path = withQuery("/open", { item, [to]: to === "open" ? null : "yes" });
  if (chosen.origin === c.get("site").origin) return see(c, path);
  const forward = `${chosen.origin}${path}`;
  const title = c.get("speech").t("topic.ownCouncil.opening", { council: chosen.name });
  return page(c, { title, cache: "private", forward }, <ForwardPage title={title} href={forward} />);
}

/** Opens here what a link of another council names; signing in comes first where one wants to reply. */
async function open(c: WebContext): Promise<Response> {
  const item = c.req.query("item") ?? "";
  const path = await pathOfItem(c, item);
  if (path === null) {
    const title = c.get("speech").t("topic.ownCouncil.notFoundTitle");
    return page(
      c,
      { title, status: 404, cache: "private" },
      <NotHerePage
        original={originOf(item) === null ? null : item}
        to={c.req.query("join") === "yes" ? "join" : c.req.query("reply") === "yes" ? "reply" : "open"}
      />,
    );
  }
  const target = await targetOf(c, path);
  if (c.get("session") !== null) return see(c, target);
  return see(c, `/sign-in?next=${encodeURIComponent(target)}`);
}

/** At the reply box of a discussion; of a community, where one joins it: its button, or the form for asking. */
async function targetOf(c: WebContext, path: string): Promise<string> {
  if (c.req.query("reply") === "yes") return `${path.replace(/#.*$/, "")}#reply`;
  const [, handle] = /^\/c\/([^/]+)$/.exec(path) ?? [];
  if (c.req.query("join") !== "yes" || handle === undefined) return path;
  const viewer = c.get("viewer");
  const community = await reading(c.get("ctx"), viewer, (r) => findCommunity(r, viewer, handle));
  const asks =
    community.level === "restricted" && ["none", "following", "refused"].includes(community.relation.kind);
  return asks ? `${path}/join` : path;
}

/**
 * The path here of what an address names: a post, person or community by its id or by its page on any known site, a
 * join link of a community included, and pages that every site has.
 */
export async function pathOfItem(c: WebContext, address: string): Promise<string | null> {
  if (originOf(address) === null) return null;
  const viewer = c.get("viewer");
  return reading(c.get("ctx"), viewer, async (r) => {
    const named = readPageAddress(address);
    const path = named === null || !(await isKnownSite(r, named.origin)) ? null : await pathOfPage(r, named);
    if (path !== null) return path;
    const bare = address.replace(/[?#].*$/, "");
    const post =
      (await findPostPath(r, viewer, { iri: address })) ?? (await findPostPath(r, viewer, { iri: bare }));
    return post ?? (await findActorPath(r, bare));
  });
}

async function isKnownSite(r: ReadContext, origin: string): Promise<boolean> {
  if (origin === r.iris.origin) return true;
  const peer = await peerByOrigin(r.sql, origin);
  return peer?.state === "accepted" || peer?.state === "paused";
}

/** A post goes by the same id everywhere; one that is not here leads nowhere, rather than to its community. */
async function pathOfPage(r: ReadContext, named: PageAddress): Promise<string | null> {
  if (named.kind === "site") return named.path;
  const actor = await findNamedActorPath(r, named);
  if (actor === null || named.postId === null) return actor === null ? null : actor + named.place;
  const post = await findPostPath(r, r.viewer, { id: named.postId });
  return post?.startsWith(`${actor}/t/`) ? post : null;
}
