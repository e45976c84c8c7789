import { PASSWORD } from "../../deploy/demo/populate.ts";
import { personOf, residentOf } from "../../deploy/demo/world.ts";
import { openTestDemo, type TestDemo } from "../support/demo-network.ts";
import { startMailSink } from "../support/mail-sink.ts";
import type { Officer } from "./cast.ts";
import { sceneOf } from "./scene.ts";
import type { Seed } from "./seed.ts";

/** People of the demo who walk through journeys, by their key in its content. */
const CAST = [
  ...(["amara", "dev", "ruth", "farzana", "joanne", "osian", "grace", "eilidh", "callum"] as const),
  ...(["helen", "alice", "martin", "simon", "jun", "colin"] as const),
  ...(["rhian", "graham", "fiona", "toby", "lucy", "gwilym", "joel", "eleri"] as const),
] as const;

export type DemoRole = (typeof CAST)[number];

/** The demo as journeys walk through it: its people, its communities, and what was written in four months. */
export interface DemoSeed extends Seed<DemoRole> {
  readonly demo: TestDemo;
}

/** Opens the demo's three sites with a mail server and a browser. `newcomers`: as in `openTestDemo`. */
export async function openDemoScene(newcomers: readonly string[] = []): Promise<DemoSeed> {
  const mails = await startMailSink();
  const smtp = { url: mails.url, from: "Communities <no-reply@example.gov.example>" };
  const demo = await openTestDemo({ config: { smtp }, newcomers });
  const scene = await sceneOf({
    net: demo.net,
    clock: demo.clock,
    address: demo.address,
    mails,
    dispose: demo,
  });
  const cast = Object.fromEntries(CAST.map((key) => [key, officerOf(demo, key)]));
  return {
    demo,
    scene,
    cast: cast as Record<DemoRole, Officer>,
    communities: new Map(demo.communities),
  };
}

function officerOf(demo: TestDemo, key: DemoRole): Officer {
  const { name, email, node } = personOf(key);
  const { accountId, actorId } = residentOf(demo, key);
  return { name, email, password: PASSWORD, site: demo.net.node(node), accountId, actorId };
}
