import { isLoopbackOrigin } from "../config.ts";
import type { NodeContext } from "../context.ts";
import { readJobs } from "../jobs/read.ts";
import { finding, minutesBetween, orFine } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import { readProcesses } from "./presence.ts";
import type { Finding } from "./types.ts";

/** Whether something works in the background. `running`: whether a process of this node runs; null when only they know. */
export async function checkProcesses(ctx: NodeContext, running: boolean | null): Promise<readonly Finding[]> {
  const processes = await readProcesses(ctx);
  const silent = new Date(ctx.clock.now().getTime() - LIMITS.workerSilent);
  const alive = processes.filter((one) => one.seen > silent);
  if (running === false || (running === null && alive.length === 0))
    return [finding("processes.stopped", {}, { since: processes[0]?.seen ?? null })];
  const workers = processes.filter((one) => one.role !== "web");
  if (!workers.some((one) => one.seen > silent))
    return [finding("processes.worker", {}, { since: workers[0]?.seen ?? null })];
  return [finding("processes.fine", { count: alive.length })];
}

/** Jobs that nobody takes, and jobs that were given up. */
export async function checkJobs(ctx: NodeContext): Promise<readonly Finding[]> {
  const now = ctx.clock.now();
  const { oldestDue, waiting, failed } = await readJobs(ctx, new Date(now.getTime() - LIMITS.lately));
  const found: Finding[] = [];
  if (oldestDue !== null && now.getTime() - oldestDue.getTime() > LIMITS.workLate)
    found.push(
      finding("jobs.late", { waiting, minutes: minutesBetween(oldestDue, now) }, { since: oldestDue }),
    );
  for (const { name, count, since } of failed)
    found.push(finding("jobs.failed", { name, count }, { about: name, since }));
  return orFine(found, finding("jobs.fine", { waiting }));
}

/** How far the consumers of the record have come, search among them, and what they set aside. */
export async function checkConsumers(ctx: NodeContext): Promise<readonly Finding[]> {
  const now = ctx.clock.now();
  const late = new Date(now.getTime() - LIMITS.workLate);
  const rows = await ctx.sql<{ name: string; count: number; oldest: Date | null }[]>`
    select i.name, w.count, w.oldest from consumers i, lateral (
      select count(*) as count, min(happened) as oldest from (
        select c.happened from changes c where (c.xid, c.position) > (i.xid, i.position)
        order by c.xid, c.position limit 1000) waiting) w order by i.name`;
  const behind = rows.flatMap(({ name, count, oldest }) => {
    if (oldest === null || oldest > late) return [];
    const facts = { name, count, minutes: minutesBetween(oldest, now) };
    return [
      finding(name === "index" ? "index.behind" : "consumers.behind", facts, { about: name, since: oldest }),
    ];
  });
  const aside = await ctx.sql<{ name: string; count: number; since: Date }[]>`
    select consumer as name, count(*) as count, min(set_aside) as since from consumer_failures
    where set_aside is not null group by consumer order by consumer`;
  const asides = aside.map(({ name, count, since }) =>
    finding("consumers.aside", { name, count }, { about: name, since }),
  );
  const index = behind.filter((one) => one.code === "index.behind");
  const others = [...behind.filter((one) => one.code !== "index.behind"), ...asides];
  return [...orFine(others, finding("consumers.fine")), ...orFine(index, finding("index.fine"))];
}

/** The mail server, mails that wait, and mails that were given up lately. */
export async function checkMail(ctx: NodeContext): Promise<readonly Finding[]> {
  const now = ctx.clock.now().getTime();
  const lately = new Date(now - LIMITS.lately);
  const late = new Date(now - LIMITS.mailLate);
  const [row] = await ctx.sql<{ failed: number; since: Date | null; waiting: number; oldest: Date | null }[]>`
    select count(*) filter (where failed >= ${lately}) as failed, min(failed) filter (where failed >= ${lately}) as since,
      count(*) filter (where failed is null and created < ${late}) as waiting,
      min(created) filter (where failed is null and created < ${late}) as oldest
    from mails where sent is null and (due <= ${ctx.clock.now()} or attempts > 0)`;
  const greeting = await ctx.ports.mail.check();
  const found: Finding[] = [];
  if (greeting.outcome === "refused") found.push(finding("mail.refused", { error: greeting.error }));
  if (greeting.outcome === "kept")
    found.push(finding(isLoopbackOrigin(ctx.iris.origin) ? "mail.trial" : "mail.kept"));
  if (row && row.waiting > 0)
    found.push(finding("mail.waiting", { count: row.waiting }, { since: row.oldest }));
  if (row && row.failed > 0) found.push(finding("mail.failed", { count: row.failed }, { since: row.since }));
  return orFine(found, finding("mail.fine"));
}
