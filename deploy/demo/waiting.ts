import type { Act } from "./acts.ts";
import { communityOf, personOf, placeOf } from "./world.ts";

/** What an act has to wait for. */
export type Held = "it-arrives" | "communities-are-known" | "the-day-ends";

/** Which acts have not reached the other sites yet. */
export interface Waiting {
  heldUp(act: Act): Held | null;
  add(act: Act): void;
  clear(): void;
}

/**
 * Acts travel in batches, because every journey costs time. A batch ends where somebody reads what another site has
 * not sent yet, and where an act would overtake an earlier one on its way to the community's home: there the order of
 * arrival is the order of the thread for good. Other sites must have read of a new community; with the day people are
 * told of what happened.
 */
export function openWaiting(): Waiting {
  let day: number | null = null;
  let started = false;
  const posts = new Set<string>();
  const talk = new Map<string, Set<string>>();
  return {
    heldUp(act) {
      const isHeld = mustFollow(act, posts, talk);
      const over = day !== null && act.at.daysAgo !== day;
      if (started && (isHeld || over)) return "communities-are-known";
      if (over) return "the-day-ends";
      return isHeld ? "it-arrives" : null;
    },
    add(act) {
      day = act.at.daysAgo;
      if (!("community" in act) || act.kind === "draft" || act.kind === "hear-of-each") return;
      if (act.kind === "start") started = true;
      if (act.kind === "post" || act.kind === "edit") posts.add(placeOf(act.post));
      if (act.kind === "useful") return;
      const sites = talk.get(act.community) ?? new Set();
      talk.set(act.community, sites.add(personOf(act.person).node));
    },
    clear() {
      day = null;
      started = false;
      posts.clear();
      talk.clear();
    },
  };
}

function mustFollow(
  act: Act,
  posts: ReadonlySet<string>,
  talk: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  if (act.kind === "visit" || act.kind === "draft") return false;
  if (act.kind === "useful") return posts.has(placeOf(act.post));
  const sites = talk.get(act.community);
  if (sites === undefined) return false;
  const { node } = personOf(act.person);
  return !(sites.size === 1 && sites.has(node) && communityOf(act.community).node === node);
}
