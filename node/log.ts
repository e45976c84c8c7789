import { getLogger, type Logger } from "@logtape/logtape";

export type Log = Logger;

/** The log of one part of a node. Lines never hold content, keys, addresses of people or query text. */
export function logOf(part: string): Log {
  return getLogger(["moothall", part]);
}
