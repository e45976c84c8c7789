import { readSchema } from "../db/schema-state.ts";
import { migrateDatabase } from "../runtime/database.ts";
import type { Answer, Call, Noun } from "./types.ts";

const PLAIN = { takes: "", least: 0, most: 0, options: [], needs: "database" } as const;

export const MIGRATE: Noun = {
  name: "migrate",
  about: "The tables of the database and what this release changes in them: status, plan, up.",
  verbs: [
    {
      ...PLAIN,
      name: "status",
      about: "Lists every change of the tables and when it ran here.",
      run: status,
    },
    { ...PLAIN, name: "plan", about: "Prints the SQL that has not run here yet; runs nothing.", run: plan },
    {
      ...PLAIN,
      name: "up",
      about: "Brings the database up to this release, as a start does. Safe while the release before runs.",
      run: up,
    },
  ],
};

const STATES = {
  ran: "ran",
  waits: "has not run yet",
  edited: "was edited after it ran: restore the file",
  newer: "of a newer release",
} as const;

async function status(url: string): Promise<Answer> {
  const schema = await readSchema(url);
  return {
    columns: ["migration", "state", "ran"],
    rows: schema.map((one) => [one.name, STATES[one.state], one.ran]),
    empty: "",
    json: schema.map(({ sql: _sql, ...one }) => one),
  };
}

async function plan(url: string): Promise<Answer> {
  const waiting = (await readSchema(url)).filter((one) => one.state === "waits");
  const lines = waiting.map((one) => `-- ${one.name}\n${one.sql?.trim() ?? ""}\n`);
  return {
    lines: lines.length === 0 ? ["Nothing: the database fits this release."] : lines,
    json: waiting.map(({ name, sql }) => ({ name, sql })),
  };
}

async function up(url: string, _call: Call): Promise<Answer> {
  const ran = await migrateDatabase(url);
  const lines =
    ran.length === 0 ? ["Nothing to do: the database fits this release."] : ran.map((name) => `${name} ran.`);
  return { lines, json: { ran } };
}
