import { configure, getConsoleSink, getJsonLinesFormatter } from "@logtape/logtape";

type Level = "trace" | "debug" | "info" | "warning" | "error" | "fatal";

/** Logs JSON lines to standard output; lines never hold content, keys or addresses of people. */
export async function startLogging(level: string): Promise<void> {
  await configure({
    reset: true,
    sinks: { console: getConsoleSink({ formatter: getJsonLinesFormatter() }) },
    loggers: [
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["console"] },
      { category: ["moothall"], lowestLevel: level as Level, sinks: ["console"] },
    ],
  });
}
