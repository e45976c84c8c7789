import { findMentions } from "../text/mentions.ts";
import { plainOf } from "../text/plain.ts";

/** Stands where somebody was named. */
const LEFT_OUT = "[…]";

/**
 * The words of posts as one text (Markdown), each under the line `wrote`, which says that a member wrote it and not who: who is
 * a member of a community for members only is not known outside (profile B.5). People named with an @ are left out.
 */
export function textOf(
  posts: readonly { readonly source: string; readonly html: string }[],
  wrote: string,
): string {
  return posts
    .map(({ source, html }) => withoutNames(source === "" ? plainOf(html) : source).trim())
    .filter((text) => text !== "")
    .map((text) => `**${wrote}**\n\n${text}`)
    .join("\n\n");
}

function withoutNames(text: string): string {
  let rest = "";
  let from = 0;
  for (const { start, end } of findMentions(text)) {
    rest += `${text.slice(from, start)}${LEFT_OUT}`;
    from = end;
  }
  return rest + text.slice(from);
}
