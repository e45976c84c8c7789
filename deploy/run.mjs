// Every npm script comes here. Plain JavaScript for Node 20 or later: it must run before anything is installed.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, runChild } from "./child.mjs";
import { build, findNode, forgetBuild, install, Problem, whileAlone } from "./prepare.mjs";

/**
 * So many megabytes hold many times what a node keeps. Left alone, V8 lets the heap grow to several times what is in use
 * before it collects, and keeps a hundred megabytes for what is new: a node that keeps 85 had 350. What is new has one size
 * from the start: else it seems to grow for long. deploy/lab says the same.
 */
const HEAP = [
  "--max-old-space-size=768",
  "--heap-growing-percent=30",
  "--min-semi-space-size=4",
  "--max-semi-space-size=4",
  "--expose-gc",
];

/** Where an error stands in the source: for what ends soon or is being written. A node that runs for months would keep 25 MB for it. */
const IN_SOURCE = ["--enable-source-maps"];

/** For glibc: large buffers go back to the system when they are let go of, instead of leaving holes behind. */
const MALLOC = { MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "65536", MALLOC_TRIM_THRESHOLD_: "131072" };

/** Each command: the programs it runs one after the other, and whether it needs a build first. */
const commands = {
  start: (args) => ({ built: true, steps: [{ ...program("main", args), flags: HEAP, env: MALLOC }] }),
  dev: (args) => ({ built: true, together: true, steps: [building("--ssr"), building(), watched(args)] }),
  demo: (args) => ({ built: true, steps: [program("demo", args)] }),
  attack: (args) => ({ built: true, steps: attacks(args) }),
  bench: (args) => ({ built: true, steps: [program("bench", args)] }),
  simulate: (args) => ({ built: true, steps: [program("simulate", args)] }),
  reliability: (args) => ({ built: true, steps: [program("reliability", args)] }),
  moothall: (args) => ({ built: true, steps: [{ ...program("cli", args), interactive: true }] }),
  build: () => ({ built: true, steps: [] }),
  test: (args) => ({ built: true, steps: [tests(args)] }),
  mutants: () => ({
    built: true,
    steps: [
      { ...tests([]), args: ["run", "tests/mutants"], env: { MOOTHALL_TESTS: "all", MOOTHALL_MUTANTS: "1" } },
    ],
  }),
  check: () => ({
    steps: [
      { file: bin("typescript/bin/tsc"), args: ["--noEmit", "-p", "."] },
      { file: bin("@biomejs/biome/bin/biome"), args: ["check", "--no-errors-on-unmatched"] },
      tests(["--project", "repository"]),
    ],
  }),
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? "") ? commands[name](args) : null;
  if (!command) throw new Problem(`Say what to run: ${Object.keys(commands).join(", ")}.`);
  const node = await whileAlone(async () => {
    await install();
    const found = findNode();
    if (command.built) await build(found);
    return found;
  });
  if (command.together) return runTogether(node, command.steps);
  let worst = 0;
  for (const step of command.steps) worst = Math.max(worst, await runStep(node, step));
  return worst;
}

/** Runs several programs until all have ended; Ctrl-C reaches each of them. */
async function runTogether(node, steps) {
  forgetBuild();
  return Math.max(...(await Promise.all(steps.map((step) => runStep(node, step)))));
}

function runStep(node, { file, args, flags = IN_SOURCE, env, interactive }) {
  if (!existsSync(file)) throw new Problem(`This release does not have ${file.slice(root.length + 1)}.`);
  return runChild(node, [...flags, file, ...args], { env, interactive });
}

function program(name, args) {
  return { file: join(root, "dist", "server", `${name}.js`), args };
}

/** Builds what the browser loads, or the programs, again whenever a source changes. */
function building(...which) {
  const args = ["build", "--watch", "--emptyOutDir", "false", "--logLevel", "warn", ...which];
  return { file: bin("vite/bin/vite.js"), args };
}

/** The node, started anew whenever it was built; the data folder stays. */
function watched(args) {
  return { ...program("main", args), flags: [...IN_SOURCE, "--watch", "--watch-preserve-output"] };
}

/** `npm test` is everything; `npm test -- tests/rules` only that; `everyday` leaves out the long rings. */
function tests(args) {
  const everyday = args[0] === "everyday";
  const reporters = ["--reporter=default", "--reporter=./tests/support/plain-reporter.ts"];
  return {
    file: bin("vitest/vitest.mjs"),
    args: ["run", ...reporters, ...(everyday ? args.slice(1) : args)],
    env: { MOOTHALL_TESTS: everyday ? "everyday" : "all" },
  };
}

/**
 * `npm run attack` tries what a stranger can try on a node of its own, then everything with scripted hostile peers;
 * `-- A14 W03` only these; `--origin https://…` only the first, on any running node; `fuzz --runs 2000 --seed n`.
 */
function attacks(args) {
  if (args[0] === "fuzz") return [fuzzing(args)];
  const outside = program("attack", args);
  if (args.includes("--origin")) return [outside];
  const names = args.length > 0 ? ["-t", `\\b(${args.join("|")})\\b`] : [];
  const table = ["--reporter=./tests/support/table-reporter.ts", "--passWithNoTests", ...names];
  return [outside, { ...tests([]), args: ["run", "tests/attack", ...table] }];
}

function fuzzing(args) {
  const optionIn = (name, otherwise) => {
    const at = args.indexOf(name);
    return at < 0 ? otherwise : (args[at + 1] ?? otherwise);
  };
  const MOOTHALL_FUZZ_RUNS = optionIn("--runs", "2000");
  const MOOTHALL_FUZZ_SEED = optionIn("--seed", String(Date.now() % 2 ** 31));
  const file = ["run", "tests/attack/fuzz.test.ts", "--testTimeout=86400000"];
  return { ...tests([]), args: file, env: { MOOTHALL_FUZZ_RUNS, MOOTHALL_FUZZ_SEED, MOOTHALL_TESTS: "all" } };
}

function bin(path) {
  return join(root, "node_modules", path);
}
