import type { NodeProcess } from "../lab/node-process.ts";
import { pause, until } from "../lab/pause.ts";
import { pick } from "../lab/random.ts";
import type { Stage } from "./stage.ts";
import type { Run } from "./types.ts";

/** What a fault may be done to, beside what stands on the stage. */
export interface Things {
  readonly processes: readonly NodeProcess[];
}

/** Something that goes wrong, and is put right again before it resolves. */
export type Fault = (run: Run, stage: Stage, things: Things) => Promise<void>;

/** Every fault by its name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  async "node killed"(run, _stage, { processes }) {
    const victim = pick(processes, run.random);
    await victim?.kill();
    await victim?.start();
  },
  async "PostgreSQL killed"(_run, { postgres }) {
    const before = postgres.pid();
    postgres.kill();
    await until("PostgreSQL is back", async () => ![null, before].includes(postgres.pid()));
  },
  async "PostgreSQL restarted"(_run, { postgres }) {
    const before = postgres.pid();
    postgres.restart();
    await until("PostgreSQL is back", async () => ![null, before].includes(postgres.pid()));
  },
  async "PostgreSQL frozen"(run, { postgres }) {
    postgres.freeze();
    await pause(lengthOf(run, 10_000));
    postgres.thaw();
  },
  async "way cut"(run, stage) {
    const link = pick(stage.links(), run.random);
    link?.set({ way: "cut" });
    await pause(lengthOf(run, 15_000));
    link?.set({});
  },
  async "way silent"(run, stage) {
    const link = pick(stage.links(), run.random);
    link?.set({ way: "silent" });
    await pause(lengthOf(run, 15_000));
    link?.set({});
  },
  async "bad roads"(run, stage) {
    for (const link of stage.links()) link.set({ delayMs: 500, resets: 0.2, halves: 0.1 });
    await pause(lengthOf(run, 15_000));
    for (const link of stage.links()) link.set({});
  },
};

/** Up to so many milliseconds, and at least two seconds; a good part of it where a fault is to be seen only once. */
function lengthOf(run: Run, longest: number): number {
  return run.scale === "smoke" ? longest / 3 : 2_000 + run.random() * (longest - 2_000);
}
