import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie } from "hono/cookie";
import type { NodeContext, ReadContext } from "../node/context.ts";
import type { Assets } from "./assets.ts";
import { readBearer } from "./bearer.ts";
import { compressAnswers } from "./compression.ts";
import { lookThrough, recordLookedAt } from "./emergency-access.ts";
import type { WebApp, WebContext, WebEnv } from "./env.ts";
import { answerError, answerNotFound } from "./errors.tsx";
import { keepPages } from "./kept-pages.ts";
import { isLanguage, type Language, languageAskedFor, speechOf } from "./language.ts";
import { measured } from "./measured.ts";
import { LARGEST_BODY, mayHoldFiles } from "./parts.ts";
import { registerAccountRoutes } from "./routes/accounts.ts";
import { registerAppealRoutes } from "./routes/appeals.tsx";
import { registerAssetRoutes } from "./routes/assets.ts";
import { registerContentRoutes } from "./routes/content.ts";
import { registerDraftRoutes } from "./routes/drafts.tsx";
import { registerHealthRoutes } from "./routes/health.ts";
import { registerLanguageRoutes } from "./routes/language.ts";
import { registerModerationRoutes } from "./routes/moderation.tsx";
import { registerNoticeRoutes } from "./routes/notices.tsx";
import { registerUnsubscribeRoutes } from "./routes/unsubscribe.tsx";
import { ownHostOnly, ownPagesOnly, securityHeaders, withoutNul } from "./security.ts";
import { type FindSession, readSession, viewerOfSession } from "./session.ts";
import { siteOf } from "./site.ts";

/** What the pages need from outside; `findSession` comes from the accounts. */
export interface WebParts {
  readonly assets: Assets;
  readonly findSession: FindSession;
  /** How many notices a person has not read. */
  readonly countUnread: (r: Pick<ReadContext, "sql" | "viewer">, accountId: string) => Promise<number>;
}

/** The pages and their JSON twins: middleware in order, then the list of routes. */
export function createWebApp(ctx: NodeContext, parts: WebParts): WebApp {
  const app: WebApp = new Hono<WebEnv>();
  const site = siteOf(ctx.config);
  app.use(async (c, next) => {
    c.set("ctx", ctx);
    c.set("assets", parts.assets);
    c.set("site", site);
    c.set("requestId", randomUUID());
    c.set("session", null);
    c.set("byToken", false);
    c.set("unread", 0);
    c.set("opened", []);
    c.set("speech", speechOf(languageOf(c)));
    await next();
  });
  app.use(measured, compressAnswers, securityHeaders);
  registerHealthRoutes(app);
  app.use(ownHostOnly, ownPagesOnly, withoutNul);
  const limited = bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => c.text("Content Too Large", 413) });
  // A form with files is measured as it is read (web/parts.ts).
  app.use((c, next) => (mayHoldFiles(c) ? next() : limited(c, next)));
  registerAssetRoutes(app);
  // Compressed within, so that a page is kept as it is sent.
  app.use(keepPages(ctx), compressAnswers);
  app.use(async (c, next) => {
    const bearer = await readBearer(c);
    const session = bearer?.session ?? (await readSession(c, parts.findSession));
    c.set("session", session);
    const viewer = await lookThrough(c, viewerOfSession(session));
    if (session && bearer === null)
      c.set("unread", await parts.countUnread({ sql: ctx.sql, viewer }, session.accountId));
    c.set("speech", speechOf(languageOf(c)));
    await next();
    await recordLookedAt(c);
  });
  app.onError(answerError);
  app.notFound(answerNotFound);
  for (const register of ROUTES) register(app);
  return app;
}

/** Every group of routes, one a noun. */
const ROUTES: readonly ((app: WebApp) => void)[] = [
  registerLanguageRoutes,
  registerAccountRoutes,
  registerAppealRoutes,
  registerModerationRoutes,
  registerContentRoutes,
  registerNoticeRoutes,
  registerUnsubscribeRoutes,
  registerDraftRoutes,
];

/** The account's language, else the cookie's, else the browser's first that the node offers. */
function languageOf(c: WebContext): Language {
  const offered = c.get("site").languages;
  const wanted = [
    c.get("session")?.language,
    getCookie(c, "language"),
    languageAskedFor(c.req.header("accept-language")),
  ];
  const language = wanted.find((one) => isLanguage(one) && offered.includes(one));
  return isLanguage(language) ? language : (offered[0] ?? "en");
}
