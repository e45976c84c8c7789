import { run } from "../../node/commands/run.ts";
import type { Io } from "../../node/commands/types.ts";
import { readConfig } from "../../node/config.ts";
import type { TestNode } from "./context.ts";

/** A word of a command, or what the command line finds outside instead of the usual. */
export type Word = string | { readonly [K in keyof Io]?: NonNullable<Io[K]> };

export interface Shell {
  /** Runs one command as a shell would. */
  readonly call: (...words: Word[]) => Promise<{ code: number; out: string; err: string }>;
  /** How often the node or its database was opened, and closed, so far. */
  readonly opened: () => number;
  readonly closed: () => number;
}

/** The command line over a test's node. */
export function shellOn(node: () => TestNode): Shell {
  let [opened, closed] = [0, 0];
  const close = async () => void closed++;
  const call: Shell["call"] = async (...words) => {
    const out: string[] = [];
    const err: string[] = [];
    const environment = words.find((word) => typeof word === "object")?.environment ?? {
      MOOTHALL_NODE_NAME: "Sunderland Communities",
      DATABASE_URL: "postgresql://me:hunter2@db.example/moothall",
    };
    const io: Io = {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      environment,
      config: () => readConfig(environment),
      open: async () => {
        opened++;
        return { ctx: node().ctx, stop: close };
      },
      database: async () => {
        opened++;
        return { url: node().database.url, stop: close };
      },
      ...words.find((word) => typeof word === "object"),
    };
    const code = await run(
      words.filter((word) => typeof word === "string"),
      io,
    );
    return { code, out: out.join("\n"), err: err.join("\n") };
  };
  return { call, opened: () => opened, closed: () => closed };
}
