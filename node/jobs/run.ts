import type { PgBoss } from "pg-boss";
import { logOf } from "../log.ts";
import { Refusal } from "../refusal.ts";
import { JOBS_SCHEMA } from "./connection.ts";
import type { JobData, JobHandler } from "./types.ts";

const HEARTBEAT_EVERY_MS = 10_000;

interface Worker {
  readonly handler: JobHandler;
  readonly atOnce: number;
  running: number;
}

interface Fetched {
  readonly id: string;
  readonly data: unknown;
  readonly retryCount: number;
}

/** How a job ended. */
type Outcome = "done" | "failed" | "refused";
type Ended = (name: string, outcome: Outcome) => void;

/** Fetches due jobs and runs them. A Refusal ends a job for good; anything else thrown is tried again. */
export class JobRunner {
  readonly #boss: PgBoss;
  readonly #ended: Ended;
  readonly #workers = new Map<string, Worker>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();

  /** `ended` is called as each job ends: there is room for another. */
  constructor(boss: PgBoss, ended: Ended) {
    this.#boss = boss;
    this.#ended = ended;
  }

  add(name: string, handler: JobHandler, atOnce: number): void {
    this.#workers.set(name, { handler, atOnce, running: 0 });
  }

  /** Starts what is due and has room; returns how many. */
  async startDue(): Promise<number> {
    if (this.#stopping.signal.aborted) return 0;
    let started = 0;
    for (const name of await this.#dueNames()) {
      const worker = this.#workers.get(name);
      const room = worker ? worker.atOnce - worker.running : 0;
      if (!worker || room <= 0) continue;
      const jobs = await this.#boss.fetch<unknown>(name, { batchSize: room, includeMetadata: true });
      for (const job of jobs) this.#startOne(name, worker, job);
      started += jobs.length;
    }
    return started;
  }

  /** Gives back jobs whose process died, where there may be any. */
  async recover(): Promise<void> {
    const { rows } = await this.#boss
      .getDb()
      .executeSql(`select 1 from ${JOBS_SCHEMA}.job where state = 'active' limit 1`);
    if (rows.length > 0) await this.#boss.supervise();
  }

  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  abort(): void {
    this.#stopping.abort();
  }

  async #dueNames(): Promise<readonly string[]> {
    const { rows } = await this.#boss.getDb().executeSql(`select distinct name from ${JOBS_SCHEMA}.job
      where state < 'active' and start_after <= ${JOBS_SCHEMA}.job_now() and not blocked order by name`);
    return rows.map((row: { name: string }) => row.name);
  }

  #startOne(name: string, worker: Worker, job: Fetched): void {
    worker.running++;
    const run: Promise<void> = this.#runOne(name, worker, job).then((outcome) => {
      worker.running--;
      this.#underWay.delete(run);
      this.#ended(name, outcome);
    });
    this.#underWay.add(run);
  }

  async #runOne(name: string, worker: Worker, job: Fetched): Promise<Outcome> {
    const beat = setInterval(() => void this.#boss.touch(name, job.id).catch(() => {}), HEARTBEAT_EVERY_MS);
    try {
      const running = { id: job.id, attempt: job.retryCount + 1, signal: this.#stopping.signal };
      await worker.handler((job.data ?? {}) as JobData, running);
      // A job that is done leaves nothing behind.
      await this.#boss.deleteJob(name, job.id);
      await this.#noteDone(name);
      return "done";
    } catch (error) {
      await this.#giveBack(name, job, error);
      return error instanceof Refusal ? "refused" : "failed";
    } finally {
      clearInterval(beat);
    }
  }

  /** When a round last went well: failures before that need nobody's attention. */
  async #noteDone(name: string): Promise<void> {
    await this.#boss
      .getDb()
      .executeSql(`update job_schedules set done = ${JOBS_SCHEMA}.job_now() where name = $1`, [name]);
  }

  async #giveBack(name: string, job: Fetched, error: unknown): Promise<void> {
    const final = error instanceof Refusal;
    const facts = { name, id: job.id, attempt: job.retryCount + 1, error };
    logOf("jobs").warn(
      final ? "Job {name} {id} is refused: {error}" : "Job {name} {id} failed: {error}",
      facts,
    );
    const output = { error: error instanceof Error ? error.message : String(error) };
    try {
      await (final ? this.#boss.cancel(name, job.id) : this.#boss.fail(name, job.id, output));
    } catch (cause) {
      // The database is away: supervision finds the job without a heartbeat and gives it back.
      logOf("jobs").warn("Job {name} {id} could not be given back: {cause}", { name, id: job.id, cause });
    }
  }
}
