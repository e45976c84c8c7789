import { resolve } from "node:path";
import { serve } from "@hono/node-server";
import { createFileBringer } from "../federation/bring-files.ts";
import { sendDelivery } from "../federation/deliver.ts";
import { answerFederation } from "../federation/http.ts";
import { createKeepUp } from "../federation/keep-up.ts";
import { remoteNodes } from "../federation/remote-nodes.ts";
import { createWire, type Wire } from "../federation/wire.ts";
import type { SearchEngine } from "../search/engine.ts";
import { nodeIndex } from "../search/node-index.ts";
import { indexChanges, mendIndex } from "../search/node-writing.ts";
import { openSearch } from "../search/open.ts";
import { NO_REMOTE } from "../search/remote.ts";
import { createWebApp } from "../web/app.ts";
import { readAssets } from "../web/assets.ts";
import { findSession } from "./accounts/sessions.ts";
import type { Config } from "./config.ts";
import { type Clock, type NodeContext, SYSTEM_CLOCK } from "./context.ts";
import { openDatabase } from "./db/open.ts";
import { searchSql } from "./db/search-sql.ts";
import { waitingToBeFound } from "./discovery/waiting.ts";
import { createEgress } from "./egress/egress.ts";
import type { Resolve } from "./egress/resolve.ts";
import { logOf } from "./log.ts";
import { openMailer } from "./mail/mailer.ts";
import { openMetrics } from "./metrics/open.ts";
import { countUnread } from "./notifications/read.ts";
import { builtPages } from "./runtime/built-pages.ts";
import { openContext } from "./runtime/context.ts";
import { openNodeDatabase } from "./runtime/database.ts";
import { closeServer, limitBodies, servingOf } from "./runtime/server.ts";
import { openWakes } from "./runtime/wakes.ts";
import { type Outside, openWorkers, type Workers } from "./runtime/workers.ts";
import { StartRefusal } from "./start-refusal.ts";

export interface StartOptions {
  readonly clock?: Clock;
  /** Lines for whoever started it. */
  readonly say?: (line: string) => void;
  /** Where Vite's client build is; default `dist/client`. */
  readonly assets?: string;
  /** Workers run by themselves (default), or only when `settle` is called (tests). */
  readonly workers?: "running" | "by-hand";
  /** Use the database of a node that runs on this data folder (command line). */
  readonly joinRunning?: boolean;
  readonly connections?: number;
  /** Offers metrics where a port is set for them; not for the command line. */
  readonly metrics?: boolean;
  readonly resolve?: Resolve;
}

export interface OpenNode {
  readonly ctx: NodeContext;
  readonly wire: Wire;
  readonly workers: Workers;
  readonly keyCreated: boolean;
  readonly databasePid: () => number | null;
  /** Does everything that is due in the background; returns how much was done. */
  settle(): Promise<number>;
  stop(): Promise<void>;
}

/** Opens a node without listening: its database, context and workers. What the command line and `startNode` stand on. */
export async function openNode(config: Config, options: StartOptions = {}): Promise<OpenNode> {
  const ends: End[] = [];
  try {
    return await assemble(config, options, ends);
  } catch (error) {
    for (const end of ends) await end().catch(() => {});
    throw error;
  }
}

/** What is to be closed, the newest first. */
type End = () => Promise<unknown>;

async function assemble(config: Config, options: StartOptions, ends: End[]): Promise<OpenNode> {
  const say = options.say ?? (() => {});
  const database = await openNodeDatabase(config, { say, joinRunning: options.joinRunning ?? false });
  ends.unshift(() => database.stop());
  const clock = options.clock ?? SYSTEM_CLOCK;
  const engine = openEngine(database.url, clock, ends);
  let wire: Wire | null = null;
  const mailer = openMailer(config, say);
  const ports = {
    remote: remoteNodes(() => wire ?? fail()),
    search: nodeIndex(engine, NO_REMOTE),
    mail: mailer,
  };
  const metrics = await openMetrics(config, options.metrics ?? false);
  ends.unshift(() => metrics.stop());
  const { connections = 16 } = options;
  const parts = { databaseUrl: database.url, clock, ports, connections, meter: metrics.meter };
  const opened = await openContext(config, parts);
  const { ctx, keyCreated } = opened;
  metrics.observe(ctx);
  ends.unshift(() => ctx.sql.end());
  ends.unshift(async () => mailer.close());
  await engine.open({ anew: database.moved });
  const { privateNetworks } = config;
  const egress = createEgress({ privateNetworks, log: logOf("egress"), resolve: options.resolve });
  ends.unshift(() => egress.close());
  wire = createWire(ctx, egress);
  const workers = await openWorkers(ctx, outsideOf(ctx, wire, engine));
  ends.unshift(() => workers.stop());
  if ((options.workers ?? "running") === "running") {
    const wakes = openWakes(ctx, { databaseUrl: database.url, wake: (what) => workers.wake(what) });
    opened.onWake(wakes.wake);
    ends.unshift(() => wakes.stop());
  }
  const stop = async () => {
    for (const end of ends) await end();
  };
  return { ctx, wire, workers, keyCreated, databasePid: database.pid, settle: () => workers.settle(), stop };
}

function openEngine(databaseUrl: string, clock: Clock, ends: End[]): SearchEngine {
  const pool = openDatabase(databaseUrl, { connections: 4, name: "moothall-search" });
  const engine = openSearch({
    engine: "postgres",
    sql: searchSql(pool),
    clock,
    queue: () => waitingToBeFound(pool),
  });
  ends.unshift(
    () => engine.close(),
    () => pool.end(),
  );
  return engine;
}

function outsideOf(ctx: NodeContext, wire: Wire, engine: SearchEngine): Outside {
  return {
    send: (_ctx, delivery) => sendDelivery(wire, delivery),
    index: (tx, changes) => indexChanges(engine, tx, changes),
    keepUp: createKeepUp(wire),
    files: createFileBringer(wire),
    mendSearch: () => mendIndex(ctx, engine),
    tidySearch: () => engine.tidy(),
  };
}

export interface RunningNode extends OpenNode {
  readonly origin: string;
}

/** Starts a node: database, pages, federation and workers, as its role says. Throws StartRefusal with one sentence. */
export async function startNode(config: Config, options: StartOptions = {}): Promise<RunningNode> {
  const node = await openNode(config, { metrics: true, ...options });
  try {
    const server = config.role === "worker" ? null : await listen(config, node, options);
    if (config.role !== "web" && (options.workers ?? "running") === "running") node.workers.start();
    return {
      ...node,
      origin: config.origin,
      stop: async () => {
        await server?.close();
        await node.stop();
      },
    };
  } catch (error) {
    await node.stop();
    throw error;
  }
}

async function listen(
  config: Config,
  node: OpenNode,
  options: StartOptions,
): Promise<{ close(): Promise<void> }> {
  const folder = options.assets ?? builtPages();
  const app = createWebApp(node.ctx, {
    assets: readAssets(resolve(folder), config.brandColour),
    findSession,
    countUnread,
  });
  // The second argument is the socket's side of the request: pages learn the visitor's address from it.
  const answer = async (request: Request, bindings: object): Promise<Response> =>
    (await answerFederation(node.wire, request)) ?? app.fetch(request, bindings);
  return new Promise((resolved, rejected) => {
    const server = serve({ fetch: answer, ...servingOf(config) }, () => {
      resolved({ close: () => closeServer(server) });
    });
    limitBodies(server);
    server.once("error", (error: NodeJS.ErrnoException) => {
      rejected(
        error.code === "EADDRINUSE"
          ? new StartRefusal(
              `Port ${config.port} is taken by another program: stop it, or set MOOTHALL_PORT to a free one.`,
            )
          : error,
      );
    });
  });
}

function fail(): never {
  throw new Error("The node is not open yet.");
}
