import { startLogging } from "../../node/runtime/logging.ts";
import { survivePostgresDriver } from "../../node/runtime/survive-driver.ts";
import { startNode } from "../../node/start.ts";
import type { NodeKey } from "./content/types.ts";
import { configOf, type Place } from "./sites.ts";

/** What the demo tells the process of a site. */
export type Order =
  | {
      readonly kind: "start";
      readonly key: NodeKey;
      readonly place: Place;
      readonly origins: readonly string[];
      /** Where the pages' files are. */
      readonly assets: string;
    }
  | { readonly kind: "stop" };

/** What the process of a site tells the demo. */
export type Report =
  | { readonly kind: "ready" }
  /** It cannot start, or ended by an error. */
  | { readonly kind: "failed"; readonly why: string }
  /** A line for whoever sits at the console. */
  | { readonly kind: "says"; readonly line: string };

/**
 * One site of the demo in a process of its own: an ordinary Moothall, whose settings come from the demo instead of the
 * environment. It ends when it is told to, and when the demo is gone.
 */
export async function runSite(): Promise<void> {
  const order = await firstOrder();
  if (order.kind === "stop") return;
  await startLogging({ logLevel: "warning", logFormat: "text" });
  survivePostgresDriver(fail);
  const say = (line: string) => report({ kind: "says", line });
  const config = configOf(order.key, order.place, order.origins);
  const node = await startNode(config, { say, assets: order.assets });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    node.stop().then(() => process.exit(0), fail);
  };
  process.on("message", stop);
  process.on("disconnect", stop);
  process.on("SIGTERM", stop);
  // Ctrl-C reaches every process of the terminal; the demo ends its sites itself.
  process.on("SIGINT", () => {});
  report({ kind: "ready" });
}

function firstOrder(): Promise<Order> {
  return new Promise((resolve) => {
    process.once("message", (order) => resolve(order as Order));
    process.once("disconnect", () => resolve({ kind: "stop" }));
  });
}

function report(message: Report): void {
  if (process.connected) process.send?.(message);
}

/** Ends this process with why. */
export function fail(error: unknown): never {
  report({ kind: "failed", why: error instanceof Error ? error.message : String(error) });
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
