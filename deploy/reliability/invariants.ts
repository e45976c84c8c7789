import { compare } from "../simulate/check.ts";
import { type Look, openLooks, quiet } from "../simulate/looks.ts";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

export interface Judged {
  /** Every broken promise, a line each, which begins with the invariant's name. */
  readonly broken: readonly string[];
  /** Milliseconds until nothing was on its way and every node had every log to its end; null when that never was. */
  readonly settledMs: number | null;
}

export interface JudgeOptions {
  /** I3: within so many seconds everything is everywhere. */
  readonly withinSeconds: number;
  /** Sites that are compared; all, when nothing is said. */
  readonly sites?: readonly string[];
  /** Deliveries were brought out of order on purpose: an author's posts may be too. */
  readonly shuffled?: boolean;
  /** Rows that this experiment leaves on purpose, by table. */
  readonly left?: Readonly<Record<string, number>>;
}

/** Waits until everything is everywhere, and compares the ledger and all databases: I1, I2, I3, I5, I6, I8. */
export async function judge(stage: Stage, scene: Scene, options: JudgeOptions): Promise<Judged> {
  const chosen = stage.sites.filter(({ name }) => options.sites?.includes(name) ?? true);
  const looks = await openLooks(chosen, [scene.groupIri]);
  try {
    const began = Date.now();
    // Beyond the time that is promised, so that what is late is told from what never comes.
    const settled = await quiet(looks, options.withinSeconds * 1000 + 120_000);
    const settledMs = settled ? Date.now() - began : null;
    const late = settledMs === null || settledMs > options.withinSeconds * 1000;
    const verdict = await compare(stage.ledger, looks, scene.groupIri);
    const odd = [...stage.ledger.odd].map(([what, times]) => `I1 unexplained answer ${what}, ${times} times`);
    const broken = [
      ...(late
        ? [`I3 all was everywhere after ${settledMs ?? "more than"} ms: ${await whyLate(looks)}`]
        : []),
      ...verdict.lost.map((line) => `I1 lost: ${line}`),
      ...verdict.doubled.map((line) => `I2 twice: ${line}`),
      ...verdict.missing.map((line) => `I3 missing: ${line}`),
      ...verdict.reverted.map((line) => `I5 reverted: ${line}`),
      ...[...(options.shuffled ? [] : verdict.outOfOrder), ...verdict.different].map(
        (line) => `I6 different: ${line}`,
      ),
      ...odd,
    ];
    return { broken: [...broken, ...(await leftOver(looks, options.left ?? {}))], settledMs };
  } finally {
    for (const { sql } of looks) await sql.end();
  }
}

/** What stands in no table once everything is done. */
const EMPTY: Readonly<Record<string, string>> = {
  deliveries: "select count(*)::int as n from deliveries",
  "waiting entries": "select count(*)::int as n from waiting_entries",
  "changes set aside": "select count(*)::int as n from consumer_failures",
  "posts on their way": "select count(*)::int as n from posts where state = 'pending'",
  "lanes that fail": "select count(*)::int as n from lanes where parked is not null",
  "sessions of PostgreSQL that wait": `select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`,
};

async function leftOver(looks: readonly Look[], left: Readonly<Record<string, number>>): Promise<string[]> {
  const lines: string[] = [];
  for (const { site, sql } of looks)
    for (const [what, query] of Object.entries(EMPTY)) {
      const [row] = await sql.unsafe<{ n: number }[]>(query);
      if ((row?.n ?? 0) > (left[what] ?? 0)) lines.push(`I8 ${row?.n} ${what} are left on ${site.name}`);
    }
  return lines;
}

async function whyLate(looks: readonly Look[]): Promise<string> {
  const lines: string[] = [];
  for (const { site, sql } of looks) {
    const lanes = await sql<{ line: string }[]>`
      select l.origin || ' ' || count(d.id) || ' waiting, failures ' || l.failures || ' ' || coalesce(l.last_error, '') ||
        ' open from ' || l.open_from as line
      from lanes l join deliveries d on d.origin = l.origin where d.failed is null group by l.origin`;
    const logs = await sql<{ line: string }[]>`
      select g.iri || ' head ' || c.seq || ' applied ' || c.applied::text as line
      from communities c join actors g on g.id = c.actor_id`;
    lines.push(...[...lanes, ...logs].map((row) => `${site.name}: ${row.line}`));
  }
  return lines.join("; ");
}
