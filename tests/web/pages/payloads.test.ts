import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateProfile } from "../../../node/accounts/profile.ts";
import { LIMITS } from "../../../node/text/limits.ts";
import { htmlOf } from "../../../node/text/markdown.ts";
import { sanitise } from "../../../node/text/sanitise.ts";
import { hasBrowser, launchBrowser } from "../../support/browser.ts";
import { PAYLOADS } from "../../support/payloads.ts";
import { COUNCILS } from "../../support/start-nodes.ts";
import { openTestSite, signedInOn } from "../../support/web.ts";

/** What a browser fetches for our own pages. */
const OWN = /^\/(favicon\.ico|assets\/icons\.svg)$/;

describe.skipIf(!hasBrowser())("W03: what people of ill will write", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /**
   * Shows pieces of HTML on one page that has no policy to help it, moves over everything, and tells what happened:
   * dialogs, requests besides the page's own, and elements or attributes that could still do something.
   */
  async function happensWith(pieces: readonly string[]): Promise<readonly string[]> {
    const happened: string[] = [];
    const blocks = pieces.map((piece) => `<div class="piece">${piece}</div>`).join("\n");
    const server = createServer((_request, response) =>
      response.setHeader("content-type", "text/html; charset=utf-8").end(`<!DOCTYPE html><body>${blocks}`),
    );
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const page = await browser.newPage();
    page.on("dialog", (dialog) => {
      happened.push("a dialog");
      void dialog.dismiss().catch(() => {});
    });
    await page.route("**/*", (route) => {
      const url = route.request().url();
      if (url === origin) return route.continue();
      if (!OWN.test(new URL(url).pathname) || !url.startsWith(origin))
        happened.push(`asked for ${url.slice(0, 60)}`);
      return route.abort();
    });
    await page.goto(origin);
    const active = await page.evaluate(() => {
      for (const one of document.querySelectorAll(".piece *"))
        for (const type of ["mouseover", "focus", "toggle", "error", "load"])
          one.dispatchEvent(new Event(type));
      const found = [...document.querySelectorAll(".piece *")].filter(
        (one) =>
          one.getAttributeNames().some((name) => /^on|^style$|^src|^id$|^srcdoc$/.test(name)) ||
          /^(script|style|iframe|object|embed|form|input|svg|math|link|meta|base|img|video|audio)$/i.test(
            one.tagName,
          ) ||
          (one instanceof HTMLAnchorElement && !/^https?:$/.test(one.protocol)),
      );
      return found.map((one) => `it stands there: ${one.outerHTML.slice(0, 80)}`);
    });
    await page.close();
    await new Promise((done) => server.close(done));
    return [...happened, ...active];
  }

  test("does nothing in a browser, as other sites send it and as people type it", async () => {
    expect(await happensWith(PAYLOADS.map((payload) => sanitise(payload)))).toEqual([]);
    expect(await happensWith(PAYLOADS.map((payload) => htmlOf(payload)))).toEqual([]);
  });

  test("does nothing on the page of whoever writes it as their name, their role and about themselves", async () => {
    await using site = await openTestSite({ config: { councils: COUNCILS.sunderland } });
    const reader = await signedInOn(site, { name: "Nia Bell", email: "nia.bell@sunderland.gov.example" });
    const [nia] = await site.ctx.sql<{ id: string; handle: string }[]>`
      select a.id, a.handle from actors a join accounts c on c.actor_id = a.id`;
    const pages: string[] = [];
    for (const payload of PAYLOADS.map((one) => one.replaceAll(/\p{Cc}/gu, " "))) {
      const short = payload.slice(0, LIMITS.nameCharacters);
      await updateProfile(site.ctx, nia?.id ?? "", {
        name: short,
        roleTitle: short,
        summary: payload,
        topics: [short],
      });
      const shown = await reader.get(`/people/${nia?.handle}`);
      expect(shown.status).toBe(200);
      pages.push(/<main.*<\/main>/s.exec(shown.text)?.[0] ?? "no page");
    }
    expect(pages.join()).toContain("alert(1)");
    const happened = await happensWith(pages);
    // Our own page has fields and pictures: what counts is what runs, and what is fetched.
    expect(happened.filter((one) => !one.startsWith("it stands there"))).toEqual([]);
  });

  test("would do something if it were shown as it came, so that its silence says something", async () => {
    const happened = await happensWith(PAYLOADS.slice(0, 2));
    expect(happened).toContain("a dialog");
    expect(happened.some((one) => one.startsWith("asked for"))).toBe(true);
    expect(happened.some((one) => one.startsWith("it stands there"))).toBe(true);
  });
});
