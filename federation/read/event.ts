import { lineOf } from "../../node/text/visible.ts";
import { escaped } from "../objects/escape.ts";
import { instantOf, manyOf, recordOf } from "./values.ts";

/** When and where an `Event` is, as one line in front of its text: times as their organiser wrote them. */
export function eventLineOf(object: Readonly<Record<string, unknown>>): string {
  const place = manyOf(object.location)
    .map((item) => recordOf(item)?.name)
    .flatMap((name) => (typeof name === "string" ? [lineOf(name, 200)] : []))
    .join(", ");
  const times = [object.startTime, object.endTime].flatMap(clockOf);
  return [times.join(" – "), place].filter((part) => part !== "").join(" · ");
}

/** "2026-05-14 09:00" of "2026-05-14T09:00:00+01:00"; the time there, not ours. */
function clockOf(value: unknown): string[] {
  return typeof value === "string" && instantOf(value) !== null
    ? [`${value.slice(0, 10)} ${value.slice(11, 16)}`]
    : [];
}

/** The choices of a poll as a list under its text: shown, not voted on. */
export function choicesOf(object: Readonly<Record<string, unknown>>): string {
  const names = [...manyOf(object.oneOf), ...manyOf(object.anyOf)]
    .slice(0, 20)
    .map((choice) => recordOf(choice)?.name)
    .flatMap((name) => (typeof name === "string" ? [`<li>${escaped(lineOf(name, 200))}</li>`] : []));
  return names.length === 0 ? "" : `<ul>${names.join("")}</ul>`;
}
