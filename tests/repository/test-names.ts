import { parseSync } from "vite";
import { read, type SyntaxNode, visit } from "./source.ts";

/** The names of tests and groups of tests in a file, as far as they are written there. */
export function namesIn(file: string): string[] {
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
