import { uuidOf } from "../node/ids.ts";
import { originOf } from "../node/iris.ts";

/** What the address of a page names, on whichever council's site it stands. */
export type PageAddress = { readonly origin: string } & (
  | { readonly kind: "site"; readonly path: string }
  | {
      readonly kind: "group" | "person";
      /** Name and host of the site at home; `place` follows the path of the page here. */
      readonly handle: string;
      readonly host: string;
      readonly place: string;
      /** Row id of the post it leads to, where it is one. */
      readonly postId: string | null;
    }
);

/** Pages every site has, with what of their query means the same on every site. */
const SITE_PAGES: Readonly<Record<string, readonly string[]>> = {
  "/": [],
  "/communities": ["q", "theme", "page"],
  "/people": ["q", "council", "page"],
  "/search": ["q", "in", "kind", "since", "sort", "answered", "exact", "page"],
};

const COMMUNITY_PLACES: Readonly<Record<string, readonly string[]>> = {
  "": ["theme", "sort", "page"],
  "/questions": ["show", "theme", "page"],
  "/members": ["page"],
  "/about": [],
  "/new": ["kind"],
};

/** Reads the address of a page: of a community, discussion, post or person, or one that every site has; else null. */
export function readPageAddress(address: string): PageAddress | null {
  const origin = originOf(address);
  if (origin === null) return null;
  const url = new URL(address);
  const allowed = SITE_PAGES[url.pathname];
  if (allowed !== undefined) return { origin, kind: "site", path: url.pathname + queryOf(url, allowed) };
  const [, kind, name = "", rest = ""] = /^\/(c|people)\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
  const [handle = "", host = url.host, ...more] = decoded(name).split("@");
  if (kind === undefined || handle === "" || more.length > 0) return null;
  if (kind === "people") return { origin, kind: "person", handle, host, place: "", postId: null };
  const query = COMMUNITY_PLACES[rest];
  const place = query === undefined ? "" : rest + queryOf(url, query);
  return { origin, kind: "group", handle, host, place, postId: postIn(url, rest) };
}

/** The reply an address leads to, else its discussion. */
function postIn(url: URL, rest: string): string | null {
  const [, thread, post] = /^\/t\/([^/]+)(?:\/p\/([^/]+))?/.exec(rest) ?? [];
  if (thread === undefined) return null;
  const named = /^#post-(.+)$/.exec(url.hash)?.[1] ?? url.searchParams.get("post") ?? post ?? thread;
  return uuidOf(named) ?? uuidOf(thread);
}

function queryOf(url: URL, allowed: readonly string[]): string {
  const kept = [...url.searchParams].filter(([name]) => allowed.includes(name));
  return kept.length === 0 ? "" : `?${new URLSearchParams(kept)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
