import { resolve } from "node:path";
import { type Config, ConfigFaults } from "../config.ts";
import { findRunningDatabase } from "../db/embedded.ts";
import { isDatabaseAway } from "../db/open.ts";
import type { FindingCode, Level } from "../doctor/codes.ts";
import { examineNode, reportOf } from "../doctor/examine.ts";
import { finding } from "../doctor/finding.ts";
import type { Finding, Report } from "../doctor/types.ts";
import { wordsOf } from "../doctor/words.ts";
import { StartRefusal } from "../start-refusal.ts";
import { textOf } from "./print.ts";
import type { Answer, Call, Io, Noun } from "./types.ts";

export const DOCTOR: Noun = {
  name: "doctor",
  about: "Looks at everything this node needs and says what is wrong, since when, and what to do.",
  verbs: [
    {
      name: "",
      about:
        "Looks at everything this node needs, running or not. Exit code 0: nothing has to be done; 1: something has.",
      takes: "",
      least: 0,
      most: 0,
      options: [{ name: "all", about: "Say also what is well." }],
      needs: "settings",
      run: doctor,
    },
  ],
};

async function doctor({ io, flag }: Call): Promise<Answer> {
  const report = await examine(io);
  const shown = report.findings.filter((one) => flag("all") || one.level !== "ok");
  const well = report.findings.length - shown.length;
  return {
    lines: [...shown.flatMap(linesOf), closing(report, well)],
    json: { made: report.made, level: report.level, findings: report.findings.map(jsonOf) },
    code: report.level === "act" ? 1 : 0,
  };
}

async function examine(io: Io): Promise<Report> {
  const only = (code: FindingCode, reason: string) => reportOf(new Date(), [finding(code, { reason })]);
  try {
    const config = io.config();
    const running = isRunning(config);
    const node = await io.open(config);
    try {
      return await examineNode(node.ctx, { running, remember: true });
    } finally {
      await node.stop();
    }
  } catch (error) {
    if (error instanceof ConfigFaults) return faultsOf(error);
    if (error instanceof StartRefusal) return only("start.refused", error.message);
    if (isDatabaseAway(error)) return only("database.away", messageOf(error));
    throw error;
  }
}

/** The built-in database runs with its node; with another one the processes say themselves whether they run. */
function isRunning(config: Config): boolean | null {
  return config.databaseUrl === null ? findRunningDatabase(resolve(config.dataDir)) !== null : null;
}

function faultsOf({ faults }: ConfigFaults): Report {
  return reportOf(
    new Date(),
    faults.map((reason) => finding("settings.wrong", { reason }, { about: reason })),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const MARKS: Readonly<Record<Level, string>> = { ok: "ok  ", look: "LOOK", act: "ACT " };

function linesOf(one: Finding): readonly string[] {
  const { what, remedy } = wordsOf(one, "en");
  const since = one.since === null ? "" : ` Since ${textOf(one.since)}.`;
  const indent = " ".repeat(6);
  return [`${MARKS[one.level]}  ${what}${since}`, ...(remedy === "" ? [] : [`${indent}${remedy}`])];
}

function closing({ level }: Report, well: number): string {
  if (level === "act") return "Something has to be done.";
  if (level === "look") return "Nothing has to be done at once.";
  return well > 0 ? `All is well: ${well} things were looked at.` : "All is well.";
}

function jsonOf(one: Finding) {
  return { ...one, ...wordsOf(one, "en") };
}
