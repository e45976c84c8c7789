import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { examineKeys } from "../actors/examine-keys.ts";
import type { NodeContext } from "../context.ts";
import { finding, orFine } from "./finding.ts";
import type { Finding } from "./types.ts";

/** Whether everybody here can sign: two keys each, and each can be opened with the key of this node. */
export async function checkKeys(ctx: NodeContext): Promise<readonly Finding[]> {
  const { actors, missing, unreadable } = await examineKeys(ctx);
  const found: Finding[] = [];
  const file = join(resolve(ctx.config.dataDir), "secrets", "key");
  if (ctx.config.key === null && !existsSync(file)) found.push(finding("keys.file", { file }));
  const [lacks] = missing;
  if (lacks !== undefined) found.push(finding("keys.missing", { count: missing.length, example: lacks }));
  const [shut] = unreadable;
  if (shut !== undefined) found.push(finding("keys.unreadable", { count: unreadable.length, example: shut }));
  return orFine(found, finding("keys.fine", { actors, version: ctx.vault.version }));
}
