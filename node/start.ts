import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { sendDelivery } from "../federation/deliver.ts";
import { answerFederation } from "../federation/http.ts";
import { createKeepUp } from "../federation/keep-up.ts";
import { remoteNodes } from "../federation/remote-nodes.ts";
import { createWire, type Wire } from "../federation/wire.ts";
import { indexChange, nodeIndex } from "../search/node-index.ts";
import { openSearch } from "../search/open.ts";
import { NO_REMOTE } from "../search/remote.ts";
import { createWebApp } from "../web/app.ts";
import { readAssets } from "../web/assets.ts";
import { findSession } from "./accounts/sessions.ts";
import type { Config } from "./config.ts";
import type { Clock, NodeContext } from "./context.ts";
import { openDatabase } from "./db/open.ts";
import { searchSql } from "./db/search-sql.ts";
import { createEgress } from "./egress/egress.ts";
import { logOf } from "./log.ts";
import { openMailer } from "./mail/mailer.ts";
import { countUnread } from "./notifications/read.ts";
import { openContext } from "./runtime/context.ts";
import { openNodeDatabase } from "./runtime/database.ts";
import { openWorkers, type Workers } from "./runtime/workers.ts";
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
  const say = options.say ?? (() => {});
  const database = await openNodeDatabase(config, {
    say,
    ...(options.joinRunning ? { joinRunning: true } : {}),
  });
  const ends: (() => Promise<unknown>)[] = [() => database.stop()];
  try {
    const searchPool = openDatabase(database.url, { connections: 4, name: "moothall-search" });
    ends.unshift(() => searchPool.end());
    const clock = options.clock ?? { now: () => new Date() };
    const engine = openSearch({ engine: "postgres", sql: searchSql(searchPool), clock });
    let wire: Wire | null = null;
    const late = (): Wire => wire ?? fail();
    const mailer = openMailer(config, say);
    const ports = { remote: remoteNodes(late), search: nodeIndex(engine, NO_REMOTE), mail: mailer };
    const opened = await openContext(config, {
      databaseUrl: database.url,
      clock,
      ports,
      ...(options.connections ? { connections: options.connections } : {}),
    });
    const { ctx } = opened;
    ends.unshift(
      () => ctx.sql.end(),
      async () => mailer.close(),
    );
    await engine.open();
    ends.unshift(() => engine.close());
    const egress = createEgress({ privateNetworks: config.privateNetworks, log: logOf("egress") });
    ends.unshift(() => egress.close());
    wire = createWire(ctx, egress);
    const made = wire;
    const workers = await openWorkers(ctx, {
      send: (_ctx, delivery) => sendDelivery(made, delivery),
      index: (tx, change) => indexChange(engine, tx, change),
      keepUp: createKeepUp(made),
      tidySearch: () => engine.tidy(),
    });
    ends.unshift(() => workers.stop());
    if ((options.workers ?? "running") === "running") opened.onWake((what) => workers.wake(what));
    return {
      ctx,
      wire: made,
      workers,
      keyCreated: opened.keyCreated,
      databasePid: database.pid,
      settle: () => workers.settle(),
      stop: async () => {
        for (const end of ends) await end();
      },
    };
  } catch (error) {
    for (const end of ends) await end().catch(() => {});
    throw error;
  }
}

export interface RunningNode extends OpenNode {
  readonly origin: string;
}

/** Starts a node: database, pages, federation and workers, as its role says. Throws StartRefusal with one sentence. */
export async function startNode(config: Config, options: StartOptions = {}): Promise<RunningNode> {
  const node = await openNode(config, options);
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
    const server = serve({ fetch: answer, port: config.port, hostname: config.listen }, () => {
      resolved({ close: () => new Promise((done) => closeServer(server, done)) });
    });
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

/** Where the build put what browsers load: beside the programs, whichever of their files this code stands in. */
function builtPages(): string {
  const places = ["../client", "../../client"].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(place)) ?? "dist/client";
}

/** Takes no new connection, lets requests under way end for ten seconds, then closes. */
function closeServer(server: ReturnType<typeof serve>, done: () => void): void {
  server.close(() => done());
  if ("closeIdleConnections" in server) server.closeIdleConnections();
  setTimeout(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
  }, 10_000).unref();
}

function fail(): never {
  throw new Error("The node is not open yet.");
}
