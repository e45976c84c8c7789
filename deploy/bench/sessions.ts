import { startSession } from "../../node/accounts/sessions.ts";
import { inTransaction } from "../../node/context.ts";
import type { RunningNode } from "../../node/start.ts";

/** A session's cookie, as the browser sends it. */
export async function signIn(node: RunningNode, actorId: string): Promise<string> {
  const [account] = await node.ctx.sql<{ id: string }[]>`select id from accounts where actor_id = ${actorId}`;
  const start = { accountId: account?.id ?? "", actorId, factors: ["password"] };
  const visitor = { address: "192.0.2.10", device: "bench" };
  const { token } = await inTransaction(node.ctx, (tx) => startSession(tx, start, visitor));
  return `moothall-${new URL(node.origin).port}=${token}`;
}
