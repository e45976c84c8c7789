import { plusDays, ukDayAndHour, ukInstant } from "../../node/notifications/working-day.ts";
import type { Moment } from "./content/types.ts";

/** A `Moment` that sorts: calendar days before now and the minute of the day in the UK. */
export type Point = { readonly daysAgo: number; readonly minute: number };

const MINUTE_MS = 60_000;
const OPENS = 510;
const CLOSES = 1050;
/** The last act of a day that is not over yet stands this long before now. */
const JUST_NOW_MS = 30_000;

export function pointOf({ daysAgo, at }: Moment): Point {
  const [hour = "0", minute = "0"] = at.split(":");
  return { daysAgo, minute: Number(hour) * 60 + Number(minute) };
}

/** Negative where `a` comes first. */
export function comparePoints(a: Point, b: Point): number {
  return b.daysAgo - a.daysAgo || a.minute - b.minute;
}

/** Some minutes later, on the next day where the office has closed by then; never after today. */
export function later(point: Point, minutes: number): Point {
  const minute = point.minute + minutes;
  if (minute <= CLOSES) return { ...point, minute };
  if (point.daysAgo === 0) return { daysAgo: 0, minute: CLOSES };
  return { daysAgo: point.daysAgo - 1, minute: OPENS + ((minute - CLOSES) % (CLOSES - OPENS)) };
}

/**
 * Puts points on the calendar that ends now. Order is kept everywhere: a weekend shares the hours of the Friday before
 * it, and a day that is not over yet is squeezed together before now.
 */
export function calendarUntil(now: Date): (point: Point) => Date {
  const today = ukDayAndHour(now).day;
  return ({ daysAgo, minute }) => {
    const share = (minute - OPENS) / (CLOSES - OPENS);
    const day = plusDays(today, -daysAgo);
    const { back, from, length } = hoursOf(new Date(`${day}T00:00:00Z`).getUTCDay());
    if (daysAgo === 0 && back === 0) return squeezed(now, { from, length, share });
    // The clocks change on Sunday nights only, so midnight and minutes are right on every working day.
    const midnight = ukInstant(plusDays(day, -back), 0).getTime();
    return new Date(midnight + (from + length * share) * MINUTE_MS);
  };
}

function squeezed(now: Date, today: { from: number; length: number; share: number }): Date {
  const midnight = ukInstant(ukDayAndHour(now).day, 0).getTime();
  const latest = Math.max(midnight, now.getTime() - JUST_NOW_MS);
  const opens = midnight + today.from * MINUTE_MS;
  const end = Math.min(opens + today.length * MINUTE_MS, latest);
  // Before nine the office has hardly opened: then the hour before now has to do.
  const begin = end - opens >= 30 * MINUTE_MS ? opens : Math.max(midnight, end - 60 * MINUTE_MS);
  return new Date(begin + (end - begin) * today.share);
}

/** Which hours of which working day a day of the week stands for (`DemoThread`'s moments). */
function hoursOf(weekday: number): { back: number; from: number; length: number } {
  if (weekday === 5) return { back: 0, from: OPENS, length: 270 };
  if (weekday === 6) return { back: 1, from: 780, length: 135 };
  if (weekday === 0) return { back: 2, from: 915, length: 135 };
  return { back: 0, from: OPENS, length: CLOSES - OPENS };
}
