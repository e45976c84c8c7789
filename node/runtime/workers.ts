import { lapseAppeals } from "../appeals/lapse.ts";
import { settleAppeals } from "../appeals/settle.ts";
import { sealAudit } from "../audit/seal.ts";
import { type ApplyTogether, type Follower, followChanges } from "../changes/follow.ts";
import type { NodeContext } from "../context.ts";
import { examineNode } from "../doctor/examine.ts";
import { type Presence, showPresence } from "../doctor/presence.ts";
import { probeErasures } from "../erasures/probe.ts";
import { checkWaiting } from "../files/scan.ts";
import { sweepFiles } from "../files/sweep.ts";
import { remindInvited, returnBounced } from "../invitations/look-after.ts";
import { openJobs } from "../jobs/open.ts";
import type { Jobs } from "../jobs/types.ts";
import type { SendDelivery } from "../lanes/run.ts";
import { type LaneWorker, openLaneWorker } from "../lanes/work.ts";
import { type Mails, openMails } from "../mail/send.ts";
import { lapseSuspensions } from "../memberships/lapse.ts";
import { settleReports } from "../moderation/settle.ts";
import { sendDigests } from "../notifications/digest.ts";
import { NOTICE_MAILS } from "../notifications/mails.ts";
import { isRemovedNow } from "../posts/shown.ts";
import { probeReceipts } from "../receipts/probe.ts";
import { startJobs } from "./rhythms.ts";
import { sweepNode } from "./sweep.ts";
import { tellEverybody } from "./tell-everybody.ts";

/** What federation/ and search/ do in the background of a node. */
export interface Outside {
  readonly send: SendDelivery;
  readonly index: ApplyTogether;
  readonly keepUp: {
    wake(): void;
    drain(): Promise<number>;
    syncAll(): Promise<void>;
    start(): void;
    stop(): Promise<void>;
  };
  /** Brings the files of posts from other councils. */
  readonly files: {
    wake(): void;
    drain(): Promise<number>;
    start(): void;
    stop(): Promise<void>;
  };
  /** Builds the search index anew when it says that it must be (first start, another engine, a broken table). */
  readonly mendSearch: () => Promise<void>;
  /** Nightly upkeep of the search index. */
  readonly tidySearch: () => Promise<void>;
}

/** What a node does in the background, in the order in which one thing brings the next. */
export const WORK_PARTS = ["lanes", "keep-up", "files", "index", "reports", "notices", "mails"] as const;
export type WorkPart = (typeof WORK_PARTS)[number];

export interface Workers {
  wake(what: "lanes" | "changes" | "mails" | "files"): void;
  /** Runs in this process until `stop`. */
  start(): void;
  /**
   * Does everything that is due until nothing moves, or only these parts; for tests, the demo and the command line.
   * Returns what was done.
   */
  settle(parts?: readonly WorkPart[]): Promise<number>;
  stop(): Promise<void>;
}

/** The background work of a node: lanes, the consumers of the record, mails, jobs, and keeping up with other nodes. */
export async function openWorkers(ctx: NodeContext, outside: Outside): Promise<Workers> {
  const index = followChanges(ctx, "index", (tx, change) => outside.index(tx, [change]), {
    together: outside.index,
  });
  const notify = followChanges(ctx, "notify", tellEverybody);
  const reports = followChanges(ctx, "reports", async (tx, change) => {
    await settleReports(tx, change);
    await settleAppeals(tx, change);
  });
  const mails = openMails(ctx, NOTICE_MAILS);
  const jobs = await openJobs(ctx);
  await defineJobs(ctx, jobs, outside);
  const lanes = openLaneWorker(ctx, outside.send);
  return workersOver({ ctx, index, notify, reports, mails, jobs, lanes, outside });
}

async function defineJobs(ctx: NodeContext, jobs: Jobs, outside: Outside): Promise<void> {
  await jobs.define("digests", async (_data, job) => {
    await sendDigests(ctx, job.signal);
  });
  await jobs.define("sync", () => outside.keepUp.syncAll());
  await jobs.define("sweep", () => sweepNode(ctx));
  await jobs.define("probe", async () => {
    await probeReceipts(ctx, isRemovedNow);
    await probeErasures(ctx);
  });
  await jobs.define("seal-audit", async () => void (await sealAudit(ctx)));
  await jobs.define("files", async () => {
    await checkWaiting(ctx);
    await sweepFiles(ctx);
  });
  await jobs.define("lapse", async () => {
    await lapseSuspensions(ctx);
    await lapseAppeals(ctx);
    await returnBounced(ctx);
    await remindInvited(ctx);
  });
  await jobs.define("doctor", async () => {
    await examineNode(ctx, { running: true, remember: true });
  });
  await jobs.define("mend-search", () => outside.mendSearch());
  await jobs.define("tidy-search", () => outside.tidySearch());
}

interface Parts {
  readonly ctx: NodeContext;
  readonly index: Follower;
  readonly notify: Follower;
  readonly reports: Follower;
  readonly mails: Mails;
  readonly jobs: Jobs;
  readonly lanes: LaneWorker;
  readonly outside: Outside;
}

function workersOver(parts: Parts): Workers {
  const { index, notify, reports, mails, jobs, lanes, outside } = parts;
  const ending = new AbortController();
  let presence: Presence | null = null;
  return {
    wake(what) {
      if (what === "lanes") lanes.wake();
      if (what === "mails") mails.wake();
      if (what === "files") outside.files.wake();
      if (what !== "changes") return;
      index.wake();
      notify.wake();
      reports.wake();
      outside.keepUp.wake();
    },
    start() {
      presence ??= showPresence(parts.ctx);
      for (const worker of [index, notify, reports, mails, lanes, outside.keepUp, outside.files])
        worker.start();
      void startJobs(jobs, ending.signal);
    },
    settle: (wanted = WORK_PARTS) => drain(parts, wanted),
    async stop() {
      ending.abort();
      await Promise.all([
        presence?.stop(),
        lanes.stop(),
        outside.keepUp.stop(),
        outside.files.stop(),
        index.stop(),
        notify.stop(),
        reports.stop(),
        mails.stop(),
        jobs.stop(),
      ]);
    },
  };
}

async function drain(parts: Parts, wanted: readonly WorkPart[]): Promise<number> {
  const drains: Readonly<Record<WorkPart, () => Promise<number>>> = {
    lanes: () => parts.lanes.drain(),
    "keep-up": () => parts.outside.keepUp.drain(),
    files: () => parts.outside.files.drain(),
    index: () => parts.index.drain(),
    reports: () => parts.reports.drain(),
    notices: () => parts.notify.drain(),
    mails: () => parts.mails.drain(),
  };
  let done = 0;
  for (const part of wanted) done += await drains[part]();
  return done;
}
