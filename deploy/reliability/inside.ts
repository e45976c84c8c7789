import { readConfig } from "../../node/config.ts";
import type { Clock } from "../../node/context.ts";
import { type RunningNode, startNode } from "../../node/start.ts";
import type { Site } from "../lab/councils.ts";
import type { Stage } from "./stage.ts";

/** The time of day, which an experiment can move on for all of its nodes. */
export interface LabClock extends Clock {
  advance(ms: number): void;
}

export function labClock(): LabClock {
  let ahead = 0;
  let last = 0;
  return {
    now() {
      last = Math.max(last + 1, Date.now() + ahead);
      return new Date(last);
    },
    advance: (ms) => {
      ahead += ms;
    },
  };
}

/** A node in this process, at work by itself, with a clock that can be moved on. */
export interface InsideNode {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Prepares a node of a site in this process; it ends with the stage. */
export function insideNode(stage: Stage, site: Site, clock: Clock): InsideNode {
  let running: RunningNode | null = null;
  const node = {
    async start() {
      const config = readConfig({}, JSON.stringify(site.settings));
      running ??= await startNode(config, { clock, connections: 10 });
    },
    async stop() {
      const stopping = running;
      running = null;
      await stopping?.stop();
    },
  };
  stage.atEnd(node.stop);
  return node;
}
