import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { WebEnv } from "./env.ts";

/** Counts every answer of the pages by the pattern of its route, never by its address. */
export const measured: MiddlewareHandler<WebEnv> = async (c, next) => {
  const began = performance.now();
  await next();
  const path = routePath(c, -1);
  const route = c.res.status === 404 && path.includes("*") ? "none" : path;
  const seconds = (performance.now() - began) / 1000;
  c.get("ctx").metrics.request({ method: c.req.method, route, status: c.res.status, seconds });
};
