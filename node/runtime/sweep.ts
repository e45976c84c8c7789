import { sweepAccounts } from "../accounts/sweep.ts";
import type { NodeContext } from "../context.ts";
import { forgetInvitations } from "../invitations/look-after.ts";
import { giveUpLetters } from "../lanes/settle.ts";
import { sweepLetters } from "../letters/read.ts";
import { sweepWaiting } from "../logs/waiting.ts";
import { tellOfLateLetters } from "../notifications/late-letters.ts";
import { sweepNotices } from "../notifications/sweep.ts";
import { sweepTombstones } from "../posts/sweep.ts";
import { chaseReceipts } from "../receipts/chase.ts";
import { stopSilent } from "../receipts/silent.ts";

/** What is done every six hours: what is over goes, and what was not answered is asked for again. */
export async function sweepNode(ctx: NodeContext): Promise<void> {
  await sweepAccounts(ctx);
  await giveUpLetters(ctx);
  await tellOfLateLetters(ctx);
  await sweepNotices(ctx);
  await sweepTombstones(ctx);
  await sweepWaiting(ctx);
  await sweepLetters(ctx);
  await forgetInvitations(ctx);
  await chaseReceipts(ctx);
  await stopSilent(ctx);
}
