import type { Config } from "../config.ts";

/**
 * How long a visitor may take over a request (A54), in milliseconds: its head 8 s, all of it 12 s, looked at every
 * second, so that a half-open one is gone after 15 s. Answers take as long as they take.
 */
const LIMITS = { headersTimeout: 8_000, requestTimeout: 12_000, connectionsCheckingInterval: 1_000 };

/** Where a node listens, and how patiently. */
export function servingOf({ port, listen }: Config) {
  return { port, hostname: listen, serverOptions: LIMITS };
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
