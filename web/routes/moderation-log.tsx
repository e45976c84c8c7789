import type { CommunityPage } from "../../node/communities/types.ts";
import type { ReadContext } from "../../node/context.ts";
import { listErasures } from "../../node/erasures/read.ts";
import { listModeration } from "../../node/modlog/read.ts";
import type { ModerationEntry } from "../../node/modlog/types.ts";
import { listAskableRemovals } from "../../node/receipts/read.ts";
import { Outage, Refusal } from "../../node/refusal.ts";
import { cacheOf } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { ModerationLogPage } from "../pages/moderation-log.tsx";
import { json, page, wantsJson } from "../respond.tsx";
import { communityScene, pageIn } from "./community-scene.ts";

/** The moderation log of a community. */
export function registerModerationLogRoutes(app: WebApp): void {
  app.get("/c/:name/moderation-log", show);
}

/** What was done in it, and for who facilitates it at its home which councils were asked to erase their copies. */
async function moderationIn(r: ReadContext, c: WebContext, community: CommunityPage) {
  const viewer = c.get("viewer");
  const log = await listModeration(r, viewer, { community, page: pageIn(c) });
  const removals = await listAskableRemovals(r, viewer, { communityId: community.id, entries: log.items });
  return { log: { ...log, erasures: await listErasures(r, viewer, community.id) }, removals };
}

async function show(c: WebContext): Promise<Response> {
  const { more, ...scene } = await communityScene(c, (r, community) => moderationIn(r, c, community));
  const told = await receiptsElsewhere(c, scene.community, more.removals);
  const items = more.log.items.map((entry) => withReceipts(entry, more.removals, told));
  const log = { ...more.log, items, receiptsAway: told === "away" };
  const cache = cacheOf(scene.community.level);
  if (wantsJson(c)) return json(c, log, { cache });
  const title = `${c.get("speech").t("report.log.title")} – ${scene.community.name}`;
  return page(c, { title, cache }, <ModerationLogPage {...scene} log={log} />);
}

type Told = Awaited<ReturnType<typeof receiptsElsewhere>>;

/** Facilitators of a community elsewhere read which councils obeyed as its node says now; `away` while that does not answer. */
async function receiptsElsewhere(
  c: WebContext,
  { iri }: CommunityPage,
  removals: ReadonlyMap<string, string>,
) {
  if (removals.size === 0) return [];
  const ctx = c.get("ctx");
  try {
    return await ctx.ports.remote.receipts(ctx, iri, [...removals.values()]);
  } catch (error) {
    if (error instanceof Outage || error instanceof Refusal) return "away";
    throw error;
  }
}

function withReceipts(
  entry: ModerationEntry,
  removals: ReadonlyMap<string, string>,
  told: Told,
): ModerationEntry {
  const iri = removals.get(entry.id);
  if (iri === undefined || told === "away") return entry;
  const receipts = told.find(({ removalIri }) => removalIri === iri)?.receipts ?? null;
  return { ...entry, receipts };
}
