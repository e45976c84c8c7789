import type { WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";

const MOST_TRIES = 5;
const LONGEST_ERROR = 500;

/** Changes that a consumer failed on and will try again, with the time from which it may. */
export async function listFailing(tx: WriteContext, consumer: string): Promise<ReadonlyMap<string, Date>> {
  const rows = await tx.sql<{ change_id: string; due: Date }[]>`
    select change_id, due from consumer_failures where consumer = ${consumer} and set_aside is null`;
  return new Map(rows.map((row) => [row.change_id, row.due]));
}

/** Remembers that a consumer failed on a change; true when it has now been tried often enough and is set aside. */
export async function noteFailure(
  tx: WriteContext,
  consumer: string,
  changeId: string,
  error: unknown,
): Promise<boolean> {
  const text = String(error instanceof Error ? error.message : error).slice(0, LONGEST_ERROR);
  const [row] = await tx.sql<{ attempts: number }[]>`
    insert into consumer_failures (consumer, change_id, attempts, due, error)
    values (${consumer}, ${changeId}, 1, ${laterBy(tx.now, 1)}, ${text})
    on conflict (consumer, change_id) do update set attempts = consumer_failures.attempts + 1, error = excluded.error
    returning attempts`;
  const attempts = row?.attempts ?? MOST_TRIES;
  const aside = attempts >= MOST_TRIES;
  await tx.sql`update consumer_failures set due = ${laterBy(tx.now, 2 ** (attempts - 1))},
    set_aside = ${aside ? tx.now : null} where consumer = ${consumer} and change_id = ${changeId}`;
  return aside;
}

/** A change that failed before went well after all. */
export async function forgetFailure(tx: WriteContext, consumer: string, changeId: string): Promise<void> {
  await tx.sql`delete from consumer_failures where consumer = ${consumer} and change_id = ${changeId}
    and set_aside is null`;
}

/** Changes that consumers have set aside, for the operator: newest first, at most 100. */
export function listSetAside(sql: Reader): Promise<readonly SetAside[]> {
  return sql<SetAside[]>`select consumer, change_id as "changeId", error, set_aside as "setAside"
    from consumer_failures where set_aside is not null order by set_aside desc limit 100`;
}

export interface SetAside {
  readonly consumer: string;
  readonly changeId: string;
  readonly error: string;
  readonly setAside: Date;
}

function laterBy(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
