import { idOf } from "../node/ids.ts";

/** Anchor of a post on the page of its thread. */
export function anchorOf(postId: string): string {
  return `post-${idOf(postId)}`;
}

/** The thread's page that shows this post, at the post. The route finds which page that is. */
export function postPathOf(thread: string, postId: string): string {
  return `${thread}?post=${idOf(postId)}#${anchorOf(postId)}`;
}

/** Where one does things with a post: `<this>/edit`, `<this>/report`, … */
export function postActPathOf(thread: string, postId: string): string {
  return `${thread}/p/${idOf(postId)}`;
}

/**
 * Where a form is sent that stands under the same path. The two addresses differ, so that a browser whose sending failed
 * keeps the form as a page of its own to go back to, words and all, instead of putting its error in its place.
 */
export function sendingTo(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}send=yes`;
}

/** A path with these query values; empty ones are left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | null | undefined | readonly string[]>>,
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") params.append(name, String(one));
    }
  }
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
}
