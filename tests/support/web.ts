import { tmpdir } from "node:os";
import { findSession } from "../../node/accounts/sessions.ts";
import type { NodeContext } from "../../node/context.ts";
import { countUnread } from "../../node/notifications/read.ts";
import { createWebApp } from "../../web/app.ts";
import type { Assets } from "../../web/assets.ts";
import type { WebApp } from "../../web/env.ts";
import { joinAs, PASSWORD } from "./accounts.ts";
import { type ContextOptions, openTestNode, type TestNode } from "./context.ts";

/** Addresses of files that a test does not load. */
const ASSETS: Assets = {
  styles: "/assets/styles.css",
  script: "/assets/main.js",
  icons: "/assets/icons.svg",
  favicon: "/assets/favicon.svg",
  preload: [],
  files: new Map(),
};

/** The pages over a context. */
export function webAppFor(ctx: NodeContext): WebApp {
  return createWebApp(ctx, { assets: ASSETS, findSession, countUnread });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where a 303 leads: path and query. */
  readonly to: string | null;
}

/** A browser without script: keeps cookies, sends forms from pages of this site. */
export interface Browser {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Asks as for a page, and gets its head alone. */
  head(path: string): Promise<Answer>;
  post(
    path: string,
    form?: Record<string, string | readonly string[]> | FormData,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

export interface BrowserOptions {
  /** Other end of the socket. */
  readonly address?: string;
}

/** Opens a browser on the pages of a node. */
export function browserOn(app: WebApp, origin: string, options: BrowserOptions = {}): Browser {
  const cookies = new Map<string, string>();
  const bindings = { incoming: { socket: { remoteAddress: options.address ?? "192.0.2.10" } } };
  const send = async (
    path: string,
    init: { method?: string; body?: URLSearchParams | FormData; headers?: Record<string, string> },
  ) => {
    const headers = new Headers({ host: new URL(origin).host, accept: "text/html", ...init.headers });
    if (cookies.size > 0)
      headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const request = new Request(`${origin}${path}`, {
      method: init.method ?? "GET",
      headers,
      body: init.body ?? null,
    });
    const response = await app.fetch(request, bindings);
    keepCookies(cookies, response);
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      to: response.headers.get("location"),
    };
  };
  return {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    head: (path) => send(path, { method: "HEAD" }),
    post: (path, form = {}, headers = {}) => {
      const own = { "sec-fetch-site": "same-origin", ...headers };
      if (form instanceof FormData) return send(path, { method: "POST", body: form, headers: own });
      const entries = Object.entries(form).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, String(one)]),
      );
      return send(path, {
        method: "POST",
        body: new URLSearchParams(entries),
        headers: own,
      });
    },
  };
}

function keepCookies(cookies: Map<string, string>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    if (/max-age=0/i.test(line) || value === "") cookies.delete(name);
    else cookies.set(name, value);
  }
}

export interface TestSite extends TestNode {
  readonly app: WebApp;
  browser(options?: BrowserOptions): Browser;
}

/** One node with its pages, nothing listening. */
export async function openTestSite(
  options: Partial<Omit<ContextOptions, "databaseUrl" | "clock">> = {},
): Promise<TestSite> {
  const node = await openTestNode({ ...options, config: { dataDir: tmpdir(), ...options.config } });
  const app = webAppFor(node.ctx);
  return { ...node, app, browser: (browserOptions) => browserOn(app, node.ctx.iris.origin, browserOptions) };
}

/** Someone who has joined, signed in with a browser of their own. */
export async function signedInOn(
  site: TestSite,
  person: { name: string; email: string; address?: string },
): Promise<Browser> {
  await joinAs(site.ctx, person.name, person.email);
  const browser = site.browser(person.address === undefined ? {} : { address: person.address });
  await browser.post("/sign-in", { email: person.email, password: PASSWORD });
  return browser;
}
