import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "../../node/db/embedded-server.ts";
import { show } from "./figures.ts";

/** From starting the program to its line "ready", on an empty data folder and on the same again. */
export async function benchStart(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), "moothall-bench-"));
  const port = await freePort();
  try {
    const first = await startOnce(data, port);
    const again = [await startOnce(data, port), await startOnce(data, port), await startOnce(data, port)];
    const bare = await emptyProgram();
    const later = again.map((one) => one.ready).sort((a, b) => a - b)[1] ?? 0;
    show("Seconds until a built node is ready", {
      "first start, empty data folder": first.ready,
      "later start (the middle of three)": later,
      "stopping (the middle of three)": again.map((one) => one.stopped).sort((a, b) => a - b)[1] ?? 0,
      "an empty program, start to end": bare,
      "later start, in empty programs": later / bare,
    });
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/** What starting anything costs here: seconds. */
async function emptyProgram(): Promise<number> {
  const began = performance.now();
  await once(spawn(process.execPath, ["--eval", ""]), "exit");
  return (performance.now() - began) / 1000;
}

async function startOnce(data: string, port: number): Promise<{ ready: number; stopped: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, [resolve("dist/server/main.js")], {
    env: {
      ...process.env,
      MOOTHALL_DATA_DIR: data,
      MOOTHALL_PORT: String(port),
      MOOTHALL_ORIGIN: `http://bench.localhost:${port}`,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  let said = "";
  await new Promise<void>((ready, failed) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("is ready at")) ready();
    });
    ended.then((code) => failed(new Error(`The node ended with ${code}: ${said}`)));
  });
  const ready = (performance.now() - began) / 1000;
  const stopping = performance.now();
  child.kill("SIGTERM");
  await ended;
  return { ready, stopped: (performance.now() - stopping) / 1000 };
}
