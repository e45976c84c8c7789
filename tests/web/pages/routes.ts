import type { NodeContext } from "../../../node/context.ts";
import { webAppFor } from "../../support/web.ts";

/** Every address under which the site shows something, as its routes name it. */
export function shownRoutes(ctx: NodeContext): readonly string[] {
  const shown = webAppFor(ctx).routes.filter((one) => one.method === "GET" && !one.path.includes("*"));
  return [...new Set(shown.map((one) => one.path))];
}
