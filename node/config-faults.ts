import type { z } from "zod";
import { SETTINGS, type Setting } from "./config-settings.ts";

/** Everything that is wrong with the settings, so that an operator puts it right in one go. */
export class ConfigFaults extends Error {
  override name = "ConfigFaults";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? "One setting is" : `${faults.length} settings are`;
    super(`${count} wrong:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

type Issue = z.core.$ZodIssue;

/** The sentences for one thing zod found. `raw` is what was checked, `sources` the variable a setting came from. */
export function faultOf(issue: Issue, raw: unknown, sources: ReadonlyMap<string, string>): string[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...issue.path, key]));
  const setting = settingAt(issue.path);
  if (!setting) return [`The settings are not understood: ${issue.message}.`];
  const source = sources.get(setting.name);
  const value = valueAt(raw, issue.path);
  const unset = value === undefined ? ` (or ${setting.env})` : "";
  const where = source ?? `"${pathOf(issue.path)}" in the file of settings${unset}`;
  const hidden = value === undefined || setting.kind === "secret";
  const shown = hidden ? "" : ` (now ${JSON.stringify(value)?.slice(0, 100)})`;
  return [`${where} must be ${setting.must}${shown}. Example: ${exampleFor(setting, source)}`];
}

/** `: did you mean X?` for the likeliest of `known`, else a full stop. */
export function nearestTo(name: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({ candidate, distance: distanceBetween(name, candidate) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(2, name.length / 4)
    ? `: did you mean ${near.candidate}?`
    : "; remove it, or see docs/configuration.md.";
}

/** Names with our prefix that are no settings: where the file is, and what tests and tools read. */
const OTHER_NAMES = ["CONFIG", "BROWSER", "PAYLOADS", "TESTS", "TEST_DATABASE"].map(
  (name) => `MOOTHALL_${name}`,
);

/** The sentences for variables with our prefix that are no settings. */
export function unknownNames(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = SETTINGS.flatMap(({ env: name, kind }) =>
    kind === "secret" ? [name, `${name}_FILE`] : [name],
  );
  return Object.keys(env)
    .filter((name) => name.startsWith("MOOTHALL_") && !known.includes(name) && !OTHER_NAMES.includes(name))
    .map((name) => `${name} is not a setting of Moothall${nearestTo(name, known)}`);
}

function unknownKey(path: readonly PropertyKey[]): string {
  const inList = typeof path[1] === "number";
  const known = inList ? [] : SETTINGS.map((setting) => setting.name);
  return `"${pathOf(path)}" in the file of settings is not known to Moothall${nearestTo(pathOf(path), known)}`;
}

/** The setting a path lies in: `councils.0.name` is in councils, `smtp.url` is one itself, `smtp` means its first. */
function settingAt(path: readonly PropertyKey[]): Setting | undefined {
  const [first, second] = path.map(String);
  return (
    SETTINGS.find(({ name }) => name === `${first}.${second}`) ??
    SETTINGS.find(({ name }) => name === first) ??
    SETTINGS.find(({ name }) => name.startsWith(`${first}.`))
  );
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    raw,
  );
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index ? "." : ""}${String(key)}`))
    .join("");
}

function exampleFor(setting: Setting, source: string | undefined): string {
  if (source) return `${source}=${setting.example}`;
  const isText = setting.kind === "text" || setting.kind === "secret";
  return `"${setting.name}": ${isText ? JSON.stringify(setting.example) : setting.example}`;
}

/** Number of letters to change, add or leave out (Levenshtein). */
function distanceBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
