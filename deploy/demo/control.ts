import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { StartRefusal } from "../../node/start-refusal.ts";

const FILE = "control.json";

/**
 * Lets other terminals speak to a demo that runs: a port on this machine and a secret, both in a file that only its
 * owner can read. One line comes in, one goes out. Returns how to end it.
 */
export async function openControl(
  data: string,
  answer: (words: readonly string[]) => Promise<string>,
): Promise<() => void> {
  const secret = randomBytes(32).toString("hex");
  const server = createServer((socket) => void converse(socket, secret, answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const file = join(data, FILE);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ port, secret }), { mode: 0o600 });
  return () => {
    server.close();
    rmSync(file, { force: true });
  };
}

async function converse(
  socket: Socket,
  secret: string,
  answer: (words: readonly string[]) => Promise<string>,
): Promise<void> {
  socket.on("error", () => socket.destroy());
  for await (const line of createInterface(socket)) {
    const [given = "", ...words] = line.split(" ");
    if (!isSame(given, secret)) break;
    socket.end(`${await answer(words)}\n`);
    return;
  }
  socket.destroy();
}

function isSame(given: string, secret: string): boolean {
  return given.length === secret.length && timingSafeEqual(Buffer.from(given), Buffer.from(secret));
}

/** Says something to the demo that runs on a data folder and returns its answer. Throws StartRefusal where none runs. */
export async function speakTo(data: string, words: readonly string[]): Promise<string> {
  const { port, secret } = readControl(data);
  const socket = createConnection({ port, host: "127.0.0.1" });
  socket.once("connect", () => socket.write(`${[secret, ...words].join(" ")}\n`));
  try {
    for await (const line of createInterface(socket)) return line;
  } catch {
    // Left behind by a demo that was killed.
  } finally {
    socket.destroy();
  }
  throw notRunning();
}

function readControl(data: string): { readonly port: number; readonly secret: string } {
  try {
    return JSON.parse(readFileSync(join(data, FILE), "utf8"));
  } catch {
    throw notRunning();
  }
}

function notRunning(): StartRefusal {
  return new StartRefusal("The demo is not running: start it with `npm run demo`, in another terminal.");
}
