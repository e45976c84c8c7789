import type { Lateness } from "../posts/types.ts";
import { textOf } from "./print.ts";

const CAUSES: Readonly<Record<Lateness["cause"], string>> = {
  "not-answering": "not answering",
  "certificate-expired": "certificate expired",
  certificate: "certificate not valid",
  "name-not-found": "name not found in DNS",
  refusing: "refuses our letters",
  busy: "busy",
  error: "reports a fault of its own",
};

/** Why a node does not take what it is sent, in words. */
export function causeInWords(cause: Lateness["cause"]): string {
  return CAUSES[cause];
}

/** Why a node is late and since when, in words. */
export function latenessOf(late: Pick<Lateness, "cause" | "since">): string {
  return `${causeInWords(late.cause)} since ${textOf(late.since)}`;
}
