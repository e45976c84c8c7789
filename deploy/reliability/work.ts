import type { Client } from "../lab/client.ts";
import { signIn } from "../lab/councils.ts";
import { pause } from "../lab/pause.ts";
import { randomFrom } from "../lab/random.ts";
import { actOnce, type Writer } from "../simulate/officer.ts";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

export interface WorkOptions {
  /** Stops by itself after so many acknowledged posts; without, only when told to. */
  readonly posts?: number;
  /** Acts a second of all together; without, as fast as they are answered. */
  readonly perSecond?: number;
  /** Only people of these sites. */
  readonly sites?: readonly string[];
}

/** People at work. */
export interface Work {
  /** Resolves when they have written as much as they were to. */
  readonly done: Promise<void>;
  /** Everybody finishes what they are doing, and stops. */
  end(): Promise<void>;
}

/** Everybody writes, answers, edits, deletes, accepts and marks, over HTTP, and keeps the ledger. */
export async function startWork(stage: Stage, scene: Scene, options: WorkOptions = {}): Promise<Work> {
  const { ledger, run } = stage;
  const chosen = scene.writers.filter(({ site }) => options.sites?.includes(site.name) ?? true);
  const clients: Client[] = [];
  const from = ledger.posts.length;
  let number = from;
  let ending = false;
  const enough = () => ending || ledger.posts.length - from >= (options.posts ?? Number.POSITIVE_INFINITY);
  const pauseMs = options.perSecond ? (1000 * chosen.length) / options.perSecond : 20;
  const loops: (() => Promise<void>)[] = [];
  for (const [index, officer] of chosen.entries()) {
    const client = await signIn(officer);
    clients.push(client);
    const home = scene.groupIri.startsWith(officer.site.origin);
    const community = home ? `/c/${scene.handle}` : `/c/${scene.handle}@${new URL(scene.groupIri).host}`;
    const random = randomFrom(run.seed * 101 + index + from);
    const writer = { name: officer.name, client, community, ledger, random, next: () => number++ };
    loops.push(() =>
      writing(writer, enough, pauseMs).catch(
        (error) => void stage.died.push(`somebody stopped writing: ${error}`),
      ),
    );
  }
  const done = Promise.all(loops.map((loop) => loop())).then(() => {
    for (const client of clients) client.close();
  });
  return {
    done,
    async end() {
      ending = true;
      await done;
    },
  };
}

async function writing(writer: Writer, enough: () => boolean, pauseMs: number): Promise<void> {
  while (!enough()) {
    const began = Date.now();
    await actOnce(writer);
    await pause(Math.max(5, pauseMs - (Date.now() - began)));
  }
}
