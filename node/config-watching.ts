import { FILE_STORE } from "./config-file-store.ts";
import type { Setting } from "./config-settings.ts";

/** The settings of where files are, and of who watches over a node: virus check, log and metrics. */
export const WATCHING: readonly Setting[] = [
  ...FILE_STORE,
  {
    name: "clamav",
    env: "MOOTHALL_CLAMAV",
    kind: "text",
    must: "the path of a socket, or a host and a port",
    default: "none: files are not checked for viruses",
    example: "/run/clamav/clamd.ctl",
    help: "Socket of ClamAV's daemon (clamd). Files that people add are shown only once it has found nothing in them; while it does not answer they wait. Its StreamMaxLength must be 25 MB or more.",
  },
  {
    name: "logLevel",
    env: "MOOTHALL_LOG_LEVEL",
    kind: "text",
    must: "debug, info, warning or error",
    default: "info",
    example: "warning",
    help: "How much is written to the log.",
  },
  {
    name: "logFormat",
    env: "MOOTHALL_LOG_FORMAT",
    kind: "text",
    must: "json or text",
    default: "json",
    example: "text",
    help: "How the log is written: one line of JSON an event for programs, or a line for people. Neither holds what people write, keys, tokens or mail addresses.",
  },
  {
    name: "metricsPort",
    env: "MOOTHALL_METRICS_PORT",
    kind: "number",
    must: "a whole number from 1 to 65535",
    default: "none: metrics are not offered",
    example: "9464",
    help: "TCP port on which this process offers metrics to Prometheus, at /metrics. Each process of a node needs one of its own. See docs/metrics.md.",
  },
  {
    name: "metricsListen",
    env: "MOOTHALL_METRICS_LISTEN",
    kind: "text",
    must: "an IPv4 or IPv6 address of this machine",
    default: "127.0.0.1",
    example: "10.20.0.5",
    help: "Network address of the metrics. The default is reached from this machine only; whoever reaches it reads figures and the names of connected nodes, without a password.",
  },
];
