import { z } from "zod";
import {
  type Administration,
  disableAccount,
  enableAccount,
  endAdministrator,
  makeAdministrator,
  signOutEverywhere,
} from "../../node/accounts/administer.ts";
import { findAccountById, listAccounts } from "../../node/accounts/read.ts";
import { listUntold } from "../../node/accounts/switch-off.ts";
import type { NodeContext } from "../../node/context.ts";
import { confirmEmployer, listEmployerClaims, refuseEmployer } from "../../node/councils/employer.ts";
import { listServedCouncils } from "../../node/councils/read.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { readForm } from "../forms.ts";
import { AdminPeoplePage, AdminPersonPage } from "../pages/admin-people.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { administrator } from "../session.ts";

const employerForm = z.strictObject({ council: z.uuid(), decision: z.enum(["confirm", "refuse"]) });

const ACTS: Readonly<Record<string, (ctx: NodeContext, act: Administration) => Promise<void>>> = {
  close: disableAccount,
  open: enableAccount,
  "make-administrator": makeAdministrator,
  "end-administrator": endAdministrator,
  "sign-out": signOutEverywhere,
};

/** People of this node, for administrators. */
export function registerAdminPeopleRoutes(app: WebApp): void {
  app.get("/admin/people", async (c) => {
    administrator(c);
    const ctx = c.get("ctx");
    const text = (c.req.query("text") ?? "").slice(0, 100);
    const people = await listAccounts(ctx, { text, page: Number(c.req.query("page")) || 1 });
    const claims = await listEmployerClaims(ctx);
    if (wantsJson(c)) return json(c, { people, claims }, { cache: "private" });
    const title = c.get("speech").t("admin.people.title");
    return page(
      c,
      { title, cache: "private" },
      <AdminPeoplePage people={people} claims={claims} text={text} />,
    );
  });
  app.get("/admin/people/:id", async (c) => {
    administrator(c);
    const person = await findAccountById(c.get("ctx"), idIn(c));
    const untold = person.disabled === null ? [] : await listUntold(c.get("ctx").sql, person.actorId);
    if (wantsJson(c)) return json(c, { ...person, untold }, { cache: "private" });
    const councils = await listServedCouncils(c.get("ctx"));
    return page(
      c,
      { title: person.name, cache: "private" },
      <AdminPersonPage person={person} councils={councils} untold={untold} />,
    );
  });
  registerActs(app);
}

function registerActs(app: WebApp): void {
  app.post("/admin/people/:id/employer", async (c) => {
    const by = administrator(c).accountId;
    const given = await readForm(c, employerForm);
    if (!given.ok) refuse("invalid", { field: "council" });
    const accountId = idIn(c);
    const { council, decision } = given.value;
    if (decision === "confirm")
      await confirmEmployer(c.get("ctx"), { accountId, organisationId: council }, by);
    else await refuseEmployer(c.get("ctx"), accountId, by);
    return see(c, "/admin/people", { done: "saved" });
  });
  for (const [verb, act] of Object.entries(ACTS)) {
    app.post(`/admin/people/:id/${verb}`, async (c) => {
      const by = administrator(c).accountId;
      const accountId = idIn(c);
      await act(c.get("ctx"), { accountId, by });
      return see(c, `/admin/people/${accountId}`, { done: "saved" });
    });
  }
}

function idIn(c: WebContext): string {
  const id = z.uuid().safeParse(c.req.param("id"));
  return id.success ? id.data : refuse("not-found");
}
