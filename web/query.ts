import { uuidOf } from "../node/ids.ts";
import { refuse } from "../node/refusal.ts";
import type { WebContext } from "./env.ts";

/** A whole number from 1 in the query; 1 where there is none or something else. */
export function numberIn(c: WebContext, name: string): number {
  const value = c.req.query(name) ?? "1";
  return /^[1-9]\d{0,5}$/.test(value) ? Number(value) : 1;
}

/** One of the allowed values in the query, else the first. */
export function oneOf<const T extends string>(c: WebContext, name: string, allowed: readonly [T, ...T[]]): T {
  const value = c.req.query(name);
  return allowed.find((one) => one === value) ?? allowed[0];
}

/** The row id behind an id in the path; what is none refuses `not-found`, like what is not there. */
export function idIn(c: WebContext, name: string): string {
  return uuidOf(c.req.param(name) ?? "") ?? refuse("not-found");
}
