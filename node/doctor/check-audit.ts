import { verifyAudit } from "../audit/verify.ts";
import type { NodeContext } from "../context.ts";
import { finding } from "./finding.ts";
import type { Finding } from "./types.ts";

/** Whether the chain of the audit record holds; else the first event at which it does not (I9). */
export async function checkAudit(ctx: NodeContext): Promise<readonly Finding[]> {
  const { sealed, broken } = await verifyAudit(ctx);
  if (broken === null) return [finding("audit.fine", { sealed })];
  return [finding(`audit.${broken.what === "head" ? "changed" : broken.what}`, { event: broken.eventId })];
}
