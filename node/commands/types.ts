import type { Config, Environment } from "../config.ts";
import type { NodeContext } from "../context.ts";

/** What the command line needs from outside; tests give their own. */
export interface Io {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly environment: Environment;
  /** Reads all settings; throws ConfigFaults. */
  readonly config: () => Config;
  /** Opens the node on its data folder, running or not; throws StartRefusal. */
  readonly open: (config: Config) => Promise<OpenedNode>;
  /** Opens the database as it is, without bringing it to this release; throws StartRefusal. */
  readonly database: (config: Config) => Promise<OpenedDatabase>;
}

export interface OpenedDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

export interface OpenedNode {
  readonly ctx: NodeContext;
  stop(): Promise<void>;
}

export type Cell = string | number | boolean | Date | null;

/** What a verb has to say: a table, or lines. `--json` prints `json`, or the rows by their columns. */
export type Answer =
  | {
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
      /** Said instead of an empty table. */
      readonly empty: string;
      readonly json?: unknown;
    }
  | {
      readonly lines: readonly string[];
      readonly json: unknown;
      /** Exit code, where it says more than that the command was done. */
      readonly code?: number;
    };

export interface Option {
  readonly name: string;
  /** Placeholder of its value; a flag has none. */
  readonly value?: string;
  readonly about: string;
  readonly required?: boolean;
}

/** One call, its words sorted. */
export interface Call {
  readonly words: readonly string[];
  /** Value of an option, or null. */
  readonly option: (name: string) => string | null;
  readonly flag: (name: string) => boolean;
  readonly io: Io;
}

interface AnyVerb {
  /** Empty for a noun that does one thing only. */
  readonly name: string;
  readonly about: string;
  /** What comes behind, for the help: `<address>`. */
  readonly takes: string;
  readonly least: number;
  readonly most: number;
  readonly options: readonly Option[];
}

export interface NodeVerb extends AnyVerb {
  readonly needs: "node";
  readonly run: (ctx: NodeContext, call: Call) => Promise<Answer>;
}

/** Works without the database, or opens it by itself. */
export interface SettingsVerb extends AnyVerb {
  readonly needs: "settings";
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

/** Works on the database whatever release it is of. */
export interface DatabaseVerb extends AnyVerb {
  readonly needs: "database";
  readonly run: (url: string, call: Call) => Promise<Answer>;
}

export type Verb = NodeVerb | SettingsVerb | DatabaseVerb;

export interface Noun {
  readonly name: string;
  readonly about: string;
  readonly verbs: readonly Verb[];
}
