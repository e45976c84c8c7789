import { listOpened, recordLooked } from "../node/break-glass/read.ts";
import type { Viewer } from "../node/visibility/viewer.ts";
import type { WebContext } from "./env.ts";

/**
 * The viewer of this request: of an administrator with emergency access, as long as it lasts at this moment, with that moment.
 * A program with a key never has it: it could show no banner.
 */
export async function lookThrough(c: WebContext, viewer: Viewer): Promise<Viewer> {
  const session = c.get("session");
  c.set("viewer", viewer);
  if (viewer.kind !== "person" || !session?.administrator || c.get("byToken")) return viewer;
  const { sql, clock } = c.get("ctx");
  const at = clock.now();
  const opened = await listOpened(sql, { actorId: session.actorId, at });
  if (opened.length === 0) return viewer;
  const through = { ...viewer, opened: at };
  c.set("opened", opened);
  c.set("viewer", through);
  return through;
}

/** Writes down which page or file was answered to somebody with emergency access, before the answer leaves. */
export async function recordLookedAt(c: WebContext): Promise<void> {
  const opened = c.get("opened");
  const session = c.get("session");
  if (opened.length === 0 || session === null || c.req.method !== "GET" || !c.res.ok) return;
  const { pathname: path } = new URL(c.req.url);
  const looked = opened.some((one) => path === one.path || path.startsWith(`${one.path}/`));
  if (!looked && !path.startsWith("/files/") && path !== "/search") return;
  await recordLooked(c.get("ctx"), { accountId: session.accountId, path, opened });
}
