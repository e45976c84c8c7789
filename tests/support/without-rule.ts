/** One call of the rule of who may read that can be taken out: `node/posts/feed.ts listFeedEntries readableCommunities`. */
export type Site = string;

/** Ways to ask who may read, and what stands in for the answer when it is not asked: everything. */
const CALL =
  /(?<!function )\b(readableCommunities|knownCommunities|mayHoldClosed|isHolder|isHomeOf|isHeldHere)\(/g;

/**
 * The text of a file of the product in which each call of the rule can be switched off while it runs: `__withoutRule` is
 * told of each call by its name and says whether it is the one. Also the names.
 */
export function withSwitches(
  file: string,
  text: string,
): { readonly text: string; readonly sites: readonly Site[] } {
  const sites: Site[] = [];
  let out = "";
  let at = 0;
  for (const found of text.matchAll(CALL)) {
    const end = endOfCall(text, found.index + found[0].length);
    const name = found[1] ?? "";
    if (found.index < at || end === null || isComment(text, found.index)) continue;
    const call = text.slice(found.index, end);
    // This node looking for a purpose of its own is told everything anyway.
    if (call.includes("asNode(")) continue;
    const where = `${file} ${functionAround(text, found.index)} ${name}`;
    const before = sites.filter((site) => site === where || site.startsWith(`${where} `)).length;
    const site = before > 0 ? `${where} ${before + 1}` : where;
    sites.push(site);
    const first = /^([\w.]+)/.exec(text.slice(found.index + found[0].length))?.[1] ?? "sql";
    const instead = name.endsWith("Communities")
      ? `${first}\`(select id from communities)\``
      : name === "mayHoldClosed"
        ? `${first}\`true\``
        : "true";
    out += `${text.slice(at, found.index)}((globalThis as any).__withoutRule?.(${JSON.stringify(site)}) ? ${instead} : ${call})`;
    at = end;
  }
  return { text: out + text.slice(at), sites };
}

/** The function of the file in which a call stands, so that a call is known by the same name when lines move. */
function functionAround(text: string, at: number): string {
  const found = [...text.slice(0, at).matchAll(/^(?:export )?(?:async )?function (\w+)/gm)].at(-1);
  return found?.[1] ?? "-";
}

/** The place behind the bracket that closes a call; null where there is none. */
function endOfCall(text: string, from: number): number | null {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at + 1;
  }
  return null;
}

function isComment(text: string, at: number): boolean {
  return /^\s*(\*|\/\/|\/\*)/.test(text.slice(text.lastIndexOf("\n", at) + 1, at));
}
