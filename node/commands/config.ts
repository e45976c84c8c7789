import { type Config, configReference, readConfig, Secret } from "../config.ts";
import type { Answer, Call, Cell, Noun } from "./types.ts";
import { UsageFault } from "./usage-fault.ts";

const PLAIN = { least: 0, most: 0, options: [], needs: "settings", takes: "" } as const;

export const CONFIG: Noun = {
  name: "config",
  about: "The settings: check them, show them, explain one.",
  verbs: [
    {
      ...PLAIN,
      name: "check",
      about: "Checks every setting and says all that is wrong at once.",
      run: check,
    },
    { ...PLAIN, name: "show", about: "Shows every setting with its value; secrets stay hidden.", run: show },
    {
      ...PLAIN,
      name: "explain",
      about: "Explains one setting, or lists all of them.",
      takes: "[setting]",
      most: 1,
      run: explain,
    },
  ],
};

function check({ io }: Call): Answer {
  const { origin } = io.config();
  return { lines: [`The settings are right. This node is ${origin}.`], json: { ok: true, origin } };
}

function show({ io }: Call): Answer {
  const config = io.config();
  const rows = configReference().map((setting): [string, Cell, string] => [
    setting.name,
    shown(valueAt(config, setting.name)),
    sourceOf(setting, config, io.environment),
  ]);
  return { columns: ["setting", "value", "from"], rows, empty: "" };
}

type Reference = ReturnType<typeof configReference>[number];

/** Where a value comes from, for whoever wonders why a change has no effect. */
function sourceOf(setting: Reference, config: Config, environment: Call["io"]["environment"]): string {
  const names = [
    setting.env,
    `${setting.env}_FILE`,
    ...(setting.name === "databaseUrl" ? ["DATABASE_URL"] : []),
  ];
  const name = names.find((one) => environment[one]);
  if (name !== undefined) return name;
  const standard = JSON.stringify(shown(valueAt(readConfig({}), setting.name)));
  return standard === JSON.stringify(shown(valueAt(config, setting.name))) ? "default" : "file";
}

function valueAt(config: Config, path: string): unknown {
  const [first = "", second] = path.split(".");
  const value = (config as Readonly<Record<string, unknown>>)[first];
  if (second === undefined || value === null || value === undefined) return value ?? null;
  return (value as Readonly<Record<string, unknown>>)[second] ?? null;
}

function shown(value: unknown): Cell {
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (value instanceof Secret) return String(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

function explain({ words }: Call): Answer {
  const [wanted] = words;
  const all = configReference();
  if (wanted === undefined) {
    return {
      columns: ["setting", "variable", "what it is"],
      rows: all.map((s) => [s.name, s.env, s.help]),
      empty: "",
    };
  }
  const setting = all.find((one) => one.name === wanted || one.env === wanted);
  if (!setting) throw new UsageFault(`There is no setting ${wanted}: see all of them with config explain.`);
  return {
    lines: [
      `${setting.name} (${setting.env} in the environment)`,
      setting.help,
      `Must be ${setting.must}.`,
      `Default: ${setting.default}. Example: ${setting.example}`,
    ],
    json: setting,
  };
}
