import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongFirst } from "./tests/support/long-first.ts";
import { withSwitches } from "./tests/support/without-rule.ts";
import { jsx } from "./vite.config.ts";

/** Rings of tests, named by what they start. Those in `withDatabase` share one PostgreSQL for the whole run. */
const plain = ["rules", "repository"];
const withDatabase = ["node", "network", "interop", "web", "attack", "reliability", "mutants"];

/** What `npm run test:everyday` leaves out because it takes long; `npm test` has it all. */
const long = [
  "tests/attack/**",
  "tests/interop/foreign-*.test.ts",
  "tests/interop/gotosocial.test.ts",
  "tests/interop/lemmy.test.ts",
  "tests/interop/mastodon.test.ts",
  "tests/interop/microblog-follower.test.ts",
  "tests/interop/nodebb.test.ts",
  "tests/interop/payloads.test.ts",
  "tests/network/committed.test.ts",
  "tests/network/community-elsewhere.test.ts",
  "tests/network/composing.test.ts",
  "tests/network/crossing.test.ts",
  "tests/network/decisions.test.ts",
  "tests/network/history-narrowed.test.ts",
  "tests/network/late-letters.test.ts",
  "tests/network/members-write.test.ts",
  "tests/network/memberships-compared.test.ts",
  "tests/network/mentions-edited.test.ts",
  "tests/network/moderation.test.ts",
  "tests/network/people.test.ts",
  "tests/network/pinned-locked.test.ts",
  "tests/network/profile-*.test.ts",
  "tests/network/restored.test.ts",
  "tests/network/similar-names.test.ts",
  "tests/network/soon.test.ts",
  "tests/network/stopped-node.test.ts",
  "tests/node/backup.test.ts",
  "tests/node/database-connections.test.ts",
  "tests/node/doctor.test.ts",
  "tests/node/embedded-postgres.test.ts",
  "tests/node/embedded-room.test.ts",
  "tests/node/jobs.test.ts",
  "tests/node/metrics.test.ts",
  "tests/node/notices-digest.test.ts",
  "tests/node/search-postgres.test.ts",
  "tests/reliability/**",
  "tests/repository/patterns.test.ts",
  "tests/web/accounts-attacks.test.ts",
  "tests/web/admin-peers.test.ts",
  "tests/web/api.test.ts",
  "tests/web/compression.test.ts",
  "tests/web/join-link.test.ts",
  "tests/web/journeys/**",
  "tests/web/own-council.test.ts",
  "tests/web/pages/**",
  "tests/web/profiles.test.ts",
  "tests/web/search-filters.test.ts",
];
/** What each file of tests with nodes in it loads first. */
const KEYS = ["./tests/support/kept-keys.ts"];
const everyday = process.env.MOOTHALL_TESTS === "everyday";

/** Makes pictures for docs/screens, and tests nothing: runs only where it is asked for. */
const pictures = process.env.MOOTHALL_SCREENS === "1" ? [] : ["tests/web/screens/**"];

/** Takes calls of the rule of who may read out while they run: `npm run mutants`, never with other tests. */
const mutants = process.env.MOOTHALL_MUTANTS === "1";
const product = /\/(node|federation|search|web)\/[^?]*\.tsx?$/;
const switches = {
  name: "without-rule",
  enforce: "pre" as const,
  transform(text: string, id: string) {
    const file = id.startsWith(process.cwd()) ? id.slice(process.cwd().length) : "";
    if (!product.test(file) || file.includes("/visibility/") || file.includes("node_modules")) return null;
    return withSwitches(file.slice(1), text).text;
  },
};

export default defineConfig({
  oxc: jsx,
  plugins: mutants ? [switches] : [],
  test: {
    pool: "forks",
    // Loading the product costs a tenth of what a file of tests does: those of a worker load it once. They share no more than
    // its modules, which keep nothing that one node may not leave behind for another.
    isolate: mutants,
    // Almost half of the time a test waits for PostgreSQL or the browser: also on two cores four files run side by side.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    sequence: { sequencer: LongFirst },
    exclude: [
      "node_modules/**",
      "dist/**",
      ...pictures,
      ...(mutants ? [] : ["tests/mutants/**"]),
      ...(everyday ? long : []),
    ],
    // A guard against hanging, never a measure: tests assert causes and not time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    passWithNoTests: true,
    projects: [
      ...plain.map((ring) => ({ extends: true as const, test: { name: ring, include: filesOf(ring) } })),
      ...withDatabase.map((ring) => ({
        extends: true as const,
        test: { name: ring, include: filesOf(ring), globalSetup: setupsOf(ring), setupFiles: KEYS },
      })),
    ],
  },
});

function setupsOf(ring: string): string[] {
  const database = "./tests/support/global-setup.ts";
  return ring === "web" ? [database, "./tests/support/browser-setup.ts"] : [database];
}

function filesOf(ring: string): string[] {
  return [`tests/${ring}/**/*.test.{ts,tsx}`];
}
