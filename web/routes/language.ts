import { setCookie } from "hono/cookie";
import { z } from "zod";
import { changeChoices } from "../../node/accounts/choices.ts";
import type { WebApp } from "../env.ts";
import { readForm } from "../forms.ts";
import { LANGUAGES } from "../language.ts";
import { nextPathOf } from "../next-path.ts";
import { see } from "../respond.tsx";
import { cookieAttributesOf } from "../session.ts";

const YEAR_SECONDS = 31_536_000;
const form = z.strictObject({ language: z.enum(LANGUAGES), next: z.string().max(2000).optional() });

/** Choosing the language of the pages: kept in a cookie, and in the account of who is signed in. */
export function registerLanguageRoutes(app: WebApp): void {
  app.post("/language", async (c) => {
    const reading = await readForm(c, form);
    if (!reading.ok) return see(c, "/");
    const session = c.get("session");
    if (session) await changeChoices(c.get("ctx"), session.accountId, { language: reading.value.language });
    const attributes = cookieAttributesOf(c.get("site").origin);
    setCookie(c, "language", reading.value.language, { ...attributes, maxAge: YEAR_SECONDS });
    return see(c, nextPathOf(app, reading.value.next));
  });
}
