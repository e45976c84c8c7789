import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withSwitches } from "../support/without-rule.ts";

test("Each call of the rule of who may read can be taken out alone, and the rest of a file stays as it is", () => {
  const asked = "readableCommunities(sql, viewerOf(me))";
  const text = `const a = sql\`x in $\{${asked}}\`;\nif (await isHolder(ctx, id)) go();\n`;
  const { text: switched, sites } = withSwitches("node/a.ts", text);
  expect(sites).toEqual(["node/a.ts - readableCommunities", "node/a.ts - isHolder"]);
  expect(switched).toContain(
    "? sql`(select id from communities)` : readableCommunities(sql, viewerOf(me)))}`;",
  );
  expect(switched).toContain("if (await ((globalThis as any)");
  expect(switched).toContain("? true : isHolder(ctx, id))) go();");
});

test("A definition and a sentence about the rule are no calls", () => {
  const text = "/** As `isHolder(x)` says.\n * isHolder(x) */\nexport async function isHolder(ctx) {}\n";
  expect(withSwitches("node/a.ts", text).sites.filter((site) => !site.includes(":1 "))).toEqual([]);
});

test("The rule is found in the reads of the product", () => {
  const files = ["node", "federation", "search", "web"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  const sites = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => withSwitches(file, readFileSync(file, "utf8")).sites);
  expect(sites.length).toBeGreaterThan(50);
  expect(new Set(sites).size).toBe(sites.length);
});
