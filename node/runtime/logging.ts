import { configure, getConsoleSink, type LogRecord } from "@logtape/logtape";
import type { Config } from "../config.ts";
import { scrub } from "./scrub.ts";

/** Logs to standard output, one line an event; lines never hold content, keys or addresses of people. */
export async function startLogging({
  logLevel,
  logFormat,
}: Pick<Config, "logLevel" | "logFormat">): Promise<void> {
  const formatter = logFormat === "json" ? jsonLine : textLine;
  await configure({
    reset: true,
    sinks: { console: getConsoleSink({ formatter }) },
    loggers: [
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["console"] },
      { category: ["moothall"], lowestLevel: logLevel, sinks: ["console"] },
    ],
  });
}

/** An event as a line of JSON: when, how grave, which part, in words, and the facts by name. */
export function jsonLine({ timestamp, level, category, message, properties }: LogRecord): string {
  return JSON.stringify({
    time: new Date(timestamp).toISOString(),
    level,
    part: category.join("."),
    message: wordsOf(message),
    ...(Object.keys(properties).length === 0 ? {} : { facts: scrub(properties) }),
  });
}

/** The same as a line for people. */
export function textLine({ timestamp, level, category, message }: LogRecord): string {
  const time = new Date(timestamp).toISOString();
  return `${time} ${level.padEnd(7)} ${category.join(".")}: ${wordsOf(message)}`;
}

function wordsOf(message: LogRecord["message"]): string {
  return message
    .map((part, i) => (i % 2 === 0 ? String(part) : shown(scrub(part))))
    .join("")
    .replaceAll(/[\r\n]+/g, " ⏎ ");
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  const error = value as { name?: unknown; message?: unknown } | null;
  if (typeof error?.name === "string" && typeof error.message === "string")
    return error.message === "" ? error.name : `${error.name}: ${error.message}`;
  return JSON.stringify(value) ?? String(value);
}
