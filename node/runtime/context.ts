import { resolve } from "node:path";
import type { Meter } from "@opentelemetry/api";
import { checkKey } from "../actors/check-key.ts";
import { ensureNodeActor } from "../actors/node-actor.ts";
import { settleRestoration } from "../backup/restorations.ts";
import type { Config } from "../config.ts";
import { type Clock, type NodeContext, SYSTEM_CLOCK } from "../context.ts";
import { syncCouncils } from "../councils/sync.ts";
import { openDatabase } from "../db/open.ts";
import { irisOf } from "../iris.ts";
import { openVault } from "../keys/vault.ts";
import { logOf } from "../log.ts";
import { metricsOf } from "../metrics/instruments.ts";
import { checkOrigin } from "../origin.ts";
import type { Ports } from "../ports.ts";

export interface ContextParts {
  readonly databaseUrl: string;
  readonly clock?: Clock;
  readonly ports: Ports;
  readonly connections?: number;
  /** Where what happens is counted. */
  readonly meter: Meter;
}

/** A node's context with what is called when something was committed; `onWake` is set once the workers exist. */
export interface OpenedContext {
  readonly ctx: NodeContext;
  /** The key-encryption key was made just now: its recovery sheet must be shown. */
  readonly keyCreated: boolean;
  onWake(then: (what: "lanes" | "changes" | "mails" | "files") => void): void;
}

/** Makes the context over a migrated database; the origin is recorded, or another one refused (StartRefusal). */
export async function openContext(config: Config, parts: ContextParts): Promise<OpenedContext> {
  const configured = config.key === null ? null : Buffer.from(config.key.reveal(), "base64url");
  const { vault, created } = await openVault(resolve(config.dataDir), configured);
  let woken: (what: "lanes" | "changes" | "mails" | "files") => void = () => {};
  const ctx: NodeContext = {
    config,
    sql: openDatabase(parts.databaseUrl, { connections: parts.connections ?? 16, name: "moothall" }),
    clock: parts.clock ?? SYSTEM_CLOCK,
    iris: irisOf(config.origin),
    log: logOf("node"),
    metrics: metricsOf(parts.meter),
    ports: parts.ports,
    vault,
    wake: (what) => woken(what),
  };
  try {
    await checkKey(ctx, created);
    await checkOrigin(ctx);
    await ensureNodeActor(ctx);
    await syncCouncils(ctx);
    await settleRestoration(ctx);
  } catch (error) {
    await ctx.sql.end();
    throw error;
  }
  return {
    ctx,
    keyCreated: created,
    onWake: (then) => {
      woken = then;
    },
  };
}
