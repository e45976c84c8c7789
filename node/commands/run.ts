import { parseArgs } from "node:util";
import { ConfigFaults } from "../config.ts";
import { EgressRefused } from "../egress/errors.ts";
import { causeOf } from "../peers/cause.ts";
import { Outage, Refusal } from "../refusal.ts";
import { StartRefusal } from "../start-refusal.ts";
import { ADMINISTRATOR_LINK } from "./administrator-link.ts";
import { AUDIT } from "./audit.ts";
import { BACKUP } from "./backup.ts";
import { COMMUNITIES } from "./communities.ts";
import { CONFIG } from "./config.ts";
import { DOCTOR } from "./doctor.ts";
import { FILES } from "./files.ts";
import { helpForAll, helpForNoun, helpForVerb } from "./help.ts";
import { KEYS } from "./keys.ts";
import { causeInWords } from "./lateness.ts";
import { MIGRATE } from "./migrate.ts";
import { PEERS } from "./peers.ts";
import { PEOPLE } from "./people.ts";
import { printAnswer } from "./print.ts";
import { QUEUE } from "./queue.ts";
import { sentenceOf } from "./sentences.ts";
import { SESSIONS } from "./sessions.ts";
import type { Answer, Call, Io, Noun, Verb } from "./types.ts";
import { UsageFault } from "./usage-fault.ts";

/** Every noun of the command line; its verbs are what an operator can do and see. */
export const NOUNS: readonly Noun[] = [
  PEOPLE,
  SESSIONS,
  PEERS,
  COMMUNITIES,
  QUEUE,
  CONFIG,
  KEYS,
  MIGRATE,
  DOCTOR,
  BACKUP,
  FILES,
  AUDIT,
  ADMINISTRATOR_LINK,
];

/**
 * Runs one command of the command line. Returns the exit code: 0 done, 2 refused with one sentence that says what to do,
 * 1 a fault of ours, or what the command says of itself (doctor).
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    return await runOrThrow(args, io);
  } catch (error) {
    const sentences = refusalIn(error);
    if (sentences === null) {
      io.err(
        `A fault of Moothall: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return 1;
    }
    for (const sentence of sentences) io.err(sentence);
    return 2;
  }
}

async function runOrThrow(args: readonly string[], io: Io): Promise<number> {
  const say = (lines: readonly string[]) => {
    io.out(lines.join("\n"));
    return 0;
  };
  const [first = "--help", ...behind] = args;
  if (isHelp(first)) return say(helpForAll(NOUNS));
  const noun = NOUNS.find((one) => one.name === first);
  if (!noun)
    throw new UsageFault(`There is no ${first}: choose from ${NOUNS.map((one) => one.name).join(", ")}.`);
  const single = noun.verbs.find((one) => one.name === "");
  const [second = "--help", ...rest] = single ? ["", ...behind] : behind;
  if (isHelp(second)) return say(helpForNoun(noun));
  const verb = noun.verbs.find((one) => one.name === second);
  if (!verb) {
    const verbs = noun.verbs.map((one) => one.name).join(", ");
    throw new UsageFault(`${noun.name} has no verb ${second}: choose from ${verbs}.`);
  }
  const { call, json, help } = readCall(noun, verb, { args: rest, io });
  if (help) return say(helpForVerb(noun, verb));
  const answer = await answerOf(verb, call);
  printAnswer(io, answer, json);
  return "lines" in answer ? (answer.code ?? 0) : 0;
}

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h" || word === "help";
}

async function answerOf(verb: Verb, call: Call): Promise<Answer> {
  if (verb.needs === "settings") return verb.run(call);
  if (verb.needs === "database") {
    const database = await call.io.database(call.io.config());
    return verb.run(database.url, call).finally(() => database.stop());
  }
  const node = await call.io.open(call.io.config());
  return verb.run(node.ctx, call).finally(() => node.stop());
}

function readCall(
  noun: Noun,
  verb: Verb,
  { args, io }: { args: readonly string[]; io: Io },
): { call: Call; json: boolean; help: boolean } {
  const help = `see ${[noun.name, verb.name].join(" ").trim()} --help`;
  const { values, positionals } = parsed(verb, args, help);
  const option = (name: string) => {
    const value = values[name];
    return typeof value === "string" ? value : null;
  };
  const flag = (name: string) => values[name] === true;
  const call = { words: positionals, option, flag, io };
  if (flag("help")) return { call, json: false, help: true };
  if (positionals.length < verb.least) throw new UsageFault(`Name ${verb.takes}: ${help}.`);
  if (positionals.length > verb.most) throw new UsageFault(`That is one word too many: ${help}.`);
  const missing = verb.options.find((one) => one.required && !option(one.name)?.trim());
  if (missing) throw new UsageFault(`--${missing.name} is missing (${missing.about}): ${help}.`);
  return { call, json: flag("json"), help: false };
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

function parsed(verb: Verb, args: readonly string[], help: string): Parsed {
  const own = verb.options.map(({ name, value }) => [name, { type: value ? "string" : "boolean" }] as const);
  const options = {
    ...Object.fromEntries(own),
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [what] = error.message.split(". ");
    throw new UsageFault(`${what}: ${help}.`);
  }
}

/** What to tell the operator; null for what is no refusal. */
function refusalIn(error: unknown): readonly string[] | null {
  if (error instanceof Refusal) return [sentenceOf(error)];
  if (error instanceof ConfigFaults) return error.faults;
  if (error instanceof StartRefusal || error instanceof UsageFault) return [error.message];
  if (error instanceof Outage)
    return [`No usable answer (${causeInWords(causeOf(error.message))}): try again in a minute.`];
  if (error instanceof EgressRefused)
    return [`That address may not be reached (${error.message}): see config explain privateNetworks.`];
  return null;
}
