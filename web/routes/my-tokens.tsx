import { z } from "zod";
import { listTokens, makeToken, revokeToken, TOKEN_DAYS } from "../../node/accounts/api-tokens.ts";
import { proveAgain } from "../../node/accounts/sign-in.ts";
import type { Session } from "../../node/accounts/types.ts";
import type { WebApp, WebContext } from "../env.ts";
import { refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { MadeTokenPage, TokensPage } from "../pages/my-tokens.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { visitorOf } from "../visitor.ts";

const tokenForm = z.strictObject({
  name: z.string().max(1000).default(""),
  scope: z.enum(["read", "write", "leavers"]),
  days: z.coerce.number().pipe(z.literal([...TOKEN_DAYS])),
  current: z.string().max(1000).default(""),
});

/** Whoever may write may read; a key about leavers does nothing else. */
const SCOPES = { read: ["read"], write: ["read", "write"], leavers: ["leavers"] } as const;

/** Keys for programs of one's own: made with the password, shown once, taken back at any time. */
export function registerMyTokenRoutes(app: WebApp): void {
  app.get("/me/tokens", (c) => show(c, signedIn(c), EMPTY_FORM));
  app.post("/me/tokens", make);
  app.post("/me/tokens/:id/revoke", async (c) => {
    const { accountId } = signedIn(c);
    const id = z.uuid().safeParse(c.req.param("id"));
    if (!id.success) return c.notFound();
    await revokeToken(c.get("ctx"), accountId, id.data, visitorOf(c));
    return see(c, "/me/tokens", { done: "revoked" });
  });
}

async function make(c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const ctx = c.get("ctx");
  const form = await readForm(c, tokenForm);
  if (!form.ok) return show(c, session, form.state);
  const { name, scope, days, current } = form.value;
  const made = await attempt(async () => {
    await proveAgain(ctx, session.accountId, current);
    return makeToken(ctx, session, { name, scopes: SCOPES[scope], days }, visitorOf(c));
  });
  if (!made.ok) {
    const state = { ...form.state, text: { ...form.state.text, current: "" } };
    return show(c, session, refusedAccountForm(state, made.refusal, c.get("speech")));
  }
  if (wantsJson(c)) return json(c, { token: made.value }, { cache: "private" });
  const title = c.get("speech").t("account.tokens.madeTitle");
  return page(c, { title, cache: "private" }, <MadeTokenPage name={name} secret={made.value} />);
}

async function show(c: WebContext, session: Session, form: FormState): Promise<Response> {
  const ctx = c.get("ctx");
  const tokens = await listTokens(ctx, session.accountId, ctx.clock.now());
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c)) return json(c, { tokens, errors: form.errors }, { cache: "private", status });
  const title = c.get("speech").t("account.tokens.title");
  return page(
    c,
    { title, status, cache: "private" },
    <TokensPage tokens={tokens} form={form} administrator={session.administrator} />,
  );
}
