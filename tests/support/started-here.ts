import type { Site } from "../../deploy/lab/councils.ts";
import { readConfig } from "../../node/config.ts";
import { type RunningNode, startNode } from "../../node/start.ts";

/** A site of the lab in the process of the test; its workers run when it settles. */
export function startHere(site: Site): Promise<RunningNode> {
  const config = readConfig({}, JSON.stringify(site.settings));
  return startNode(config, { workers: "by-hand", assets: "dist/client", connections: 4 });
}

/** Until none of them has anything left to do. */
export async function settleAll(...nodes: readonly RunningNode[]): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    let done = 0;
    for (const node of nodes) done += await node.settle();
    quiet = done === 0 ? quiet + 1 : 0;
  }
}
