import type { WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";

const LONGEST = 30;

/** Words that addresses of this node's own pages or actors use, so that no person or community is called so. */
const RESERVED: ReadonlySet<string> = new Set([
  "about",
  "actor",
  "admin",
  "administrator",
  "all",
  "ap",
  "assets",
  "communities",
  "contact",
  "council",
  "edit",
  "everyone",
  "everybody",
  "feed",
  "health",
  "help",
  "here",
  "home",
  "inbox",
  "join",
  "library",
  "me",
  "moothall",
  "new",
  "node",
  "notices",
  "nobody",
  "outbox",
  "people",
  "postmaster",
  "root",
  "scribe",
  "search",
  "security",
  "settings",
  "sign_in",
  "support",
  "system",
  "webmaster",
  "welcome",
]);

/** Letters that Unicode does not take apart into a plain letter and a mark. */
const PLAIN: Readonly<Record<string, string>> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  ð: "d",
  þ: "th",
  ß: "ss",
  ł: "l",
  đ: "d",
  ħ: "h",
  ı: "i",
  ŋ: "n",
};

/**
 * A handle made of a name: lower case, accents dropped, one `_` between words: "Siân O'Brien-Lloyd" gives
 * `sian_obrien_lloyd`. Names with no such letters give `fallback`.
 */
export function handleOf(name: string, fallback: string): string {
  const letters = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}'’ʼ`.]/gu, "")
    .replace(/[^a-z0-9]/gu, (char) => PLAIN[char] ?? " ");
  return letters.trim().replace(/ +/g, "_").slice(0, LONGEST).replace(/_+$/, "") || fallback;
}

/** True when a handle may be chosen: 3–20 characters a–z, 0–9, _ (profile A), and none of our own words. */
export function isChoosableHandle(handle: string): boolean {
  return /^[a-z0-9][a-z0-9_]{1,18}[a-z0-9]$/.test(handle) && !RESERVED.has(handle);
}

/** Takes the handle for an actor, or the first free one of `name`, `name_2`, `name_3` … A handle is never reused. */
export async function claimFreeHandle(tx: WriteContext, wanted: string, actorId: string): Promise<string> {
  for (let number = RESERVED.has(wanted) ? 2 : 1; number < 10_000; number++) {
    const suffix = number === 1 ? "" : `_${number}`;
    const handle = `${wanted.slice(0, LONGEST - suffix.length)}${suffix}`;
    if (await claim(tx, handle, actorId)) return handle;
  }
  throw new Error(`No free handle for ${wanted}.`);
}

/** Takes exactly this handle for an actor; refuses `taken` when anyone has or ever had it, or `invalid`. */
export async function claimHandle(tx: WriteContext, handle: string, actorId: string): Promise<void> {
  if (!isChoosableHandle(handle)) refuse("invalid", { field: "handle" });
  if (!(await claim(tx, handle, actorId))) refuse("taken", { field: "handle" });
}

async function claim(tx: WriteContext, handle: string, actorId: string): Promise<boolean> {
  const rows = await tx.sql`
    insert into handles (handle, actor_id, since) values (${handle}, ${actorId}, ${tx.now})
    on conflict do nothing returning handle`;
  return rows.length === 1;
}
