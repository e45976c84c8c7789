import { createHash } from "node:crypto";
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { Document } from "./components/document.tsx";
import { IconsContext } from "./components/icon.tsx";
import { KeepsContext } from "./components/kept.ts";
import { Layout } from "./components/layout.tsx";
import type { OwnCouncilProps } from "./components/own-council.tsx";
import { SpeechContext } from "./components/speech.tsx";
import { DONE, NOT_DONE } from "./done.ts";
import type { WebContext } from "./env.ts";
import { numberForms } from "./submission.ts";

export interface PageOptions {
  /** Title of the document, without the site's name. */
  readonly title: string;
  readonly status?: 200 | 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 421 | 422 | 429 | 500 | 501 | 503;
  /**
   * Who may keep the page. `content`: pages of open communities; `private`: account, forms with a person's data,
   * closed communities, errors.
   */
  readonly cache: "content" | "private";
  /** Search engines may list it; only what its facilitator opened. */
  readonly indexable?: boolean;
  readonly searchText?: string;
  /** Nothing of the page may stay in this process: of what is shown by reference. */
  readonly unkept?: boolean;
  readonly feed?: { readonly href: string; readonly title: string } | null;
  /** What was just done, where the sentence names something; otherwise `common.done.<key>` says it. */
  readonly doneText?: string | null;
  /** The way to open the page at one's own council, for visitors who were sent a link to it. */
  readonly ownCouncil?: OwnCouncilProps | null;
  /** Address to go on to by itself: a form may not lead to another origin (CSP `form-action`), a page may. */
  readonly forward?: string;
}

/** Answers with a whole page in the reader's language. */
export function page(
  c: WebContext,
  options: PageOptions,
  body: ComponentChildren,
): Response | Promise<Response> {
  const { pathname, search, searchParams } = new URL(c.req.url);
  const done = searchParams.get("done") ?? "";
  const failed = options.status === 422;
  const title = failed ? c.get("speech").t("common.errorTitle", { title: options.title }) : options.title;
  const html = rendered(
    c,
    <Document
      title={`${title} – ${c.get("site").name}`}
      language={c.get("speech").language}
      theme={c.get("session")?.theme ?? "system"}
      assets={c.get("assets")}
      indexable={options.indexable ?? false}
      feed={options.feed ?? null}
      forward={options.forward ?? null}
    >
      <Layout
        site={c.get("site")}
        session={c.get("session")}
        unread={c.get("unread")}
        opened={c.get("opened")}
        here={`${pathname}${search}`}
        searchText={options.searchText}
        ownCouncil={options.ownCouncil ?? null}
        done={DONE.has(done) ? (options.doneText ?? c.get("speech").t(`common.done.${done}`)) : null}
        failed={NOT_DONE.includes(done)}
      >
        <KeepsContext.Provider value={!options.unkept}>{body}</KeepsContext.Provider>
      </Layout>
    </Document>,
  );
  return send(c, `<!DOCTYPE html>${html}`, options);
}

/** Answers with a changed piece of a page, for a behaviour that asked for one. */
export function fragment(c: WebContext, body: ComponentChildren): Response {
  c.header("Cache-Control", "private, no-store");
  return c.body(numberForms(Buffer.from(rendered(c, body))), 200, {
    "Content-Type": "text/html; charset=utf-8",
  });
}

/** Does this request come from a behaviour that swaps pieces? */
export function wantsFragment(c: WebContext): boolean {
  return /text\/html;\s*fragment=1/i.test(c.req.header("accept") ?? "");
}

/** Does this request ask for JSON rather than a page? */
export function wantsJson(c: WebContext): boolean {
  if (c.get("byToken")) return true;
  const accept = c.req.header("accept") ?? "";
  return /\bapplication\/json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);
}

/** Does this request ask for the ActivityPub document? Those stand at their own addresses only. */
export function wantsActivity(c: WebContext): boolean {
  return /application\/(activity|ld)\+json/i.test(c.req.header("accept") ?? "");
}

/** Answers in JSON, with the same rules about who may keep it. */
export function json(
  c: WebContext,
  value: unknown,
  options: Pick<PageOptions, "cache" | "status">,
): Response {
  keepingRules(c, options.cache);
  return c.body(JSON.stringify(value), options.status ?? 200, {
    "Content-Type": "application/json; charset=utf-8",
  });
}

/** After a POST: go and look (303). JSON clients get what was made instead. `done` is told on the page it leads to. */
export function see(c: WebContext, path: string, options: { done?: string; json?: unknown } = {}): Response {
  const url = new URL(path, c.get("site").origin);
  if (wantsJson(c)) {
    c.header("Location", url.pathname + url.search);
    return json(c, options.json ?? { path: url.pathname }, { cache: "private" });
  }
  if (options.done) url.searchParams.set("done", options.done);
  return c.redirect(url.pathname + url.search + url.hash, 303);
}

function rendered(c: WebContext, body: ComponentChildren): string {
  const began = performance.now();
  const html = renderToString(
    <SpeechContext.Provider value={c.get("speech")}>
      <IconsContext.Provider value={c.get("assets").icons}>{body}</IconsContext.Provider>
    </SpeechContext.Provider>,
  );
  c.get("ctx").metrics.rendering((performance.now() - began) / 1000);
  return html;
}

function send(c: WebContext, html: string, options: PageOptions): Response {
  keepingRules(c, options.cache);
  const bytes = Buffer.from(html);
  if (options.cache === "content" && (options.status ?? 200) === 200) {
    const tag = `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`;
    c.header("ETag", tag);
    if (c.req.header("if-none-match") === tag) return c.body(null, 304);
  }
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return c.body(numberForms(bytes), options.status ?? 200, headers);
}

/** Resolution 33: who may keep an answer, and what it depends on. */
function keepingRules(c: WebContext, cache: PageOptions["cache"]): void {
  c.header("Vary", "Accept, Authorization, Cookie, Accept-Language");
  const signedIn = c.get("session") !== null;
  const own = c.get("byToken");
  const content = signedIn ? "private, no-cache" : "public, max-age=0, s-maxage=60, must-revalidate";
  c.header("Cache-Control", cache === "content" && !own ? content : "private, no-store");
}
