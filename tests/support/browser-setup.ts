import type { TestProject } from "vitest/node";
import "./browser.ts";
import { findBrowser } from "./find-browser.ts";

/** Looks for a browser once per run, and says in one line when there is none. */
export default async function setup(project: TestProject): Promise<void> {
  const found = await findBrowser();
  project.provide("browser", found);
  if (found) return;
  const consequence = process.env.CI ? "fail" : "are left out";
  console.log(
    `No browser can run here, so browser tests ${consequence}: install Chromium or name one in MOOTHALL_BROWSER.`,
  );
}
