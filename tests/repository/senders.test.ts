import { parseSync } from "vite";
import { expect, test } from "vitest";
import { readSources, type SyntaxNode, visit } from "./source.ts";

/** Code that runs in the browser: its requests are the person's own. */
const inBrowser = (file: string) => /^web\/(behaviours|islands)\//.test(file);

/** Where the environment of the process may be read (rule R5). */
const READS_ENVIRONMENT = ["node/config.ts", "node/main.ts", "node/cli.ts"];

const sources = readSources(["node", "web", "federation", "search"]).filter(({ file }) => !inBrowser(file));

// Asking about a hidden community posts too: it waits for its answer, and nothing of it may lie in a lane (ADR 14).
test("Only the egress opens connections, and only delivery posts (rule R9)", () => {
  expect(sources.flatMap(({ file, text }) => senderFaultsOf(file, text))).toEqual([]);
});

test("Only the configuration reads the environment (rule R5)", () => {
  expect(sources.flatMap(({ file, text }) => environmentFaultsOf(file, text))).toEqual([]);
});

test("The rules refuse what they are for, and allow the way around", () => {
  expect(senderFaultsOf("web/preview.ts", 'await fetch("https://x");')[0]).toContain(
    "web/preview.ts calls fetch",
  );
  expect(senderFaultsOf("web/preview.ts", 'await globalThis.fetch("https://x");')[0]).toContain(
    "calls globalThis.fetch",
  );
  expect(senderFaultsOf("web/app.ts", "const answer = await app.fetch(request);")).toEqual([]);
  const post = 'await ctx.egress.request({ method: "POST", url });';
  expect(senderFaultsOf("federation/lookup.ts", post)[0]).toContain("federation/lookup.ts posts");
  expect(senderFaultsOf("federation/deliver.ts", post)).toEqual([]);
  expect(senderFaultsOf("federation/lookup.ts", post.replace("POST", "GET"))).toEqual([]);
  expect(environmentFaultsOf("web/app.ts", "const port = process.env.PORT;")[0]).toContain("R5 env-once");
  expect(environmentFaultsOf("node/config.ts", "const port = process.env.PORT;")).toEqual([]);
});

function senderFaultsOf(file: string, text: string): string[] {
  const faults: string[] = [];
  visit(parseSync(file, text, {}).program, "", (node) => {
    if (node.type !== "CallExpression") return;
    const called = text.slice(startOf(node.callee), endOf(node.callee));
    if (
      /^((globalThis|window|self)\.)?fetch$|XMLHttpRequest/.test(called) &&
      !file.startsWith("node/egress/")
    ) {
      faults.push(`R9 one-sender: ${file} calls ${called}. Instead: send through the egress.`);
    }
    const given = text.slice(node.start, node.end);
    const sends = /\.request$/.test(called) && /method:\s*["'](POST|PUT|PATCH|DELETE)["']/.test(given);
    if (
      sends &&
      !/^federation\/deliver[^/]*(\/|\.ts$)|^federation\/hidden\/ask\.ts$|^node\/egress\//.test(file)
    ) {
      faults.push(
        `R9 one-sender: ${file} posts. Instead: give it to a lane, which federation/deliver.ts empties.`,
      );
    }
  });
  return faults;
}

function environmentFaultsOf(file: string, text: string): string[] {
  if (READS_ENVIRONMENT.includes(file)) return [];
  const faults: string[] = [];
  visit(parseSync(file, text, {}).program, "", (node) => {
    if (node.type !== "MemberExpression" || text.slice(node.start, node.end) !== "process.env") return;
    faults.push(`R5 env-once: ${file} reads process.env. Instead: add a setting to node/config-settings.ts.`);
  });
  return faults;
}

function startOf(node: unknown): number {
  return (node as SyntaxNode).start;
}

function endOf(node: unknown): number {
  return (node as SyntaxNode).end;
}
