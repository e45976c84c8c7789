import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** How to launch the browser of this run, null where none can run. Given to the ring `web`. */
    browser: LaunchOptions | null;
  }
}

/**
 * Whether browser tests run: `describe.skipIf(!hasBrowser())`. Where no browser can run they are left out, and the
 * run has said so in one line; in CI they run and fail instead, so that nobody takes silence for success.
 */
export function hasBrowser(): boolean {
  return inject("browser") !== null || Boolean(process.env.CI);
}

/** Starts the browser of this run; close it when done. Throws where none can run. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const found = inject("browser");
  if (!found) throw new Error("No browser can run here: install Chromium or name one in MOOTHALL_BROWSER.");
  return chromium.launch({ ...found, ...options, args: [...(found.args ?? []), ...(options.args ?? [])] });
}
