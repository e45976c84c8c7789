import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../node/commands/run.ts";
import { createCommunity } from "../../node/communities/create.ts";
import type { Config } from "../../node/config.ts";
import { findRunningDatabase } from "../../node/db/embedded.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { examineNode } from "../../node/doctor/examine.ts";
import { showPresence } from "../../node/doctor/presence.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { openDatabaseAsItIs } from "../../node/runtime/database.ts";
import { openNode } from "../../node/start.ts";
import { configOf, startBuiltInNode } from "./built-in-node.ts";
import { presentClock, type TestClock } from "./context.ts";
import { type MailSink, startMailSink } from "./mail-sink.ts";
import { connectPeer } from "./peer-connect.ts";
import { openPeer, type Peer } from "./peerkit.ts";
import { freePort } from "./ports.ts";
import { type Network, type NetworkNode, networkOf, startEmptyNode } from "./start-nodes.ts";
import { COMMUNITY, communityIdOf, type Officer, officerOn, writePost } from "./three-councils.ts";

/** Sunderland as a council runs it, connected with Somerset, whose community it follows, and with a scripted York. */
export interface DoctorScene extends AsyncDisposable {
  readonly net: Network;
  readonly clock: TestClock;
  readonly sunderland: NetworkNode;
  readonly somerset: NetworkNode;
  readonly york: Peer;
  readonly mails: MailSink;
  readonly amara: Officer;
  readonly groupIri: string;
  readonly config: Config;
  /** The database as its owner. */
  readonly owner: Sql;
  /** What is not well, each as `code` or `code about`. */
  findings(): Promise<readonly string[]>;
  /** The command line of Sunderland's data folder. */
  command(...words: string[]): Promise<{ code: number; out: string; err: string }>;
}

/** Starts the scene; all is well in it. */
export async function openDoctorScene(): Promise<DoctorScene> {
  const clock = presentClock();
  const mails = await startMailSink();
  const york = await openPeer("york");
  const origins = new Map([["york", york.origin]]);
  for (const name of ["sunderland", "somerset"])
    origins.set(name, `http://${name}.localhost:${await freePort()}`);
  const smtp = { url: mails.url, from: "communities@sunderland.gov.example" };
  const dataDir = await mkdtemp(join(tmpdir(), "moothall-doctor-"));
  const built = { name: "sunderland", origins, clock, dataDir, config: { smtp } };
  const sunderland = await startBuiltInNode(built);
  const somerset = await startEmptyNode({ name: "somerset", origins, clock, config: {} });
  const net = networkOf({ sunderland, somerset }, clock);
  const martin = await officerOn(somerset, "Martin Hale");
  await createCommunity(somerset.ctx, { actorId: martin.actorId }, { ...COMMUNITY, level: "open" });
  const [group] = await somerset.ctx.sql<{ iri: string }[]>`select iri from actors where kind = 'group'`;
  const groupIri = group?.iri ?? "";
  await net.connect("sunderland", "somerset");
  await connectPeer(net, sunderland, york);
  const amara = await officerOn(sunderland, "Amara Okafor");
  const communityId = await communityIdOf(sunderland.ctx, groupIri);
  await joinCommunity(sunderland.ctx, { actorId: amara.actorId, communityId });
  await writePost(amara, communityId, { title: "Kinship carers' allowances", text: "What do you pay?" });
  await net.settle();
  const presence = showPresence(sunderland.ctx);
  await presence.shown;
  const owner = openDatabase(findRunningDatabase(dataDir) ?? "", { owner: true, connections: 1 });
  const config = configOf(built, dataDir);
  return {
    ...{ net, clock, sunderland, somerset, york, mails, amara, groupIri, config, owner },
    findings: async () => {
      const { findings } = await examineNode(sunderland.ctx, { running: true, remember: true });
      return findings.filter((one) => one.level !== "ok").map((one) => one.code);
    },
    command: (...words) => commandOn(config, clock, words),
    async [Symbol.asyncDispose]() {
      await presence.stop();
      await owner.end();
      await net[Symbol.asyncDispose]();
      await york.close();
      await mails.close();
    },
  };
}

/** One call of the command line on a data folder, whether a node runs on it or not. */
export async function commandOn(config: Config, clock: TestClock, words: readonly string[]) {
  const [out, err]: string[][] = [[], []];
  const code = await run(words, {
    out: (line) => out?.push(line),
    err: (line) => err?.push(line),
    environment: {},
    database: (settings) => openDatabaseAsItIs(settings),
    config: () => config,
    open: (settings) => openNode(settings, { joinRunning: true, workers: "by-hand", connections: 2, clock }),
  });
  return { code, out: out?.join("\n") ?? "", err: err?.join("\n") ?? "" };
}
