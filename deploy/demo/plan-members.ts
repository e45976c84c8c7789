import type { Act } from "./acts.ts";
import type { DemoCommunity } from "./content/types.ts";
import { comparePoints, later, type Point } from "./moments.ts";

const STARTS = 8 * 60 + 40;
/** The longest that somebody waits after a community began, in days. */
const LATEST_DAYS = 45;

/**
 * How a community comes together: its founder starts it, the other facilitators join on that day, everyone else over
 * the weeks that follow and before the first thing they do there. `acts` is what is done in its threads.
 */
export function actsOfMembers(community: DemoCommunity, acts: readonly Act[]): Act[] {
  const { key, founder, facilitators, members, mailEach, startedDaysAgo } = community;
  const started = { daysAgo: startedDaysAgo, minute: STARTS };
  const others = facilitators.filter((person) => person !== founder);
  const rest = members.filter((person) => !facilitators.includes(person));
  const first = (person: string) =>
    acts
      .filter((act) => act.person === person)
      .map((act) => act.at)
      .sort(comparePoints)[0] ?? { daysAgo: 0, minute: STARTS };
  const hears = (person: string, at: Point): Act[] =>
    mailEach.includes(person) ? [{ kind: "hear-of-each", at, person, community: key }] : [];
  return [
    { kind: "start", at: started, person: founder, community: key },
    ...hears(founder, later(started, 1)),
    ...others.flatMap((person, i) => {
      const at = later(started, 20 + 15 * i);
      const asked = joining(community, { person, at, by: founder });
      const made = { kind: "make-facilitator", at: later(at, 60), person: founder, who: person } as const;
      return [...asked, { ...made, community: key }, ...hears(person, later(at, 90))];
    }),
    ...rest.flatMap((person, i) => {
      const at = joinsAt(started, first(person), i);
      const by = facilitators[i % facilitators.length] ?? founder;
      return [...joining(community, { person, at, by }), ...hears(person, later(at, 90))];
    }),
  ];
}

interface Joining {
  readonly person: string;
  readonly at: Point;
  /** Who decides, where that is asked. */
  readonly by: string;
}

function joining({ key, level }: DemoCommunity, { person, at, by }: Joining): Act[] {
  const join: Act = { kind: "join", at, person, community: key, words: "" };
  if (level === "open") return [join];
  return [join, { kind: "accept-request", at: later(at, 40), person: by, who: person, community: key }];
}

/** Some day between the beginning of a community and the day before somebody's first act; the first day if that is the next. */
function joinsAt(started: Point, firstAct: Point, turn: number): Point {
  const days = Math.min(LATEST_DAYS, started.daysAgo - firstAct.daysAgo - 1);
  const share = ((turn * 37 + 11) % 60) / 60;
  const daysAgo = started.daysAgo - Math.round(share * Math.max(0, days));
  return { daysAgo, minute: 11 * 60 + ((turn * 29) % 240) };
}
