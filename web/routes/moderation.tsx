import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import { type Limit, networkOf, takeTry } from "../../node/accounts/limits.ts";
import { type ReadContext, reading } from "../../node/context.ts";
import { decideReport } from "../../node/moderation/decide.ts";
import { findReport, listReports, type ReportQuery } from "../../node/moderation/read.ts";
import { listOwnReports } from "../../node/moderation/read-own.ts";
import { REPORT_ACTS } from "../../node/moderation/types.ts";
import { decideHeldPost } from "../../node/posts/decide-held.ts";
import { listWaitingPosts } from "../../node/posts/hold.ts";
import { readFacilitated } from "../community-read.ts";
import type { WebApp, WebContext, WebEnv } from "../env.ts";
import { formPage } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { OWN_APPEALS } from "../pages/appeals.tsx";
import { ReportDecisionPage } from "../pages/report-decision.tsx";
import {
  AdminReportsPage,
  CommunityReportsPage,
  OwnReportsPage,
  ReportsPage,
  SHOWN_REPORTS,
} from "../pages/reports.tsx";
import { idIn, numberIn, oneOf } from "../query.ts";
import { json, page, see, wantsJson } from "../respond.tsx";
import { administrator, signedIn } from "../session.ts";
import { visitorOf } from "../visitor.ts";

/** Reports of one visitor's network, and of one person: enough for a bad day, too few to flood facilitators. */
const OF_NETWORK: Limit = { name: "reports network", most: 20, minutes: 60 };
const OF_PERSON: Limit = { name: "reports person", most: 30, minutes: 60 };

const decisionForm = z.strictObject({
  act: z.enum(REPORT_ACTS),
  reason: z.string().max(1000, "errors.field.wordsLong").default(""),
});

const heldForm = z.strictObject({
  decision: z.enum(["accept", "decline"]),
  reason: z.string().max(1000, "errors.field.wordsLong").default(""),
});

/** What facilitators and administrators do with reports, and how many reports one may make. */
export function registerModerationRoutes(app: WebApp): void {
  // Comes before the form itself, and lets it go on.
  app.post("/c/:name/t/:id/p/:post/report", limitReports);
  app.get("/moderation", showMine);
  app.get("/moderation/:id", async (c) => {
    signedIn(c);
    return showReport(c, EMPTY_FORM);
  });
  app.post("/moderation/:id", decide);
  app.post("/moderation/held/:id", decideHeld);
  app.get("/c/:name/reports", showOfCommunity);
  app.get("/admin/reports", showForAdministrators);
  app.get("/me/reports", showOwn);
}

const limitReports: MiddlewareHandler<WebEnv> = async (c, next) => {
  const session = c.get("session");
  if (session === null) await takeTry(c.get("ctx"), OF_NETWORK, networkOf(visitorOf(c).address));
  else await takeTry(c.get("ctx"), OF_PERSON, session.accountId);
  return next();
};

async function showReport(c: WebContext, form: FormState): Promise<Response> {
  const viewer = c.get("viewer");
  const found = await reading(c.get("ctx"), viewer, (r) => findReport(r, viewer, idIn(c, "id")));
  const title = c.get("speech").t(`topic.report.kind.${found.category}`);
  return formPage(c, { title, form, json: found }, <ReportDecisionPage report={found} form={form} />);
}

async function decide(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const viewer = c.get("viewer");
  const found = await reading(c.get("ctx"), viewer, (r) => findReport(r, viewer, idIn(c, "id")));
  const given = await readForm(c, decisionForm);
  if (!given.ok) return showReport(c, given.state);
  const decision = { facilitatorId: actorId, reportId: found.id, ...given.value };
  const decided = await attempt(() => decideReport(c.get("ctx"), decision));
  if (!decided.ok) return showReport(c, refusedForm(given.state, decided.refusal, c.get("speech")));
  // What was sent to another council is not done yet: its own page says so.
  if (decided.value === "sent") return see(c, c.req.path, { json: { state: "sent" } });
  const done = given.value.act === "remove" ? "removed" : "dismissed";
  // Administrators who do not facilitate the community have their own list.
  return see(c, found.facilitates ? `${found.community.path}/reports` : "/admin/reports", {
    done,
    json: { state: done },
  });
}

function listIn(c: WebContext, r: ReadContext, query: Pick<ReportQuery, "as" | "communityId">) {
  const show = oneOf(c, "show", SHOWN_REPORTS);
  return listReports(r, c.get("viewer"), { ...query, show, page: numberIn(c, "page") });
}

async function decideHeld(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const given = await readForm(c, heldForm);
  // What says too little or too much is refused like declining without words, after who may decide was asked.
  const { decision, reason } = given.ok ? given.value : ({ decision: "decline", reason: "" } as const);
  const accept = decision === "accept";
  await decideHeldPost(c.get("ctx"), { facilitatorId: actorId, postId: idIn(c, "id"), accept, reason });
  const done = accept ? "let-in" : "held-declined";
  return see(c, "/moderation", { done, json: { state: done } });
}

async function showMine(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const query = { as: "facilitator", communityId: null } as const;
  const { reports, held } = await reading(c.get("ctx"), c.get("viewer"), async (r) => ({
    reports: await listIn(c, r, query),
    held: await listWaitingPosts(r, actorId),
  }));
  if (wantsJson(c)) return json(c, { ...reports, held }, { cache: "private" });
  const title = c.get("speech").t("report.list.title");
  const show = oneOf(c, "show", SHOWN_REPORTS);
  return page(c, { title, cache: "private" }, <ReportsPage reports={reports} show={show} held={held} />);
}

async function showOfCommunity(c: WebContext): Promise<Response> {
  signedIn(c);
  const { community, requests, reports } = await reading(c.get("ctx"), c.get("viewer"), async (r) => {
    const read = await readFacilitated(c, r);
    return { ...read, reports: await listIn(c, r, { as: "facilitator", communityId: read.community.id }) };
  });
  if (wantsJson(c)) return json(c, reports, { cache: "private" });
  const title = `${c.get("speech").t("report.list.title")} – ${community.name}`;
  const props = { community, requests, reports, show: oneOf(c, "show", SHOWN_REPORTS) };
  return page(c, { title, cache: "private" }, <CommunityReportsPage {...props} appeals={OWN_APPEALS.path} />);
}

async function showForAdministrators(c: WebContext): Promise<Response> {
  administrator(c);
  const query = { as: "administrator", communityId: null } as const;
  const reports = await reading(c.get("ctx"), c.get("viewer"), (r) => listIn(c, r, query));
  if (wantsJson(c)) return json(c, reports, { cache: "private" });
  const title = c.get("speech").t("report.list.title");
  const show = oneOf(c, "show", SHOWN_REPORTS);
  return page(c, { title, cache: "private" }, <AdminReportsPage reports={reports} show={show} />);
}

async function showOwn(c: WebContext): Promise<Response> {
  const { accountId, actorId } = signedIn(c);
  const viewer = { kind: "person", accountId, actorId } as const;
  const reports = await reading(c.get("ctx"), viewer, (r) => listOwnReports(r, viewer, numberIn(c, "page")));
  if (wantsJson(c)) return json(c, reports, { cache: "private" });
  const title = c.get("speech").t("report.own.title");
  return page(c, { title, cache: "private" }, <OwnReportsPage reports={reports} />);
}
