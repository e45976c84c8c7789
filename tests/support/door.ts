import { createConnection, createServer, type Socket } from "node:net";
import { connectionOptionsOf } from "../../node/db/connection-options.ts";

export interface Door {
  /** The same database, by way of this door. */
  readonly url: string;
  /** Connections that went through so far. */
  readonly passed: number;
  /** The next so many connections are cut at the moment at which PostgreSQL says that they are ready. */
  cutNext(connections: number): void;
  /** Cuts every connection that is open now. */
  cutAll(): void;
  close(): Promise<void>;
}

/** A way to PostgreSQL on which connections can be cut, as a server that is killed does it. */
export async function openDoor(url: string): Promise<Door> {
  const { host, port, database, user, pass } = connectionOptionsOf(url);
  const open = new Set<Socket>();
  let passed = 0;
  let cutting = 0;
  const server = createServer((client) => {
    passed++;
    const postgres = host.startsWith("/")
      ? createConnection(`${host}/.s.PGSQL.${port}`)
      : createConnection(port, host);
    const cut = cutting > 0;
    if (cut) cutting--;
    for (const end of [client, postgres]) {
      open.add(end);
      end.on("error", () => {});
      end.on("close", () => {
        open.delete(end);
        client.destroy();
        postgres.destroy();
      });
    }
    client.pipe(postgres);
    postgres.on("data", (piece: Buffer) => {
      if (cut && isReady(piece)) client.end(piece);
      else client.write(piece);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: own } = server.address() as { port: number };
  const by = `${encodeURIComponent(user)}:${encodeURIComponent(pass)}`;
  return {
    url: `postgresql://${by}@127.0.0.1:${own}/${database}`,
    get passed() {
      return passed;
    },
    cutNext(connections) {
      cutting = connections;
    },
    cutAll() {
      for (const end of open) end.destroy();
    },
    async close() {
      for (const end of open) end.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Ends with ReadyForQuery, outside of any transaction (PostgreSQL manual, 54.7). */
function isReady(piece: Buffer): boolean {
  return piece.subarray(-6).equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49]));
}
