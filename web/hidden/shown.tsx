import type { VNode } from "preact";
import { Outage, Refusal } from "../../node/refusal.ts";
import type { WebContext } from "../env.ts";
import { type FormState, sentForm } from "../forms.ts";
import { HiddenAwayPage, HiddenGonePage } from "../pages/hidden-away.tsx";
import { json, type PageOptions, page, wantsJson } from "../respond.tsx";
import { type HiddenScene, hiddenScene } from "./scene.ts";
import type { HiddenAt } from "./shapes.ts";

interface Shown {
  readonly title: string;
  readonly status?: PageOptions["status"];
  readonly value: unknown;
}

/** A page by reference, or its JSON: never kept, neither by a cache nor in this process. */
export function showHidden(
  c: WebContext,
  { title, status = 200, value }: Shown,
  body: VNode,
): Response | Promise<Response> {
  const options = { cache: "private", status: status ?? 200 } as const;
  return wantsJson(c) ? json(c, value, options) : page(c, { ...options, title, unkept: true }, body);
}

/**
 * Runs what needs the place's node. Where that knows nothing of the person, or does not answer, a page says so; programs
 * get the refusal or the outage as from any other route.
 */
export async function withPlace(
  c: WebContext,
  work: (scene: HiddenScene) => Promise<Response> | Response,
): Promise<Response> {
  const scene = await hiddenScene(c);
  try {
    return await work(scene);
  } catch (error) {
    if (wantsJson(c)) throw error;
    if (error instanceof Refusal && error.code === "not-found" && error.facts.place === "gone")
      return gone(c, scene.at);
    if (error instanceof Outage) return away(c, scene.at);
    throw error;
  }
}

function gone(c: WebContext, at: HiddenAt): Response | Promise<Response> {
  const title = c.get("speech").t("hidden.gone.title");
  return page(c, { title, status: 404, cache: "private" }, <HiddenGonePage at={at} />);
}

async function away(c: WebContext, at: HiddenAt): Promise<Response> {
  const title = c.get("speech").t("hidden.away.title", { home: at.home });
  const { pathname, search } = new URL(c.req.url);
  const sent = await sentWith(c);
  const here = c.req.method === "GET" || sent !== null ? `${pathname}${search}` : at.path;
  c.header("Retry-After", "30");
  const shown = { title, status: 503, cache: "private", unkept: true } as const;
  return page(c, shown, <HiddenAwayPage at={at} here={here} sent={sent} />);
}

/** The fields of a form that reached nobody: its page is the only place where they are. Null where none was sent. */
async function sentWith(c: WebContext): Promise<Readonly<Record<string, string>> | null> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(c.req.header("content-type") ?? "");
  if (c.req.method !== "POST" || !isForm) return null;
  const fields = Object.entries(await sentForm(c));
  return Object.fromEntries(fields.filter((one): one is [string, string] => typeof one[1] === "string"));
}

/** The form again, which is now the only place where its words are. */
export function formWhileAway(c: WebContext, form: FormState, at: HiddenAt): FormState {
  const text = c.get("speech").t("hidden.away.form", { home: at.home });
  return { ...form, errors: [{ field: null, text }] };
}
