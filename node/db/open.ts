import postgres from "postgres";
import { arrayTypes } from "./array-types.ts";
import { lastingPool } from "./lasting-pool.ts";

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;
/** A piece of SQL with its parameters, to be placed inside another. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;
/** What a read needs: the pool, or a transaction. */
export type Reader = Sql | Tx;

/** The role that every read and write runs under. It owns nothing and cannot bypass row-level security. */
export const APP_ROLE = "moothall_app";

export interface OpenOptions {
  readonly connections?: number;
  /** Name shown in pg_stat_activity. */
  readonly name?: string;
  /** Run as the owner of the tables: migrations and sealing only. */
  readonly owner?: boolean;
}

/**
 * Opens a pool on PostgreSQL 18. Statements of a web request end after 15 s, a transaction left idle after 30 s,
 * a lock waited for after 5 s. Does not connect until the first query.
 */
export function openDatabase(url: string, options: OpenOptions = {}): Sql {
  return lastingPool((lost) => openPool(url, options, lost));
}

/**
 * Makes the first message longer than 1,024 bytes. postgres.js 3.4.9 keeps shorter ones for a moment; when a connection
 * is lost in it, the next one on its place never sends its first message, and who waits for it waits for 10 s (ADR 0003).
 */
export const SENT_AT_ONCE = "-".repeat(1_024);

function openPool(url: string, options: OpenOptions, lost: () => void): Sql {
  const owner = options.owner === true;
  return postgres(url, {
    max: options.connections ?? 10,
    connect_timeout: 10,
    backoff: pauseBeforeConnecting,
    onclose: lost,
    onnotice: () => {},
    connection: {
      application_name: options.name ?? "moothall",
      ...(owner ? {} : { role: APP_ROLE }),
      statement_timeout: owner ? 0 : 15_000,
      idle_in_transaction_session_timeout: 30_000,
      lock_timeout: owner ? 0 : 5_000,
      jit: "off",
      "moothall.opening": SENT_AT_ONCE,
      // Who looks, until a transaction names somebody (node/context.ts): the node itself.
      "moothall.viewer": "node",
    },
    fetch_types: false,
    types: {
      ...arrayTypes(),
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
    },
  });
}

/** True when PostgreSQL said that a unique constraint stands in the way; `constraint` narrows it to one. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  if (!(error instanceof postgres.PostgresError) || error.code !== "23505") return false;
  return constraint === undefined || error.constraint_name === constraint;
}

/** True when PostgreSQL ended a transaction because it and another waited for each other (40P01). */
export function isDeadlock(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === "40P01";
}

/** True when a statement took, or waited, longer than it may: the same may go well a moment later. */
export function isDatabaseBusy(error: unknown): boolean {
  return error instanceof postgres.PostgresError && ["55P03", "57014", "25P03"].includes(error.code);
}

/** True for errors that come of PostgreSQL being away, stopping or without room (25006: `watchRoom`), not of what was asked. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return /^(57P0[1-3]|08|53|25006)/.test(error.code);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(ECONN|EPIPE|ENOENT|CONNECT|CONNECTION_)/.test(code);
}

/** Seconds to wait after so many failures to connect. The driver's own rule waits up to 20 s after PostgreSQL is back. */
function pauseBeforeConnecting(failures: number): number {
  return Math.min(1, 0.05 * 2 ** failures) * (0.75 + Math.random() / 4);
}
