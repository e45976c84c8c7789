import { type Meter, metrics } from "@opentelemetry/api";
import type { Config } from "../config.ts";
import type { NodeContext } from "../context.ts";
import { exportMetrics } from "./export.ts";
import { observeDatabase, observeProcess } from "./gauges.ts";

export interface OpenMetrics {
  readonly meter: Meter;
  /** Looks at this process, and at the database unless another process of the node does. */
  observe(ctx: NodeContext): void;
  stop(): Promise<void>;
}

/**
 * Where this process counts: a meter of its own that is offered to Prometheus where `offered` and a port is set, else
 * that of an OpenTelemetry program around it, if there is one. Throws StartRefusal when the port is taken.
 */
export async function openMetrics(config: Config, offered: boolean): Promise<OpenMetrics> {
  const exported = offered ? await exportMetrics(config) : null;
  const meter = exported?.meter ?? metrics.getMeter("moothall");
  let stopLooking = () => {};
  return {
    meter,
    observe(ctx) {
      if (exported === null) return;
      stopLooking = observeProcess(meter);
      if (config.role !== "web") observeDatabase(meter, ctx);
    },
    async stop() {
      stopLooking();
      await exported?.stop();
    },
  };
}
