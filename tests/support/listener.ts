import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";

/** A real server on loopback that counts whoever connects. */
export type Listener = {
  port: number;
  /** Connections so far, including those that never sent a request. */
  connections(): number;
  /** Request lines so far, as `GET /path`. */
  requests: string[];
  close(): Promise<void>;
};

/** Opens a server on a free port; with `tls`, an https one. Without a handler every answer is an empty 200. */
export async function openListener(
  handler: RequestListener = (_request, response) => void response.end(),
  { host = "127.0.0.1", tls }: { host?: string; tls?: { cert: string; key: string } } = {},
): Promise<Listener> {
  const requests: string[] = [];
  const counted: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.on("error", () => {});
    handler(request, response);
  };
  const server = tls === undefined ? createServer(counted) : createTlsServer(tls, counted);
  const open = new Set<Socket>();
  let count = 0;
  server.on("connection", (socket: Socket) => {
    count++;
    open.add(socket.on("close", () => open.delete(socket)));
  });
  await new Promise<void>((resolve, reject) => server.on("error", reject).listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connections: () => count,
    requests,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
