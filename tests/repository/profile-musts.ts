/** Where a numbered MUST of the federation profile is tested, or what it waits for. */
export type Must = { readonly test: string } | { readonly waits: string };

const LATER = (what: string) => `a later issue: ${what}`;

const network = (name: string): Must => ({ test: `tests/network/profile-${name}.test.ts` });
const attack = (name: string): Must => ({ test: `tests/attack/${name}.test.ts` });
const rules = (name: string): Must => ({ test: `tests/rules/${name}.test.ts` });
const closed: Must = { test: "tests/network/closed.test.ts" };
const files: Must = { test: "tests/network/files.test.ts" };
const erasure: Must = { test: "tests/network/erasure.test.ts" };
const waits = (what: string): Must => ({ waits: what });

/** The MUSTs of one thing in order; the first is number 1 unless `from` says otherwise. */
function numbered(letter: string, musts: readonly Must[], from = 1): [string, Must][] {
  return musts.map((must, at) => [`${letter}-${String(from + at).padStart(2, "0")}`, must]);
}

/** Every numbered MUST of Part I of the profile, that of the hub and of live programs included, and of connecting (P). */
export const MUSTS: ReadonlyMap<string, Must> = new Map([
  ...numbered("W", [
    network("wire"),
    network("wire"),
    network("wire"),
    network("wire"),
    rules("wire-shapes"),
    network("wire"),
    network("wire"),
    network("wire"),
    attack("fetches"),
    { test: "tests/web/files.test.ts" },
    attack("shapes"),
    rules("sanitise"),
  ]),
  ...numbered("S", [
    rules("proof"),
    rules("proof"),
    attack("announces"),
    network("wire"),
    { test: "tests/interop/http-signatures.test.ts" },
    network("wire"),
    network("wire"),
    network("wire"),
    network("wire"),
    attack("fetches"),
    attack("signatures"),
  ]),
  ...numbered("A", [
    network("wire"),
    network("wire"),
    rules("wire-actors"),
    network("wire"),
    rules("wire-actors"),
    rules("wire-actors"),
    network("wire"),
    rules("wire-actors"),
    rules("wire-actors"),
    rules("wire-actors"),
  ]),
  ...numbered("B", [
    network("membership"),
    network("membership"),
    network("membership"),
    network("membership"),
    network("membership"),
    network("invitations"),
    network("invitations"),
    network("membership"),
    network("suspension"),
    network("membership"),
    network("membership"),
    rules("wire-actors"),
    rules("digests"),
    network("membership"),
    closed,
    network("membership"),
    closed,
  ]),
  ...numbered("C", [rules("wire-shapes"), rules("wire-shapes"), rules("wire-shapes")]),
  ...numbered(
    "C",
    Array.from({ length: 5 }, () => network("content")),
    4,
  ),
  ...numbered(
    "C",
    Array.from({ length: 5 }, () => waits(LATER("pages written together"))),
    9,
  ),
  ...numbered("C", [waits(LATER("files")), waits(LATER("the library"))], 14),
  ...numbered("C", [waits(LATER("events")), waits(LATER("events"))], 16),
  ...numbered("C", [waits(LATER("polls")), waits(LATER("polls"))], 18),
  ...numbered(
    "C",
    Array.from({ length: 4 }, () => network("content")),
    20,
  ),
  ...numbered("C", [waits(LATER("pages written together"))], 24),
  ...numbered("D", [
    closed,
    closed,
    closed,
    network("content"),
    closed,
    closed,
    attack("canary"),
    { test: "tests/web/closed.test.ts" },
    attack("canary"),
    files,
    erasure,
    erasure,
    closed,
    { test: "tests/web/closed.test.ts" },
  ]),
  ...numbered("E", [network("wire"), ...Array.from({ length: 11 }, () => network("relay"))]),
  ...numbered("E", [waits("issue 3: authors whose node is away and whom the reader never met")], 13),
  ...numbered("E", [{ test: "tests/interop/microblog-follower.test.ts" }], 14),
  ...numbered(
    "E",
    Array.from({ length: 4 }, () => network("relay")),
    15,
  ),
  ...numbered(
    "F",
    Array.from({ length: 4 }, () => ({ test: "tests/node/moderation-elsewhere.test.ts" })),
  ),
  ...numbered(
    "F",
    Array.from({ length: 4 }, () => network("moderation")),
    5,
  ),
  ...numbered(
    "F",
    Array.from({ length: 3 }, () => waits(LATER("the trust list"))),
    9,
  ),
  ...numbered(
    "G",
    Array.from({ length: 12 }, () => waits(LATER("the national hub"))),
  ),
  ...numbered(
    "X",
    Array.from({ length: 6 }, () => waits("issue 3: live programs in containers")),
  ),
  ...numbered("X", [{ test: "tests/repository/profile-musts.test.ts" }], 7),
  ...numbered("P", [
    rules("connecting"),
    rules("connecting"),
    network("connecting"),
    network("connecting"),
    network("connecting"),
    rules("connecting"),
    network("connecting"),
    network("connecting"),
    network("connecting"),
    network("moderation"),
    network("connecting"),
    { test: "tests/network/history-narrowed.test.ts" },
    network("connecting"),
    rules("wire-directory"),
    network("connecting"),
    { test: "tests/network/community-elsewhere.test.ts" },
  ]),
]);

/** The table of FEDERATION.md, as it stands between its two marks. */
export function conformanceTable(): string {
  const rows = [...MUSTS].map(([number, must]) =>
    "test" in must
      ? `| ${number} | holds | [${must.test.replace(/^tests\//, "")}](${must.test}) |`
      : `| ${number} | waits | ${must.waits} |`,
  );
  const held = [...MUSTS.values()].filter((must) => "test" in must).length;
  const head = `Of ${MUSTS.size} numbered MUSTs ${held} hold and ${MUSTS.size - held} wait.`;
  return [head, "", "| MUST | | test, or what it waits for |", "|---|---|---|", ...rows].join("\n");
}
