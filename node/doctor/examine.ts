import type { NodeContext } from "../context.ts";
import { checkAudit } from "./check-audit.ts";
import { checkBackup } from "./check-backup.ts";
import { checkDatabase, checkMigrations } from "./check-database.ts";
import { checkDisk } from "./check-disk.ts";
import { checkErasures } from "./check-erasures.ts";
import { checkFileStore } from "./check-file-store.ts";
import { checkKeys } from "./check-keys.ts";
import { checkDigests, checkLanes } from "./check-lanes.ts";
import { checkLeads } from "./check-leads.ts";
import { checkAddress, checkPeers } from "./check-peers.ts";
import { checkReceipts } from "./check-receipts.ts";
import { checkRestoration } from "./check-restoration.ts";
import { checkConsumers, checkJobs, checkMail, checkProcesses } from "./check-work.ts";
import { CHECKS, type FindingCode, type Level } from "./codes.ts";
import { finding } from "./finding.ts";
import { withTimes } from "./remember.ts";
import type { Finding, Report } from "./types.ts";

/** What follows from a node that is stopped, and says nothing of its own. */
const OF_STANDING_STILL: readonly FindingCode[] = [
  "jobs.late",
  "consumers.behind",
  "index.behind",
  "mail.waiting",
  "lanes.old",
];

const LEVELS: readonly Level[] = ["act", "look", "ok"];

/**
 * Looks at everything a node needs and says how each is; the one place behind the command line and the page.
 * `running`: whether a process of this node runs; null when only the processes themselves know. `remember`: whether since when is written down; a page that is
 * only looked at writes nothing. A check that fails is a finding itself.
 */
export async function examineNode(
  ctx: NodeContext,
  { running, remember }: { running: boolean | null; remember: boolean },
): Promise<Report> {
  const checks: readonly (readonly [name: string, look: () => Promise<readonly Finding[]>])[] = [
    ["restored", () => checkRestoration(ctx)],
    ["processes", () => checkProcesses(ctx, running)],
    ["database", () => checkDatabase(ctx)],
    ["migrations", () => checkMigrations(ctx)],
    ["disk", () => checkDisk(ctx)],
    ["files", () => checkFileStore(ctx)],
    ["keys", () => checkKeys(ctx)],
    ["audit", () => checkAudit(ctx)],
    ["address", () => checkAddress(ctx)],
    ["peers", () => checkPeers(ctx)],
    ["receipts", () => checkReceipts(ctx)],
    ["erasures", () => checkErasures(ctx)],
    ["lanes", () => checkLanes(ctx)],
    ["digests", () => checkDigests(ctx)],
    ["jobs", () => checkJobs(ctx)],
    ["consumers", () => checkConsumers(ctx)],
    ["mail", () => checkMail(ctx)],
    ["leads", () => checkLeads(ctx)],
    ["backup", () => checkBackup(ctx)],
  ];
  const found = (await Promise.all(checks.map(([name, look]) => lookSafely(name, look)))).flat();
  const stopped = found.some((one) => one.code === "processes.stopped");
  const own = stopped ? found.filter((one) => !OF_STANDING_STILL.includes(one.code)) : found;
  return reportOf(ctx.clock.now(), await withTimes(ctx, own, remember));
}

/** A report over findings: gravest first, then in the order of the checks. */
export function reportOf(made: Date, findings: readonly Finding[]): Report {
  const rank = (one: Finding) =>
    LEVELS.indexOf(one.level) * 100 + CHECKS.findIndex((check) => one.code.startsWith(check));
  const sorted = findings.toSorted((a, b) => rank(a) - rank(b));
  return { made, findings: sorted, level: sorted[0]?.level ?? "ok" };
}

async function lookSafely(
  name: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [finding("check.failed", { name, reason }, { about: name })];
  }
}
