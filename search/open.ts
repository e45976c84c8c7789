import type { QueueProbe, SearchEngine } from "./engine.ts";
import type { Sql } from "./port.ts";
import { postgresEngine } from "./postgres/engine.ts";

export interface SearchOptions {
  readonly engine: "postgres";
  readonly sql: Sql;
  readonly clock: { now(): Date };
  readonly queue?: QueueProbe;
}

/** The engine that the configuration names; call `open()` before the first use and `close()` at the end. */
export function openSearch(options: SearchOptions): SearchEngine {
  switch (options.engine) {
    case "postgres":
      return postgresEngine(options);
  }
}
