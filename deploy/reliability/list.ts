import { receiverKilled, senderKilled } from "./experiments/r01-nodes-killed.ts";
import { databaseKilled } from "./experiments/r05-database-killed.ts";
import { databaseAway } from "./experiments/r06-database-away.ts";
import { diskFull } from "./experiments/r07-disk-full.ts";
import { peerAway } from "./experiments/r10-peer-away.ts";
import { partition } from "./experiments/r11-partition.ts";
import { badRoad } from "./experiments/r12-bad-road.ts";
import { shuffled } from "./experiments/r13-shuffled.ts";
import { replayed } from "./experiments/r14-replayed.ts";
import { deadHosts } from "./experiments/r17-dead-hosts.ts";
import { poison } from "./experiments/r18-poison.ts";
import { rolling } from "./experiments/r19-rolling.ts";
import { migration } from "./experiments/r20-migration.ts";
import { removal } from "./experiments/removal.ts";
import type { Experiment } from "./types.ts";

/** Every experiment, in the order in which all are run. */
export const EXPERIMENTS: readonly Experiment[] = [
  senderKilled,
  receiverKilled,
  databaseKilled,
  databaseAway,
  diskFull,
  peerAway,
  partition,
  badRoad,
  shuffled,
  replayed,
  deadHosts,
  poison,
  rolling,
  migration,
  removal,
];
