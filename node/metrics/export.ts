import type { Meter } from "@opentelemetry/api";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import type { Config } from "../config.ts";
import { StartRefusal } from "../start-refusal.ts";

export interface ExportedMetrics {
  readonly meter: Meter;
  stop(): Promise<void>;
}

/**
 * Offers the metrics of this process to Prometheus, at `/metrics` on a port of their own. Null where no port is set.
 * Throws StartRefusal when the port is taken.
 */
export async function exportMetrics(
  config: Pick<Config, "metricsPort" | "metricsListen">,
): Promise<ExportedMetrics | null> {
  const { metricsPort: port, metricsListen: host } = config;
  if (port === null) return null;
  const exporter = new PrometheusExporter({
    host,
    port,
    preventServerStart: true,
    withoutScopeInfo: true,
    withoutTargetInfo: true,
  });
  const provider = new MeterProvider({ readers: [exporter] });
  try {
    await exporter.startServer();
  } catch (error) {
    await provider.shutdown();
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new StartRefusal(
      `Port ${port} is taken by another program: stop it, or set MOOTHALL_METRICS_PORT to a free one.`,
    );
  }
  return { meter: provider.getMeter("moothall"), stop: () => provider.shutdown() };
}
