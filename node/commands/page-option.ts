import type { Call } from "./types.ts";
import { UsageFault } from "./usage-fault.ts";

/** The page that was asked for, from 1. */
export function pageOf(call: Call): number {
  const text = call.option("page") ?? "1";
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageFault(`${text} is no page: give a number from 1.`);
  return Number(text);
}
