import { isLoopbackOrigin } from "../config.ts";
import type { NodeContext } from "../context.ts";
import { readSetting } from "../settings/store.ts";
import { finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import type { Finding } from "./types.ts";

/** How old the last backup is; of a trial, and of a database that runs elsewhere, none is expected. */
export async function checkBackup(ctx: NodeContext): Promise<readonly Finding[]> {
  const made = await readSetting(ctx, "backup-made");
  const elsewhere = ctx.config.databaseUrl !== null || isLoopbackOrigin(ctx.iris.origin);
  if (typeof made !== "string") return [finding(elsewhere ? "backup.trial" : "backup.none")];
  const when = new Date(made);
  const age = ctx.clock.now().getTime() - when.getTime();
  const hours = Math.floor(age / 3_600_000);
  if (age > LIMITS.backupOld && !elsewhere) return [finding("backup.old", { hours }, { since: when })];
  return [finding("backup.fine", { hours })];
}
