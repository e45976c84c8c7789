/** What of a server of HTTP 1 or 2 is needed to close it. */
interface Closing {
  close(done: () => void): unknown;
  closeIdleConnections?(): void;
  closeAllConnections?(): void;
}

/** Takes no new connection, lets requests under way end for ten seconds, then closes. */
export function closeServer(server: Closing): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeIdleConnections?.();
    setTimeout(() => server.closeAllConnections?.(), 10_000).unref();
  });
}
