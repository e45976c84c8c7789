import { setCookie } from "hono/cookie";
import { z } from "zod";
import type { WebApp } from "../env.ts";
import { readForm } from "../forms.ts";
import { LANGUAGES } from "../language.ts";
import { nextPathOf } from "../next-path.ts";
import { see } from "../respond.tsx";
import { cookieAttributesOf } from "../session.ts";

const YEAR_SECONDS = 31_536_000;
const form = z.strictObject({ language: z.enum(LANGUAGES), next: z.string().max(2000).optional() });

/** Choosing the language of the pages: kept in a cookie, for visitors too. */
export function registerLanguageRoutes(app: WebApp): void {
  app.post("/language", async (c) => {
    const reading = await readForm(c, form);
    if (!reading.ok) return see(c, "/");
    const attributes = cookieAttributesOf(c.get("site").origin);
    setCookie(c, "language", reading.value.language, { ...attributes, maxAge: YEAR_SECONDS });
    return see(c, nextPathOf(app, reading.value.next));
  });
}
