import type { NodeContext } from "../../node/context.ts";

/** Counts what a node asks of PostgreSQL: each statement as it is prepared, without its values. */
export interface Statements {
  /** What was asked since the last call. */
  take(): readonly string[];
}

/** What the queue asks by its own clock, whoever is answered meanwhile, and the ends of transactions, which it has too. */
const OF_THE_QUEUE = /pgboss|SET LOCAL lock_timeout = 30000|^(?:begin|commit|rollback)\b/;

/** Listens to everything that a node asks from now on, through the hook that the driver has for it. */
export function statementsOf({ sql }: NodeContext): Statements {
  let asked: string[] = [];
  const debug = (_connection: number, statement: string) => {
    if (!OF_THE_QUEUE.test(statement)) asked.push(statement.replaceAll(/\s+/g, " ").trim());
  };
  Object.assign(sql.options, { debug });
  return {
    take() {
      const taken = asked;
      asked = [];
      return taken.sort();
    },
  };
}
