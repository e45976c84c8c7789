import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";

/** Sets how often a job comes round; the first time is now. Setting it again keeps its rhythm. */
export async function setSchedule(ctx: NodeContext, name: string, everySeconds: number): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.sql`insert into job_schedules (name, every_seconds, next) values (${name}, ${everySeconds}, ${tx.now})
      on conflict (name) do update set every_seconds = excluded.every_seconds,
        next = least(job_schedules.next, ${new Date(tx.now.getTime() + everySeconds * 1000)})
      where job_schedules.every_seconds <> excluded.every_seconds`;
  });
}

/** Sends the jobs whose time has come. Rounds that were missed while nothing ran are one round. */
export async function takeDueSchedules(
  ctx: NodeContext,
  send: (name: string, tx: WriteContext) => Promise<boolean>,
): Promise<void> {
  const [due] = await ctx.sql`select 1 from job_schedules where next <= ${ctx.clock.now()} limit 1`;
  if (!due) return;
  await inTransaction(ctx, async (tx) => {
    const rows = await tx.sql<{ name: string; every_seconds: number }[]>`
      select name, every_seconds from job_schedules where next <= ${tx.now} for update skip locked`;
    for (const row of rows) {
      await send(row.name, tx);
      const next = new Date(tx.now.getTime() + row.every_seconds * 1000);
      await tx.sql`update job_schedules set next = ${next} where name = ${row.name}`;
    }
  });
}
