import type { Reader } from "./db/open.ts";

/** What a read needs: a pool or a transaction. */
export interface Reading {
  readonly sql: Reader;
}

/** Page size of every list. */
export const PAGE_SIZE = 25;
