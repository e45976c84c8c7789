import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "../../node/db/embedded-server.ts";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import { AS_STARTED, MALLOC } from "../lab/node-process.ts";
import type { Apart } from "./apart.ts";
import { quantilesOf, show } from "./figures.ts";
import { signIn } from "./page.ts";
import { openSites, startCommunity } from "./sites.ts";

const BYTES = FILE_LIMITS.fileBytes;
const TIMES = 8;
const MEBI = 1024 * 1024;
/** A PDF by its head; nothing else is looked at. */
const FILE = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(BYTES - 9, "a")]);

/**
 * 25 MB up and down, one after the other and two at once, through a node and through its HTTP server alone; what the node
 * takes of memory meanwhile (issue of closed rooms §7: growth ≤ 32 MB, throughput ≥ 60 % of a plain file).
 */
export async function benchFiles(): Promise<void> {
  await using sites = await openSites({ names: ["north"], workers: "by-hand" });
  const [node] = sites.nodes;
  if (!node) throw new Error("No node started.");
  const { actorId } = await startCommunity(node);
  const headers = {
    cookie: await signIn(node, actorId),
    "sec-fetch-site": "same-origin",
    accept: "application/json",
  };
  await using apart = await sites.apart(node, "web");
  const plain = await startPlain();
  try {
    const through = { origin: apart.origin, headers, up: partsOf(FILE) };
    const alone = { origin: plain.origin, headers: {}, up: { type: "application/octet-stream", body: FILE } };
    await measure(apart, through, alone);
  } finally {
    await plain.stop();
  }
}

async function measure(apart: Apart, through: Through, alone: Through): Promise<void> {
  // Both load what they need with the first.
  let path = await upload(through);
  await download(through, path);
  await upload(alone);
  await download(alone, "/");
  const up = await timesOf(async () => {
    path = await upload(through);
  });
  const down = await timesOf(() => download(through, path));
  const two = await timesOf(() => Promise.all([download(through, path), download(through, path)]));
  const plainUp = await timesOf(() => upload(alone));
  const plainDown = await timesOf(() => download(alone, "/"));
  const memory = await memoryOf(apart, async () => {
    path = await upload(through);
    await Promise.all([download(through, path), download(through, path)]);
  });
  show(`A file of ${BYTES / MEBI} MB, ${TIMES} times each`, {
    "up through the node, MB per second (half)": rateOf(up),
    "up, the HTTP server alone": rateOf(plainUp),
    "up, share of that (%)": (100 * rateOf(up)) / rateOf(plainUp),
    "down through the node, MB per second (half)": rateOf(down),
    "down, the HTTP server alone": rateOf(plainDown),
    "down, share of that (%)": (100 * rateOf(down)) / rateOf(plainDown),
    "two down at once, MB per second of both": rateOf(two) * 2,
    "memory of the node before (PSS, MB)": memory.before,
    "growth at most (MB)": memory.most - memory.before,
  });
}

/** What the node takes before and, looked at twenty times a second, at most while something is done four times. */
async function memoryOf(apart: Apart, work: () => Promise<void>): Promise<{ before: number; most: number }> {
  const before = apart.ownMemory();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, apart.ownMemory());
  }, 50);
  for (let done = 0; done < 4; done++) await work();
  clearInterval(watch);
  return { before, most: Math.max(most, apart.ownMemory()) };
}

interface Through {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly up: { readonly type: string; readonly body: Buffer };
}

function partsOf(file: Buffer): Through["up"] {
  const head = `--walrus\r\nContent-Disposition: form-data; name="upload"; filename="plan.pdf"\r\nContent-Type: application/pdf\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), file, Buffer.from("\r\n--walrus--\r\n")]);
  return { type: "multipart/form-data; boundary=walrus", body };
}

async function upload({ origin, headers, up }: Through): Promise<string> {
  const sent = { ...headers, "content-type": up.type, "content-length": String(up.body.length) };
  const answer = await exchange(origin, { method: "POST", path: "/files", headers: sent, body: up.body });
  return (JSON.parse(answer.startsWith("{") ? answer : "{}") as { path?: string }).path ?? "/";
}

async function download({ origin, headers }: Through, path: string): Promise<void> {
  await exchange(origin, { method: "GET", path, headers, body: null });
}

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** The end of the answer; a file is read and let go. Throws unless it is 200. */
function exchange(origin: string, { method, path, headers, body }: Exchange): Promise<string> {
  const { host, port } = new URL(origin);
  return new Promise((done, failed) => {
    const sent = request(
      { host: "127.0.0.1", port, method, path, headers: { ...headers, host } },
      (answer) => {
        let bytes = 0;
        let last = Buffer.alloc(0);
        answer.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes < 10_000) last = Buffer.concat([last, chunk]);
        });
        answer.on("end", () => {
          const whole = answer.statusCode === 200 && (method === "POST" || bytes === BYTES);
          if (whole) done(last.toString("utf8"));
          else failed(new Error(`${method} ${path} answered ${answer.statusCode} with ${bytes} bytes.`));
        });
      },
    );
    sent.on("error", failed).end(body ?? undefined);
  });
}

/** Seconds of each. */
async function timesOf(work: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let done = 0; done < TIMES; done++) {
    const began = performance.now();
    await work();
    times.push((performance.now() - began) / 1000);
  }
  return times;
}

/** Megabytes in a second, by the middle of the times. */
function rateOf(times: readonly number[]): number {
  return BYTES / MEBI / quantilesOf(times).p50;
}

async function startPlain(): Promise<{ origin: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "moothall-plain-"));
  const port = await freePort();
  // The same settings of Node and of its memory as a node has.
  const server = fork(resolve("deploy/bench/plain-server.ts"), [String(port), folder], {
    execArgv: [...AS_STARTED],
    env: { ...process.env, ...MALLOC },
  });
  await once(server, "message");
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
