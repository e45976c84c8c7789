import type { NodeContext } from "../context.ts";
import { JOBS_SCHEMA } from "./connection.ts";

export interface JobsRead {
  /** Due and not taken. */
  readonly waiting: number;
  /** When the job that is due longest, or the round that was missed first, should have begun; null when none is due. */
  readonly oldestDue: Date | null;
  /** Kinds of jobs that were given up since then and have not gone well afterwards. */
  readonly failed: readonly { readonly name: string; readonly count: number; readonly since: Date }[];
}

/** How it stands with the jobs, for the operator. */
export async function readJobs(ctx: NodeContext, failedSince: Date): Promise<JobsRead> {
  const { sql } = ctx;
  const job = sql`${sql(JOBS_SCHEMA)}.job`;
  const now = ctx.clock.now();
  const [due] = await sql<{ waiting: number; oldest: Date | null }[]>`
    select count(*) as waiting, least(min(start_after), (select min(next) from job_schedules where next <= ${now})) as oldest
    from ${job} where state in ('created', 'retry') and start_after <= ${now}`;
  const failed = await sql<{ name: string; count: number; since: Date }[]>`
    select f.name, count(*) as count, min(f.completed_on) as since from ${job} f
    where f.state = 'failed' and f.completed_on >= ${failedSince} and not exists (
      select 1 from job_schedules s where s.name = f.name and s.done > f.completed_on)
    group by f.name order by f.name`;
  return { waiting: due?.waiting ?? 0, oldestDue: due?.oldest ?? null, failed };
}
