import type { IncomingMessage } from "node:http";
import type { Config } from "../config.ts";

/**
 * How long a visitor may take over a request (A54), in milliseconds: its head 8 s, looked at every second; all of it
 * 12 s, and ten minutes for who is signed in and sends a form with files. Answers take as long as they take.
 */
const LIMITS = { headersTimeout: 8_000, requestTimeout: 600_000, connectionsCheckingInterval: 1_000 };
const BODY_MS = 12_000;

/** Where a node listens, and how patiently. */
export function servingOf({ port, listen }: Config) {
  return { port, hostname: listen, serverOptions: LIMITS };
}

/** Ends requests whose bodies take too long, with 408; what may take longer the server itself ends after ten minutes. */
export function limitBodies(server: Closing): void {
  server.prependListener("request", (request: IncomingMessage) => {
    const { headers } = request;
    const hasBody = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
    if (!hasBody || mayTakeLong(request)) return;
    const timer = setTimeout(() => {
      if (request.complete) return;
      request.socket.end("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
      request.socket.destroySoon();
    }, BODY_MS);
    request.once("close", () => clearTimeout(timer));
  });
}

/** A form with files, sent by somebody who says that they are signed in. */
function mayTakeLong({ method, url = "", headers }: IncomingMessage): boolean {
  const parts = /^multipart\/form-data\b/i.test(headers["content-type"] ?? "");
  const named = headers.cookie !== undefined || headers.authorization !== undefined;
  return method === "POST" && parts && named && /^\/(?:files|c\/)/.test(url);
}

/** What of a server of HTTP 1 or 2 is needed to close it. */
interface Closing {
  close(done: () => void): unknown;
  prependListener(event: string, listener: (...args: never[]) => void): unknown;
  closeIdleConnections?(): void;
  closeAllConnections?(): void;
}

/**
 * Takes no new connection, lets requests under way end for ten seconds, then closes. Who sends another on a connection
 * that is kept gets an answer, and reads in it that it was the last there (R19).
 */
export function closeServer(server: Closing): Promise<void> {
  return new Promise((done) => {
    server.prependListener("request", (_request: never, answer: { shouldKeepAlive: boolean }) => {
      answer.shouldKeepAlive = false;
    });
    server.close(() => done());
    server.closeIdleConnections?.();
    setTimeout(() => server.closeAllConnections?.(), 10_000).unref();
  });
}
