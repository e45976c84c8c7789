import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Meter } from "@opentelemetry/api";
import type { NodeContext } from "../context.ts";
import { readState } from "./state.ts";

/**
 * What waits in the database, looked up when somebody asks. A database that is away shows as `moothall_database_up` 0,
 * and what it would tell is left out.
 */
export function observeDatabase(meter: Meter, ctx: Pick<NodeContext, "sql" | "clock">): void {
  const gauge = (name: string, description: string) =>
    meter.createObservableGauge(`moothall_${name}`, { description });
  const up = gauge("database_up", "1 while the database answers.");
  const connections = gauge("database_connections", "Connections to the database, by pool.");
  const lanes = gauge("lanes", "Lanes to other nodes, by state.");
  const waiting = gauge("deliveries_waiting", "Deliveries that wait, by connected node.");
  const laneAge = gauge("lane_age_seconds", "Age of the oldest delivery that waits, by connected node.");
  const behind = gauge("changes_behind_seconds", "Age of the oldest change a consumer has not taken in.");
  const setAside = gauge("changes_set_aside", "Changes that a consumer failed on five times.");
  const mails = gauge("mails_waiting", "Mails that are due and not sent.");
  const mailAge = gauge("mails_age_seconds", "How long the oldest of them has been due.");
  const all = [up, connections, lanes, waiting, laneAge, behind, setAside, mails, mailAge];
  meter.addBatchObservableCallback(async (told) => {
    const state = await readState(ctx.sql, ctx.clock.now()).catch(() => null);
    told.observe(up, state === null ? 0 : 1);
    if (state === null) return;
    for (const { pool, count } of state.connections) told.observe(connections, count, { pool });
    for (const [name, count] of Object.entries(state.lanes)) told.observe(lanes, count, { state: name });
    for (const { peer, count, oldestSeconds } of state.waiting) {
      told.observe(waiting, count, { peer });
      told.observe(laneAge, oldestSeconds, { peer });
    }
    for (const { consumer, ...one } of state.consumers) {
      told.observe(behind, one.behindSeconds, { consumer });
      told.observe(setAside, one.setAside, { consumer });
    }
    told.observe(mails, state.mails.count);
    told.observe(mailAge, state.mails.oldestSeconds);
  }, all);
}

/** How this process does; the result ends looking. */
export function observeProcess(meter: Meter): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const loop = meter.createObservableGauge("moothall_event_loop_delay_seconds", {
    description: "How late the program comes to what is due, since the last look.",
  });
  const memory = meter.createObservableGauge("process_resident_memory_bytes", {
    description: "Memory of this process.",
  });
  const cpu = meter.createObservableCounter("process_cpu_seconds_total", {
    description: "Processor time of this process.",
  });
  meter.addBatchObservableCallback(
    (told) => {
      for (const quantile of [50, 99])
        told.observe(loop, delay.percentile(quantile) / 1e9, { quantile: String(quantile / 100) });
      delay.reset();
      told.observe(memory, process.memoryUsage.rss());
      const { user, system } = process.cpuUsage();
      told.observe(cpu, (user + system) / 1e6);
    },
    [loop, memory, cpu],
  );
  return () => delay.disable();
}
