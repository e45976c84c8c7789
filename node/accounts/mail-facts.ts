import type { AnyContext } from "../context.ts";
import type { Language } from "./types.ts";

/** Whom to turn to, as a fact of a mail; empty, and so without its line, where nobody is named. */
export function contactFact(ctx: AnyContext): string {
  const { contact } = ctx.config;
  return contact ? `${contact.name} (${contact.email})` : "";
}

/** A time in words, as a fact of a mail: `21 November 2026 at 09:00`, in UK time. */
export function whenFact(when: Date, language: Language): string {
  const format = new Intl.DateTimeFormat(language === "cy" ? "cy-GB" : "en-GB", {
    timeZone: "Europe/London",
    dateStyle: "long",
    timeStyle: "short",
    hourCycle: "h23",
  });
  return format.format(when);
}
