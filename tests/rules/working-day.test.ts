import { expect, test } from "vitest";
import { digestTimes } from "../../node/notifications/digest.ts";
import {
  firstWorkingDay,
  isWorkingDay,
  ukDayAndHour,
  ukInstant,
} from "../../node/notifications/working-day.ts";

test("Working mornings are Monday to Friday without bank holidays, by the clock in the United Kingdom", () => {
  // gov.uk/bank-holidays, England and Wales.
  const holidays = [
    "2026-12-25",
    "2026-12-28",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
    "2027-05-03",
    "2027-05-31",
    "2027-08-30",
    "2027-12-27",
    "2027-12-28",
  ];
  expect(holidays.filter(isWorkingDay)).toEqual([]);
  expect(["2026-11-21", "2026-11-22"].filter(isWorkingDay)).toEqual([]);
  expect(
    ["2026-11-20", "2026-11-23", "2026-12-24", "2026-12-29", "2027-03-30"].filter(
      (day) => !isWorkingDay(day),
    ),
  ).toEqual([]);
  expect(firstWorkingDay("2027-05-05")).toBe("2027-05-04");
  expect(ukDayAndHour(new Date("2027-06-30T23:30:00Z"))).toEqual({ day: "2027-07-01", hour: 0 });
  expect(ukInstant("2027-06-30", 8).toISOString()).toBe("2027-06-30T07:00:00.000Z");
  expect(ukInstant("2027-01-05", 8).toISOString()).toBe("2027-01-05T08:00:00.000Z");
});

test("Lists are due from the hour a person chose; weekly ones from the first working morning of the week on", () => {
  const tuesday = digestTimes(new Date("2026-11-24T09:30:00Z"));
  expect(tuesday?.daily.map(({ hour }) => hour)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(tuesday?.weekly).toHaveLength(24);
  expect(tuesday?.weekly[8]?.at.toISOString()).toBe("2026-11-23T08:00:00.000Z");
  expect(digestTimes(new Date("2026-11-22T12:00:00Z"))).toBeNull();
});
