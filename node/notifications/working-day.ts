/** A day of the calendar: `2026-11-23`. */
export type Day = string;

// Councils work in the United Kingdom's time, whatever the zone of the machine.
const UK = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/London",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const DAY_MS = 86_400_000;

/** The UK's day and hour at an instant. */
export function ukDayAndHour(instant: Date): { readonly day: Day; readonly hour: number } {
  const parts = Object.fromEntries(UK.formatToParts(instant).map((part) => [part.type, part.value]));
  return { day: `${parts.year}-${parts.month}-${parts.day}`, hour: Number(parts.hour) };
}

/** The instant at which a day reaches an hour in the UK; the first of two where the clocks go back. */
export function ukInstant(day: Day, hour: number): Date {
  const utc = Date.parse(`${day}T${String(hour).padStart(2, "0")}:00:00Z`);
  const summer = new Date(utc - 3_600_000);
  const there = ukDayAndHour(summer);
  return there.day === day && there.hour === hour ? summer : new Date(utc);
}

/** Monday to Friday, without the bank holidays of England and Wales. */
export function isWorkingDay(day: Day): boolean {
  const weekday = weekdayOf(day);
  return weekday >= 1 && weekday <= 5 && !bankHolidays(Number(day.slice(0, 4))).has(day);
}

/** The first working day of the week (from Monday) that a day lies in, or null in a week without one. */
export function firstWorkingDay(day: Day): Day | null {
  const monday = plusDays(day, -((weekdayOf(day) + 6) % 7));
  for (let i = 0; i < 5; i++) if (isWorkingDay(plusDays(monday, i))) return plusDays(monday, i);
  return null;
}

export function plusDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** gov.uk/bank-holidays: three Mondays, Easter, and the fixed days with their substitutes. */
function bankHolidays(year: number): ReadonlySet<Day> {
  const easter = easterSunday(year);
  const christmas = substituted(`${year}-12-25`, []);
  return new Set([
    substituted(`${year}-01-01`, []),
    plusDays(easter, -2),
    plusDays(easter, 1),
    mondayFrom(`${year}-05-01`),
    mondayFrom(`${year}-05-25`),
    mondayFrom(`${year}-08-25`),
    christmas,
    substituted(`${year}-12-26`, [christmas]),
  ]);
}

function substituted(day: Day, taken: readonly Day[]): Day {
  let found = day;
  while (weekdayOf(found) === 0 || weekdayOf(found) === 6 || taken.includes(found))
    found = plusDays(found, 1);
  return found;
}

function mondayFrom(day: Day): Day {
  return plusDays(day, (8 - weekdayOf(day)) % 7);
}

// The anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).
function easterSunday(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = b - Math.floor(b / 4) - Math.floor((8 * b + 13) / 25);
  const h = (19 * a + d + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  const month = String(Math.floor(n / 31)).padStart(2, "0");
  return `${year}-${month}-${String((n % 31) + 1).padStart(2, "0")}`;
}
