import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../node/config.ts";
import type { TestClock } from "./context.ts";
import { COUNCILS, type NetworkNode, runNode } from "./start-nodes.ts";

/** What a node with a PostgreSQL of its own is started with. */
export interface BuiltIn {
  readonly name: string;
  /** Of all nodes and peers, by name. */
  readonly origins: ReadonlyMap<string, string>;
  readonly clock: TestClock;
  readonly config?: object;
  /** An existing data folder; default a new one. */
  readonly dataDir?: string;
}

/** Starts a node as `npm start` does: with the built-in PostgreSQL, all that keeps data safe switched on, its key in its folder. */
export async function startBuiltInNode(built: BuiltIn): Promise<NetworkNode> {
  const { name, clock } = built;
  const dataDir = built.dataDir ?? (await mkdtemp(join(tmpdir(), `moothall-${name}-`)));
  const config = configOf(built, dataDir);
  const nothing = async () => {};
  const database = { url: "", drop: nothing, [Symbol.asyncDispose]: nothing };
  return runNode(name, { config, clock, database, dataDir });
}

/** The settings of such a node, for the command line. */
export function configOf({ name, origins, config }: BuiltIn, dataDir: string) {
  const origin = origins.get(name) ?? "";
  const settings = {
    origin,
    port: Number(new URL(origin).port),
    dataDir,
    nodeName: name,
    councils: COUNCILS[name] ?? [],
    contact: { name: "Pat Reed", email: `help@${name}.gov.example` },
    privateNetworks: [...origins.values()].map((one) => ({ origin: one, cidr: "127.0.0.0/8" })),
    ...config,
  };
  return readConfig({}, JSON.stringify(settings));
}
