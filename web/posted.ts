import type { ThreadPage } from "../node/posts/types.ts";
import type { WebContext } from "./env.ts";

/** Says of what was just posted where it is, when that is not here yet; null where the usual sentence is enough. */
export function postedOf(c: WebContext, { posts, community }: ThreadPage): string | null {
  if (c.req.query("done") !== "posted" || community.home === null) return null;
  const journeys = posts.map((post) => post.journey);
  const last = journeys.findLast(({ kind }) => kind === "saved" || kind === "on-its-way");
  if (last === undefined) return null;
  const late = last.kind === "saved" && last.late !== null;
  return c.get("speech").t(`common.done.${late ? "postedLate" : "postedOnItsWay"}`, { home: community.home });
}
