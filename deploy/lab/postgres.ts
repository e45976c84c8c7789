import { withDatabase } from "../../node/db/connection-options.ts";
import { startEmbeddedPostgres } from "../../node/db/embedded.ts";
import { openDatabase } from "../../node/db/open.ts";

/** A PostgreSQL of one's own for as long as a measurement or an experiment takes, with all of its safety on. */
export interface LabPostgres {
  /** Address of one of its databases, as owner. */
  url(database: string): string;
  /** Makes an empty database. */
  create(database: string): Promise<void>;
  /** Process number now; null while it is down. */
  pid(): number | null;
  /** kill -9. It is started again by itself, under the same address. */
  kill(): void;
  stop(): Promise<void>;
}

/** Starts it in a folder. `log` hears when it dies and comes back. */
export async function startLabPostgres(
  folder: string,
  log: (line: string) => void = () => {},
): Promise<LabPostgres> {
  const server = await startEmbeddedPostgres({
    dataDir: folder,
    role: "all",
    log,
    settings: { max_connections: "300" },
  });
  return {
    url: (database) => withDatabase(server.url, database),
    async create(database) {
      const sql = openDatabase(server.url, { connections: 1, owner: true, name: "moothall-lab" });
      try {
        await sql.unsafe(`create database ${database} template template0`);
      } finally {
        await sql.end();
      }
    },
    pid: server.pid,
    kill() {
      const pid = server.pid();
      if (pid !== null) process.kill(pid, "SIGKILL");
    },
    stop: server.stop,
  };
}
