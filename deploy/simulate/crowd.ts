import { type Site, signIn } from "../lab/councils.ts";
import { pause } from "../lab/pause.ts";
import { randomFrom } from "../lab/random.ts";
import { approveOnce, askToJoinOnce } from "./joining.ts";
import type { Ledger } from "./ledger.ts";
import { actOnce } from "./officer.ts";
import type { Scene } from "./setup.ts";

export interface Crowd {
  /** Everybody finishes what they are doing, and stops. */
  end(): Promise<void>;
}

export interface CrowdOptions {
  readonly seed: number;
  /** Somebody met an answer that nobody can explain. */
  readonly failed: (how: string) => void;
}

/** People at work until they are told to end: writers, those who ask to join, and the one who lets them in. */
export async function openCrowd(scene: Scene, ledger: Ledger, options: CrowdOptions): Promise<Crowd> {
  const acts = [
    ...(await writersOf(scene, ledger, options.seed)),
    ...(await visitorsOf(scene, ledger)),
    await martinOf(scene, ledger),
  ];
  let ending = false;
  const loops = acts.map(async (act) => {
    try {
      while (!ending) {
        await act();
        await pause(20);
      }
    } catch (error) {
      options.failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  });
  return {
    async end() {
      ending = true;
      await Promise.all(loops);
    },
  };
}

type Act = () => Promise<unknown>;

async function writersOf(scene: Scene, ledger: Ledger, seed: number): Promise<readonly Act[]> {
  let number = 0;
  const acts: Act[] = [];
  for (const [index, officer] of scene.writers.entries()) {
    const client = await signIn(officer);
    const random = randomFrom(seed + index);
    const community = communityPath(scene, officer.site);
    const writer = { name: officer.name, client, community, ledger, random, next: () => number++ };
    acts.push(() => actOnce(writer));
  }
  return acts;
}

async function visitorsOf(scene: Scene, ledger: Ledger): Promise<readonly Act[]> {
  const acts: Act[] = [];
  for (const officer of scene.visitors) {
    const visitor = { client: await signIn(officer), community: communityPath(scene, officer.site), ledger };
    acts.push(() => askToJoinOnce(visitor));
  }
  return acts;
}

async function martinOf(scene: Scene, ledger: Ledger): Promise<Act> {
  const client = await signIn(scene.martin);
  const martin = { client, community: communityPath(scene, scene.martin.site), ledger };
  return () => approveOnce(martin);
}

function communityPath({ groupIri, handle }: Scene, site: Site): string {
  return groupIri.startsWith(site.origin) ? `/c/${handle}` : `/c/${handle}@${new URL(groupIri).host}`;
}
