import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** What stands before several processes of one node, as a load balancer does. */
export interface Balancer {
  /** Requests that no process answered since the last look, by method. */
  takeFailed(): { readonly reads: number; readonly writes: number };
  close(): Promise<void>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/**
 * Listens on one port and passes each request on to one of the others in turn. A request that was certainly not begun
 * (refused, or sent on an idle connection that had just ended), and any read, goes to the next; a write that may have
 * been begun is answered 503.
 */
export async function openBalancer(port: number, backends: readonly number[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const failed = { reads: 0, writes: 0 };
  let turn = 0;
  async function serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece as Buffer);
    const { method = "GET", url = "/", rawHeaders } = incoming;
    const asked = { method, path: url, headers: rawHeaders, body: Buffer.concat(pieces) };
    const isRead = method === "GET" || method === "HEAD";
    const first = turn++;
    for (let tries = 0; tries < backends.length * 2; tries++) {
      const backend = backends[(first + tries) % backends.length] ?? 0;
      const got = await ask(agent, backend, asked);
      if (typeof got === "object") return pass(got, answer);
      if (got === "maybe-begun" && !isRead) break;
    }
    failed[isRead ? "reads" : "writes"]++;
    answer.writeHead(503, { "retry-after": "1" }).end();
  }
  const server = createServer((incoming, answer) => {
    serve(incoming, answer).catch(() => answer.destroy());
  });
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(port, "127.0.0.1", resolve),
  );
  return {
    takeFailed() {
      const taken = { ...failed };
      Object.assign(failed, { reads: 0, writes: 0 });
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

type Got = IncomingMessage | "not-begun" | "maybe-begun";

function ask(agent: Agent, port: number, { method, path, headers, body }: Asked): Promise<Got> {
  const { promise, resolve } = Promise.withResolvers<Got>();
  const sent = request({ agent, host: "127.0.0.1", port, method, path, headers }, resolve);
  sent.once("error", (error: NodeJS.ErrnoException) => {
    const idle = sent.reusedSocket && error.code === "ECONNRESET";
    resolve(error.code === "ECONNREFUSED" || idle ? "not-begun" : "maybe-begun");
  });
  sent.end(body);
  return promise;
}

function pass(got: IncomingMessage, answer: ServerResponse): void {
  answer.writeHead(got.statusCode ?? 502, got.headers);
  got.once("error", () => answer.destroy());
  got.pipe(answer);
}
