import type { VNode } from "preact";
import { useSpeech } from "./speech.tsx";

export interface TimeProps {
  readonly at: Date;
  /** `full`: 21 November 2026 at 9:00 (the default); `date`: 21 November 2026; `short`: 21 Nov 2026. */
  readonly as?: "full" | "date" | "short";
}

/** A moment, always absolute: "2 days ago" is wrong as soon as a page is kept or printed. */
export function Time({ at, as = "full" }: TimeProps): VNode {
  const { dateOf, shortDateOf, dateTimeOf } = useSpeech();
  const text = { full: dateTimeOf, date: dateOf, short: shortDateOf }[as](at);
  return <time datetime={at.toISOString()}>{text}</time>;
}
