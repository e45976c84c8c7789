import { readFileSync } from "node:fs";
import { get, type RequestOptions } from "node:http";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong on the page as it is now. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  // In the page's own world, past the policy that forbids strangers' scripts.
  await page.evaluate(`globalThis.axe || (() => { ${AXE} })()`);
  return page.evaluate(async (tags) => {
    type Found = { violations: { id: string; nodes: { html: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Found> } };
    const { violations } = await axe.run({ runOnly: tags, resultTypes: ["violations"] });
    return violations.map(
      (one) => `axe ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`,
    );
  }, RULES);
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // How Preact writes.
    "void-style": "off",
    "doctype-style": "off",
    // Boxes to tick share a name.
    "form-dup-name": ["error", { shared: ["checkbox", "radio", "button", "submit"] }],
    // The choice of language stands twice, and one of the two is shown: axe looks at what is shown.
    "unique-landmark": "off",
    // The title of a discussion is as long as its author made it.
    "long-title": "off",
  },
});

/** The settings name each of one's communities and how to hear of it, in the same order. */
const PAIRED = /^Duplicate form control name "(communities|levels)"$/;

/** What is wrong with the markup as it was sent. */
export async function markupFaults(html: string): Promise<readonly string[]> {
  const report = await validator.validateString(html);
  const messages = report.results.flatMap((result) => result.messages);
  return messages
    .filter(({ message }) => !PAIRED.test(message))
    .map(({ ruleId, message, line, column }) => `markup ${ruleId} ${line}:${column} ${message}`);
}

/** Words of the machine room, in both languages; what stands there for whoever runs the program is left out. */
const FORBIDDEN = /\b(nodes?|servers?|instances?|federat\w*|actors?|markdown|ffeder\w*|gweinydd(ion)?)\b/i;

export async function wordFaults(page: Page): Promise<readonly string[]> {
  const text = await page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    for (const one of copy.querySelectorAll("[data-for=operator], script")) one.remove();
    const labels = [...copy.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].flatMap((one) =>
      ["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name) ?? ""),
    );
    return `${document.title}\n${copy.textContent}\n${labels.join("\n")}`;
  });
  const word = FORBIDDEN.exec(text);
  return word ? [`word “${word[0]}” in “${text.slice(Math.max(0, word.index - 40), word.index + 40)}”`] : [];
}

interface Budget {
  readonly html: string;
  readonly composer: boolean;
}

const sizes = new Map<string, number>();

/** Web design §4: bytes after compression, elements and requests of one page. */
export async function budgetFaults(page: Page, { html, composer }: Budget): Promise<readonly string[]> {
  const loaded = await page.evaluate(() => ({
    elements: document.querySelectorAll("*").length,
    resources: performance.getEntriesByType("resource").map((one) => one.name),
  }));
  const bytes = async (pattern: RegExp) => {
    const found = [...new Set(loaded.resources)].filter((one) => pattern.test(new URL(one).pathname));
    let sum = 0;
    for (const one of found) sum += await sizeOf(one);
    return sum / 1024;
  };
  const limits: readonly (readonly [what: string, is: number, most: number])[] = [
    ["KB of markup", gzipSync(html).length / 1024, 15],
    ["KB of script", await bytes(/\.js$/), composer ? 30 : 10],
    ["KB of styles", await bytes(/\.css$/), 16],
    ["elements", loaded.elements, 1500],
    ["requests", loaded.resources.length + 1, 8],
  ];
  largest(limits);
  return limits
    .filter(([, is, most]) => is > most)
    .map(([what, is, most]) => `${is.toFixed(1)} ${what}, more than ${most}`);
}

async function sizeOf(address: string): Promise<number> {
  const known = sizes.get(address);
  if (known !== undefined) return known;
  const { port, pathname, host } = new URL(address);
  const size = gzipSync(await bytesOf({ host: "127.0.0.1", port, path: pathname, headers: { host } })).length;
  sizes.set(address, size);
  return size;
}

function bytesOf(what: RequestOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = get(what, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve(Buffer.concat(parts)));
    });
    request.on("error", reject);
  });
}

/** The largest of each seen in this file, for whoever wants to know how near the limits are. */
export const LARGEST = new Map<string, number>();

function largest(limits: readonly (readonly [string, number, number])[]): void {
  for (const [what, is] of limits) LARGEST.set(what, Math.max(is, LARGEST.get(what) ?? 0));
}
