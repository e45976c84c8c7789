import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { ConfigFaults, faultOf, unknownNames } from "./config-faults.ts";
import { configSchema } from "./config-schema.ts";
import { SETTINGS, type Setting } from "./config-settings.ts";
import type { Secret } from "./secret.ts";

export { ConfigFaults } from "./config-faults.ts";
export { isLoopbackOrigin } from "./config-schema.ts";
export { Secret } from "./secret.ts";

type Checked = z.output<typeof configSchema>;

/** A council that this node serves. `own`: the node is that council's own, so no "via …" is shown for its people. */
export type CouncilConfig = {
  readonly registerId: string | null;
  readonly name: string;
  readonly nameCy: string | null;
  readonly domains: readonly string[];
  readonly own: boolean;
};

/** Every setting, checked. What each means stands in `config-settings.ts` and docs/configuration.md. */
export type Config = Readonly<
  Omit<
    Checked,
    | "origin"
    | "nodeName"
    | "databaseUrl"
    | "key"
    | "contact"
    | "urgentContact"
    | "smtp"
    | "councils"
    | "metricsPort"
    | "clamav"
    | "s3"
  >
> & {
  readonly origin: string;
  readonly nodeName: string;
  /** null = the built-in PostgreSQL. */
  readonly databaseUrl: Secret | null;
  /** 32 bytes in base64; null = the one in the data folder. */
  readonly key: Secret | null;
  readonly contact: { readonly name: string; readonly email: string } | null;
  /** null = only what an administrator wrote on the page of settings. */
  readonly urgentContact: string | null;
  /** null = mails are kept in the data folder. */
  readonly smtp: { readonly url: Secret; readonly from: string } | null;
  readonly councils: readonly CouncilConfig[];
  /** null = metrics are not offered. */
  readonly metricsPort: number | null;
  /** Socket of ClamAV's daemon, a path or host:port; null = files are not checked for viruses. */
  readonly clamav: string | null;
  /** Bucket of object storage for the files that people add; null = the data folder. */
  readonly s3: NonNullable<Checked["s3"]> | null;
};

export type Environment = Readonly<Record<string, string | undefined>>;

const FILE = "moothall.config.json";

/** Reads environment and file of a process that starts: `loadConfig(process.env)`. Throws ConfigFaults. */
export function loadConfig(env: Environment): Config {
  const named = env.MOOTHALL_CONFIG;
  if (named && !existsSync(named)) {
    throw new ConfigFaults([`MOOTHALL_CONFIG names ${named}, and there is no such file.`]);
  }
  const file = named || join(env.MOOTHALL_DATA_DIR || "./data", FILE);
  return readConfig(env, existsSync(file) ? readFileSync(file, "utf8") : undefined);
}

/**
 * Checks all settings at once. `fileText` is the text of the file of settings; the environment wins over it.
 * A secret may also come from the file named by its variable with `_FILE` behind. Throws ConfigFaults with every
 * fault, each a sentence that says what to do.
 */
export function readConfig(env: Environment, fileText?: string): Config {
  const faults: string[] = [];
  const fromFile = readFile(fileText, faults);
  const raw: Record<string, unknown> = structuredClone(fromFile);
  const sources = new Map<string, string>();
  for (const setting of SETTINGS) {
    const found = readSetting(env, setting, faults);
    if (!found) continue;
    place(raw, setting.name, found.value);
    sources.set(setting.name, found.source);
  }
  faults.push(...unknownNames(env));
  const parsed = configSchema.safeParse(raw);
  if (!parsed.success) faults.push(...parsed.error.issues.flatMap((issue) => faultOf(issue, raw, sources)));
  if ((raw.role === "web" || raw.role === "worker") && raw.databaseUrl === undefined) {
    faults.push(
      `The role ${raw.role} shares its database with other processes: set MOOTHALL_DATABASE_URL to a PostgreSQL 18, or use the role all.`,
    );
  }
  if (!parsed.success || faults.length > 0) throw new ConfigFaults([...new Set(faults)]);
  return complete(parsed.data);
}

/** Every setting as the reference in docs/configuration.md shows it, in reading order. */
export function configReference(): readonly Omit<Setting, "kind">[] {
  return SETTINGS.map(({ kind: _, ...setting }) => setting);
}

function complete(data: Checked): Config {
  const councils = data.councils.map((council) => ({
    ...council,
    registerId: council.registerId ?? null,
    nameCy: council.nameCy ?? null,
    own: council.own ?? data.councils.length === 1,
  }));
  return {
    ...data,
    councils,
    origin: data.origin ?? `http://localhost:${data.port}`,
    nodeName: data.nodeName ?? councils[0]?.name ?? "Moothall",
    databaseUrl: data.databaseUrl ?? null,
    key: data.key ?? null,
    contact: data.contact ?? null,
    urgentContact: data.urgentContact ?? null,
    smtp: data.smtp ?? null,
    metricsPort: data.metricsPort ?? null,
    clamav: data.clamav ?? null,
    s3: data.s3 ?? null,
  };
}

function readFile(text: string | undefined, faults: string[]): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
    faults.push(`${FILE} must hold one JSON object, { "origin": … }.`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    faults.push(`${FILE} is not JSON: ${why}.`);
  }
  return {};
}

type Found = { value: unknown; source: string };

function readSetting(env: Environment, setting: Setting, faults: string[]): Found | null {
  const names = setting.name === "databaseUrl" ? [setting.env, "DATABASE_URL"] : [setting.env];
  for (const name of names) {
    const text = env[name];
    // Compose files pass variables that were not set as empty ones.
    if (text) return { value: readValue(text, setting), source: name };
    const path = setting.kind === "secret" ? env[`${name}_FILE`] : undefined;
    if (!path) continue;
    if (existsSync(path)) return { value: readFileSync(path, "utf8").trim(), source: `${name}_FILE` };
    faults.push(`${name}_FILE names ${path}, and there is no such file.`);
  }
  return null;
}

function readValue(text: string, { kind, name }: Setting): unknown {
  if (kind === "number") return /^-?\d+$/.test(text.trim()) ? Number(text) : text;
  if (kind === "text" || kind === "secret") return text.trim();
  if (kind === "json" || text.trim().startsWith("[")) return jsonOr(text);
  const parts = text.split(",").map((part) => part.trim());
  if (name !== "privateNetworks") return parts;
  return parts.map((part) => ({ origin: part.split("=")[0], cidr: part.split("=")[1] ?? "" }));
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function place(target: Record<string, unknown>, name: string, value: unknown): void {
  const [first = "", second] = name.split(".");
  if (second === undefined) {
    target[first] = value;
    return;
  }
  const inner = isRecord(target[first]) ? target[first] : {};
  inner[second] = value;
  target[first] = inner;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
