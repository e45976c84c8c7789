import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One import or re-export: `target` is a path from the root, or a package's name. */
export type Import = { target: string; isPackage: boolean; isType: boolean };

export type Fn = { name: string; lines: number; parameters: number };

export type Source = { file: string; text: string; imports: Import[]; functions: Fn[] };

const FOLDERS = ["node", "web", "federation", "search", "deploy", "tests"];

/** Every TypeScript and script file of ours, by its path from the root, except what `without` begins. */
export function readSources(folders: readonly string[] = FOLDERS): Source[] {
  return folders.flatMap((folder) => filesBelow(folder)).map((file) => readSource(file, read(file)));
}

export function filesBelow(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll("\\", "/"))
    .sort();
}

/** What a file imports and which functions it has. `file` is a path from the root; the text may be invented. */
export function readSource(file: string, text: string): Source {
  const { module, program } = parseSync(file, text, {});
  const imports: Import[] = module.staticImports.map((found) => {
    const isType = found.entries.length > 0 && found.entries.every((entry) => entry.isType);
    return importOf(
      file,
      found.moduleRequest.value,
      isType || /^import type\b/.test(text.slice(found.start)),
    );
  });
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) imports.push(importOf(file, moduleRequest.value, isType));
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^["']([^"']+)["']$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1]) imports.push(importOf(file, literal[1], false));
  }
  return { file, text, imports, functions: functionsIn(program, text) };
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function importOf(file: string, request: string, isType: boolean): Import {
  const isPackage = !request.startsWith(".");
  const target = isPackage
    ? packageOf(request)
    : normalize(join(dirname(file), request.replace(/\?.*$/, "")));
  return { target: target.replaceAll("\\", "/"), isPackage, isType };
}

/** `hono/cookie` → `hono`, `@fedify/fedify/sig` → `@fedify/fedify`, `node:http` stays. */
function packageOf(request: string): string {
  return request.split("/", request.startsWith("@") ? 2 : 1).join("/");
}

function functionsIn(program: unknown, text: string): Fn[] {
  const found: Fn[] = [];
  visit(program, "(unnamed)", (node, name) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return;
    const lines = text.slice(node.start, node.end).split("\n").length;
    const params = Array.isArray(node.params) ? node.params.length : 0;
    found.push({ name: nameOf(node.id) ?? name, lines, parameters: params });
  });
  return found;
}

/** A node of the syntax tree (ESTree), of which we know no more than that. */
export type SyntaxNode = { type: string; start: number; end: number; [key: string]: unknown };

/** Calls `enter` for every node, with the name of the variable, property or method that holds it. */
export function visit(value: unknown, name: string, enter: (node: SyntaxNode, name: string) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, name, enter);
    return;
  }
  if (!isNode(value)) return;
  enter(value, name);
  const inner = nameOf(value.id) ?? nameOf(value.key) ?? name;
  for (const [key, child] of Object.entries(value)) {
    if (key !== "id" && key !== "key") visit(child, inner, enter);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function nameOf(value: unknown): string | null {
  return isNode(value) && typeof value.name === "string" ? value.name : null;
}
