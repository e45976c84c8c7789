import type { WebApp } from "./env.ts";

/**
 * Where to go afterwards (W06): `value` when it is a path of a page of ours, else `otherwise`. A path is compared with
 * the routes themselves, so `//other.example`, `/\other.example` and their like can never be one.
 */
export function nextPathOf(app: WebApp, value: string | undefined, otherwise = "/"): string {
  // Printable ASCII without backslash and without an escaped slash or backslash.
  if (value === undefined || value.length > 2000 || !/^\/(?![/\\])[!-[\]-~]*$/.test(value)) return otherwise;
  const [path = "", rest = ""] = splitPath(value);
  if (/%(2f|5c|0[0-9a-f]|1[0-9a-f])/i.test(path)) return otherwise;
  return pagesOf(app).some((page) => page.test(path)) ? path + rest : otherwise;
}

function splitPath(value: string): readonly [string, string] {
  const end = value.search(/[?#]/);
  return end < 0 ? [value, ""] : [value.slice(0, end), value.slice(end)];
}

const known = new WeakMap<WebApp, readonly RegExp[]>();

function pagesOf(app: WebApp): readonly RegExp[] {
  const found = known.get(app);
  if (found) return found;
  const paths = app.routes
    .filter((route) => route.method === "GET" && !route.path.includes("*"))
    .map((route) => route.path);
  const pages = [...new Set(paths)].map(patternOf);
  known.set(app, pages);
  return pages;
}

// A segment `:name` of a route stands for one or more characters other than a slash.
function patternOf(path: string): RegExp {
  const segments = path
    .split("/")
    .map((part) => (part.startsWith(":") ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  return new RegExp(`^${segments.join("/")}$`);
}
