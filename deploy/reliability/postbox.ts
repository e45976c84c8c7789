import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { Place } from "../lab/link.ts";

/** One delivery as it was sent, to be given to its receiver now, later, or again. */
export interface Letter {
  readonly to: Place;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** A way between two nodes that keeps a copy of every delivery. */
export interface Postbox {
  /** Every delivery so far, in the order in which they were sent. */
  readonly letters: Letter[];
  /** While it holds, senders are told 202 and receivers get nothing; whoever holds must hand on what came. */
  hold(on: boolean): void;
  close(): Promise<void>;
}

/** Opens one that listens at `from` and passes on to `to`. What is asked with GET always passes. */
export async function openPostbox(from: Place, to: Place): Promise<Postbox> {
  const letters: Letter[] = [];
  let holding = false;
  async function take(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of asked) pieces.push(piece as Buffer);
    const letter = { to, path: asked.url ?? "/", headers: asked.rawHeaders, body: Buffer.concat(pieces) };
    letters.push(letter);
    const status = holding ? 202 : await handOver(letter);
    answer.writeHead(status === 0 ? 502 : status).end();
  }
  const server = createServer((asked, answer) => {
    if (asked.method === "POST") take(asked, answer).catch(() => answer.destroy());
    else pass(asked, answer, to);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(from.port, from.address, resolve);
  });
  return {
    letters,
    hold: (on) => {
      holding = on;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** When a letter was signed, in milliseconds of its sender's clock. */
export function signedAt({ headers }: Letter): number {
  const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === "date");
  return Date.parse(headers[at + 1] ?? "");
}

const LONGEST_MS = 20_000;

/** Gives a letter to its receiver, byte for byte as it was sent; the status of the answer, 0 without one in 20 s. */
export function handOver({ to, path, headers, body }: Letter): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const way = { host: to.address, port: to.port, path, method: "POST", headers, timeout: LONGEST_MS };
  const sent = request(way, (answer) => {
    answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
  });
  sent.once("timeout", () => sent.destroy());
  sent.once("error", () => resolve(0));
  // Cut off in the middle of an answer there is no error.
  sent.once("close", () => resolve(0));
  sent.end(body);
  return promise;
}

function pass(asked: IncomingMessage, answer: ServerResponse, to: Place): void {
  const { method, url, rawHeaders } = asked;
  const sent = request({ host: to.address, port: to.port, path: url, method, headers: rawHeaders }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  });
  sent.once("error", () => answer.destroy());
  asked.pipe(sent);
}
