import type { WriteContext } from "../context.ts";

/** What a job carries: ids and small facts, never text of people. */
export type JobData = Readonly<Record<string, string | number | boolean | null>>;

export interface RunningJob {
  readonly id: string;
  /** 1 at the first try. */
  readonly attempt: number;
  /** Aborted when the process stops: a long handler leaves the rest to the next try. */
  readonly signal: AbortSignal;
}

export type JobHandler = (data: JobData, job: RunningJob) => Promise<void>;

export interface JobOptions {
  /** Tries after the first. Default 5. */
  readonly retryLimit?: number;
  /** Pause before the second try; doubles each time, up to an hour. Default 5. */
  readonly retryDelaySeconds?: number;
  /** Jobs of this name that this process works on at once. Default 1. */
  readonly atOnce?: number;
}

export interface SendOptions {
  /** Sends within this transaction: rolled back with it. */
  readonly tx?: WriteContext;
  readonly startAfter?: Date;
  /** At most one job of this name and key waits, while another may run. Without it every sending is a job. */
  readonly singletonKey?: string;
}

export interface Jobs {
  /** Says what does a job. Every process defines all of them; only workers `start`. */
  define(name: string, handler: JobHandler, options?: JobOptions): Promise<void>;
  /** Puts a job in the queue; false when one of its key is waiting. */
  send(name: string, data: JobData, options?: SendOptions): Promise<boolean>;
  /** Has a job sent every so many seconds by the node's clock, once for all processes; the first at once. */
  schedule(name: string, everySeconds: number): Promise<void>;
  /** Works until `stop`. */
  start(): void;
  /** Does everything that is due now; returns how many jobs ran. */
  drain(): Promise<number>;
  /** Lets the jobs under way end. */
  stop(): Promise<void>;
}
