import { PASSWORD } from "../support/accounts.ts";
import type { Officer } from "../support/three-councils.ts";
import { signIn } from "./acts.ts";
import type { Scene } from "./scene.ts";
import type { Walker } from "./walker.ts";
import { OFFICE, type Way } from "./ways.ts";

/** Somebody signs in at their own council; presses are counted from there. */
export async function enter(scene: Scene, { name, node }: Officer, way: Way = OFFICE): Promise<Walker> {
  const walker = await scene.visitor(node.name, way);
  await walker.open("/sign-in");
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${node.name}.gov.example`;
  await signIn(walker, { email, password: PASSWORD });
  await walker.speak();
  walker.presses = 0;
  return walker;
}

/**
 * After a node has come back: what waited for it is on lanes that failed, and such a lane is tried again within minutes
 * of the nodes' clocks, which are put on by ten.
 */
export async function backAgain({ clock, settle }: Scene): Promise<void> {
  for (let minutes = 0; minutes < 10; minutes++) {
    await settle();
    clock.advance(1);
  }
  await settle();
}

/** For whoever wants to look: MOOTHALL_PICTURES names a folder. */
export async function picture(walker: Walker, name: string): Promise<void> {
  const folder = process.env.MOOTHALL_PICTURES;
  if (folder)
    await walker.page.screenshot({ path: `${folder}/${name.replaceAll(" ", "-")}.png`, fullPage: true });
}

/** What was counted and measured on the way; printed, never asserted. */
export function newFigures(journey: string) {
  const lines: string[] = [];
  return {
    note: (what: string, value: number | string) => void lines.push(`  ${what}: ${value}`),
    /** How long it takes, in seconds to a tenth. */
    async timed(what: string, work: () => Promise<unknown>) {
      const began = performance.now();
      await work();
      lines.push(`  ${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    },
    print: () => void process.stdout.write(`${journey}\n${lines.join("\n")}\n`),
  };
}
