import { createReadStream } from "node:fs";
import { connect, type Socket } from "node:net";

/** What the checker says of bytes: nothing found, something found, or no usable answer. */
export type ScanAnswer = "clean" | "found" | "away";

const DEADLINE_MS = 60_000;
const PIECE = 64 * 1024;

/**
 * Asks ClamAV's daemon about a file (clamd(8), INSTREAM): `where` is the path of its socket, or `host:port`. Whatever
 * goes wrong is `away`: the file then waits.
 */
export function scanWithClamd(where: string, path: string): Promise<ScanAnswer> {
  return new Promise((resolve) => {
    const socket = dial(where);
    let said = "";
    const end = (answer: ScanAnswer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end("away"), DEADLINE_MS);
    socket.on("error", () => end("away"));
    socket.on("data", (chunk) => {
      if (said.length < 1_000) said += chunk.toString("latin1");
    });
    // It answers with one line and a NUL, and closes; one that closes without a word has not answered.
    socket.on("close", () => end(answerIn(said)));
    socket.on("connect", () => void send(socket, path).catch(() => end("away")));
  });
}

function dial(where: string): Socket {
  if (where.startsWith("/")) return connect({ path: where });
  const at = where.lastIndexOf(":");
  return connect({ host: where.slice(0, at), port: Number(where.slice(at + 1)) });
}

async function send(socket: Socket, path: string): Promise<void> {
  socket.write("zINSTREAM\0");
  for await (const chunk of createReadStream(path, { highWaterMark: PIECE }) as AsyncIterable<Buffer>) {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(chunk.length);
    socket.write(size);
    if (!socket.write(chunk)) await drained(socket);
  }
  socket.write(Buffer.alloc(4));
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("drain", resolve);
    socket.once("close", () => reject(new Error("closed")));
  });
}

function answerIn(said: string): ScanAnswer {
  const line = said.split("\0")[0]?.trim() ?? "";
  if (line === "stream: OK") return "clean";
  return line.startsWith("stream: ") && line.endsWith(" FOUND") ? "found" : "away";
}
