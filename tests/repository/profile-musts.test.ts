import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { expect, test } from "vitest";
import { conformanceTable, MUSTS } from "./profile-musts.ts";
import { filesBelow, ROOT, read, type SyntaxNode, visit } from "./source.ts";

const PAGE = "FEDERATION.md";
const BEGIN = "<!-- conformance: generated, do not edit by hand -->";
const END = "<!-- /conformance -->";

test("Each numbered MUST that holds is in the name of a test of the file it is said to be in", () => {
  const missing = [...MUSTS].flatMap(([number, must]) =>
    "test" in must && !namesIn(must.test).some((name) => name.includes(number))
      ? [`${number}: ${must.test}`]
      : [],
  );
  expect(missing).toEqual([]);
});

test("A number that waits is named by no test, so that the table cannot fall behind", () => {
  const named = filesBelow("tests")
    .filter((file) => file.endsWith(".test.ts"))
    .flatMap((file) => namesIn(file).map((name) => ({ file, name })));
  const early = [...MUSTS].flatMap(([number, must]) =>
    "waits" in must
      ? named
          .filter(({ name }) => new RegExp(`\\b${number}\\b`).test(name))
          .map(({ file }) => `${number}: ${file}`)
      : [],
  );
  expect(early).toEqual([]);
});

test("X-07: FEDERATION.md says of every MUST whether it holds or waits", () => {
  const text = read(PAGE);
  const [before = "", rest = ""] = text.split(BEGIN);
  const [between = "", after = ""] = rest.split(END);
  const wanted = `\n\n${conformanceTable()}\n\n`;
  if (process.env.MOOTHALL_WRITE === "1" && between !== wanted) {
    writeFileSync(join(ROOT, PAGE), [before, BEGIN, wanted, END, after].join(""));
    return;
  }
  expect(between, "run: MOOTHALL_WRITE=1 vitest run tests/repository/profile-musts.test.ts").toBe(wanted);
});

/** The names of tests and groups of tests in a file, as far as they are written there. */
function namesIn(file: string): string[] {
  const names: string[] = [];
  visit(parseSync(file, read(file), {}).program, "", (node) => {
    if (node.type !== "CallExpression" || !/^(test|it|describe)$/.test(rootOf(node.callee))) return;
    const [first] = node.arguments as SyntaxNode[];
    if (first?.type === "Literal") names.push(String(first.value));
    if (first?.type === "TemplateLiteral") names.push(JSON.stringify(first.quasis));
  });
  return names;
}

/** `test` of `test("…")`, `test.each(…)("…")` and the like. */
function rootOf(callee: unknown): string {
  const node = callee as SyntaxNode;
  if (node.type === "Identifier") return String(node.name);
  if (node.type === "MemberExpression") return rootOf(node.object);
  return node.type === "CallExpression" ? rootOf(node.callee) : "";
}
