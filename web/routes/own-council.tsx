import { setCookie } from "hono/cookie";
import { z } from "zod";
import { findCommunity } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { type CouncilChoice, listCouncilChoices } from "../../node/peers/council-choices.ts";
import { findActorPath } from "../../node/people/path.ts";
import { findPostPath } from "../../node/posts/path.ts";
import { refuse } from "../../node/refusal.ts";
import { choiceValue } from "../components/own-council.tsx";
import type { WebApp, WebContext } from "../env.ts";
import { readForm } from "../forms.ts";
import { ForwardPage, NotHerePage, OwnCouncilPage } from "../pages/own-council.tsx";
import { withQuery } from "../paths.ts";
import { oneOf } from "../query.ts";
import { page, see } from "../respond.tsx";
import { cookieAttributesOf } from "../session.ts";

const YEAR_SECONDS = 365 * 24 * 3600;
const choiceForm = z.strictObject({
  item: z.string().max(2000),
  council: z.string().max(500).default(""),
  to: z.enum(["reply", "join"]).default("reply"),
});

/** "Reply from your own council", and join from there: a shared link is never a dead end. */
export function registerOwnCouncilRoutes(app: WebApp): void {
  app.post("/own-council", choose);
  app.get("/own-council", async (c) => {
    const item = c.req.query("item") ?? "";
    const councils = await listCouncilChoices(c.get("ctx"));
    const to = oneOf(c, "to", ["reply", "join"]);
    const title = c.get("speech").t(`topic.ownCouncil.${to === "reply" ? "title" : "joinTitle"}`);
    return page(
      c,
      { title, cache: "private" },
      <OwnCouncilPage item={item} councils={councils} remembered={null} to={to} back="/" />,
    );
  });
  app.get("/open", open);
}

/** The council a device remembers, when it is still one that can be chosen. */
export function rememberedCouncil(
  cookie: string | undefined,
  councils: readonly CouncilChoice[],
): CouncilChoice | null {
  return councils.find((council) => choiceValue(council) === cookie) ?? null;
}

async function choose(c: WebContext): Promise<Response> {
  const given = await readForm(c, choiceForm);
  if (!given.ok || originOf(given.value.item) === null) return refuse("invalid", { field: "item" });
  const councils = await listCouncilChoices(c.get("ctx"));
  const chosen = councils.find((council) => choiceValue(council) === given.value.council);
  const { item, to } = given.value;
  if (!chosen) return see(c, withQuery("/own-council", { item, to: to === "join" ? to : null }));
  setCookie(c, "council", choiceValue(chosen), {
    ...cookieAttributesOf(c.get("site").origin),
    maxAge: YEAR_SECONDS,
  });
  const path = withQuery("/open", { item, [to]: "yes" });
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
        to={c.req.query("join") === "yes" ? "join" : "reply"}
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
 * The path here of what an address names: a post, person or community by its id or by its page elsewhere, a join link
 * of a community included.
 */
export async function pathOfItem(c: WebContext, address: string): Promise<string | null> {
  if (originOf(address) === null) return null;
  const viewer = c.get("viewer");
  return reading(c.get("ctx"), viewer, async (r) => {
    const bare = address.replace(/[?#].*$/, "").replace(/(\/c\/[^/]+)\/join(\/[^/]+)?$/, "$1");
    const post =
      (await findPostPath(r, viewer, { iri: address })) ?? (await findPostPath(r, viewer, { iri: bare }));
    return post ?? (await findActorPath(r, bare));
  });
}
