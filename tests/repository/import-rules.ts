import type { Import, Source } from "./source.ts";

/** Where a package is at home; elsewhere its words would spread. Paths begin with one of these. */
const HOMES: readonly (readonly [packages: RegExp, homes: readonly string[], instead: string])[] = [
  [/^@fedify\//, ["federation/"], "use a port of node/ports.ts that federation/ fills"],
  [/^(hono|preact|preact-render-to-string)$/, ["web/"], "let web/ do it"],
  [/^@hono\/node-server$/, ["node/start.ts"], "give node/start.ts something to serve"],
  [/^postgres$/, ["node/db/"], "take Sql, Reader and openDatabase from node/db/open.ts"],
  [/^drizzle-orm$/, ["node/"], "call a verb or a read of node/"],
  [/^pg-boss$/, ["node/jobs/"], "enqueue with node/jobs/"],
  [/^undici$/, ["node/egress/"], "send through the egress (node/egress/egress.ts)"],
  [/^meilisearch$/, ["search/"], "use the SearchIndex port"],
  [/^@opentelemetry\/api$/, ["node/metrics/", "node/runtime/context.ts"], "count through ctx.metrics"],
  [/^@opentelemetry\/(?!api$)/, ["node/metrics/export.ts"], "let node/metrics/export.ts offer it"],
  [/^nodemailer$/, ["node/mail/"], "use the Mailer port"],
];

/** Only processes and the built-in database open sockets of their own. */
const SOCKETS = /^(node:)?(http|https|http2|net|tls|dgram)$/;
const SOCKET_HOMES = ["node/egress/", "node/start.ts", "node/db/embedded"];

const ROOTS = ["node/main.ts", "node/start.ts", "node/cli.ts"];
const STRANGERS = ["web/", "federation/", "search/"];
const PURE = /\/(policy|merge|evidence)\.ts$/;

/** Every breach of rules R1–R4, R6, R7 and R9 by imports of one file: rule, file, and what to do instead. */
export function importFaultsOf({ file, imports }: Source): string[] {
  if (/^(tests|deploy)\//.test(file)) return imports.flatMap((found) => testFaultsOf(file, found));
  return imports.flatMap((found) =>
    found.isPackage ? packageFaultsOf(file, found) : fileFaultsOf(file, found),
  );
}

function fileFaultsOf(file: string, { target, isType }: Import): string[] {
  const faults: string[] = [];
  const say = (rule: string, instead: string) =>
    faults.push(`${rule}: ${file} imports ${target}. Instead: ${instead}.`);
  const mine = STRANGERS.find((folder) => file.startsWith(folder));
  const theirs = STRANGERS.find((folder) => target.startsWith(folder));
  const isRoot = ROOTS.includes(file);
  if (file.startsWith("node/") && !isRoot && theirs)
    say("R1 core-knows-nobody", "add a port to node/ports.ts");
  if (mine && theirs && mine !== theirs) say("R2 strangers", "meet through node/ports.ts");
  if (ROOTS.includes(target) && !isRoot)
    say("R3 one-root", "take what you need as a parameter from node/start.ts");
  if (/^(tests|deploy)\//.test(target)) say("R3 one-root", "move it out of tests/ and deploy/");
  if (mine && /^node\/.+\/table\.ts$/.test(target))
    say("R6 tables-private", "use a verb or read.ts of that folder");
  if (PURE.test(file) && !isType && !/(types|refusal|policy)\.ts$/.test(target)) {
    say("R7 pure-policy", "gather the facts in the verb and pass them in");
  }
  return faults;
}

function packageFaultsOf(file: string, { target, isType }: Import): string[] {
  const faults = HOMES.filter(([packages]) => packages.test(target))
    .filter(([, homes]) => !homes.some((home) => file.startsWith(home)))
    .map(
      ([, homes, instead]) =>
        `R4 packages-at-home: ${file} imports ${target} (home: ${homes}). Instead: ${instead}.`,
    );
  if (!isType && SOCKETS.test(target) && !SOCKET_HOMES.some((home) => file.startsWith(home))) {
    faults.push(`R9 one-sender: ${file} imports ${target}. Instead: send through the egress.`);
  }
  return faults;
}

function testFaultsOf(file: string, { target }: Import): string[] {
  if (!file.startsWith("deploy/") || !target.startsWith("tests/")) return [];
  return [`R3 one-root: ${file} imports ${target}. Instead: move it out of tests/.`];
}

/** Circles among files (R10), each as `a → b → a`; type-only imports vanish before running and make none. */
export function circlesAmong(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.file, targetsOf(source)]));
  return circlesIn(graph).map(
    (circle) => `R10 no-circles: ${circle}. Instead: move what both need into a third file.`,
  );
}

/** Circles among the noun folders of node/ (R10); `types.ts` and `table.ts` belong to everyone. */
export function folderCirclesAmong(
  sources: readonly Source[],
  apart: readonly `${string} → ${string}`[] = [],
): string[] {
  const graph = new Map<string, Set<string>>();
  for (const source of sources) {
    const from = nounOf(source.file);
    if (!from) continue;
    const into = graph.get(from) ?? new Set<string>();
    graph.set(from, into);
    for (const target of targetsOf(source)) {
      const to = nounOf(target);
      const counts =
        to !== from && !/\/(types|table)\.ts$/.test(target) && !apart.includes(`${from} → ${to}`);
      if (to && counts) into.add(to);
    }
  }
  return circlesIn(graph).map(
    (circle) => `R10 no-circles: ${circle}. Instead: let one of them take facts as parameters.`,
  );
}

function targetsOf({ imports }: Source): Set<string> {
  return new Set(
    imports.filter(({ isPackage, isType }) => !isPackage && !isType).map(({ target }) => target),
  );
}

function nounOf(file: string): string | null {
  return /^(node\/[^/]+)\/.+/.exec(file)?.[1] ?? null;
}

function circlesIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const circles = new Set<string>();
  const finished = new Set<string>();
  const follow = (file: string, path: readonly string[]) => {
    const back = path.indexOf(file);
    if (back >= 0) circles.add(rotated(path.slice(back)));
    if (back >= 0 || finished.has(file)) return;
    for (const next of graph.get(file) ?? []) follow(next, [...path, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) follow(file, []);
  return [...circles].sort();
}

/** The same circle always begins with the same file. */
function rotated(circle: readonly string[]): string {
  const first = circle.indexOf([...circle].sort()[0] ?? "");
  const turned = [...circle.slice(first), ...circle.slice(0, first)];
  return [...turned, turned[0]].join(" → ");
}
