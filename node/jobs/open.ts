import { PgBoss } from "pg-boss";
import type { NodeContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { logOf } from "../log.ts";
import { JOBS_SCHEMA, jobsDatabase, jobsTransaction } from "./connection.ts";
import { type Loop, startLoop } from "./loop.ts";
import { JobRunner } from "./run.ts";
import { setSchedule, takeDueSchedules } from "./schedule.ts";
import type { JobData, JobHandler, JobOptions, Jobs, SendOptions } from "./types.ts";

const SUPERVISE_SECONDS = 15;
/** A job whose process has said nothing for so long is tried again. */
const HEARTBEAT_SECONDS = 30;

/**
 * Opens the queue for all work that is neither a delivery nor following the record: rounds, clean-ups, back-fill.
 * At least once: a job whose process died is tried again. Throws when `installJobs` has not run for this release.
 */
export async function openJobs(ctx: NodeContext): Promise<Jobs> {
  const boss = new PgBoss({
    db: jobsDatabase(ctx.sql, ctx.clock),
    schema: JOBS_SCHEMA,
    migrate: false,
    schedule: false,
    supervise: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    // The application's role owns nothing, so it could not rebuild an index.
    reindex: false,
    monitorVacuum: false,
  });
  boss.on("error", (error) => logOf("jobs").error("The job queue reports: {error}", { error }));
  return new JobQueue(ctx, await boss.start());
}

class JobQueue implements Jobs {
  readonly #ctx: NodeContext;
  readonly #boss: PgBoss;
  readonly #runner: JobRunner;
  #loop: Loop | null = null;

  constructor(ctx: NodeContext, boss: PgBoss) {
    this.#ctx = ctx;
    this.#boss = boss;
    this.#runner = new JobRunner(boss, (name, outcome) => {
      ctx.metrics.job(name, outcome);
      this.#loop?.wake();
    });
  }

  async define(name: string, handler: JobHandler, options: JobOptions = {}): Promise<void> {
    const settings = queueSettings(options);
    await this.#boss.createQueue(name, { ...settings, policy: "short" });
    await this.#boss.updateQueue(name, settings);
    this.#runner.add(name, handler, options.atOnce ?? 1);
  }

  async send(name: string, data: JobData, options: SendOptions = {}): Promise<boolean> {
    const { tx, startAfter, singletonKey } = options;
    const id = await this.#boss.send(name, data, {
      // Of one name and key one waits; without a key every job has one of its own.
      singletonKey: singletonKey ?? newUuid(this.#ctx.clock.now()),
      ...(startAfter ? { startAfter } : {}),
      ...(tx ? { db: jobsTransaction(tx.sql, this.#ctx.clock) } : {}),
    });
    if (tx) tx.afterCommit(() => this.#loop?.wake());
    else this.#loop?.wake();
    return id !== null;
  }

  schedule(name: string, everySeconds: number): Promise<void> {
    return setSchedule(this.#ctx, name, everySeconds);
  }

  start(): void {
    const run = async () => {
      await this.#round();
      return false;
    };
    this.#loop ??= startLoop({ everySeconds: 1, log: logOf("jobs"), run });
  }

  async drain(): Promise<number> {
    await this.#runner.recover();
    let total = 0;
    for (;;) {
      const started = await this.#round();
      await this.#runner.settled();
      if (started === 0) return total;
      total += started;
    }
  }

  async stop(): Promise<void> {
    this.#runner.abort();
    await this.#loop?.stop();
    await this.#runner.settled();
    await this.#boss.stop({ graceful: false, close: false });
  }

  async #round(): Promise<number> {
    await takeDueSchedules(this.#ctx, (name, tx) => this.send(name, {}, { tx, singletonKey: "schedule" }));
    return this.#runner.startDue();
  }
}

function queueSettings(options: JobOptions) {
  return {
    retryLimit: options.retryLimit ?? 5,
    retryDelay: options.retryDelaySeconds ?? 5,
    retryBackoff: true,
    retryDelayMax: 3600,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: 3600,
    deleteAfterSeconds: 14 * 86_400,
  };
}
