import { spawnSync } from "node:child_process";
import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { connectionOptionsOf, withDatabase } from "../../node/db/connection-options.ts";
import { startEmbeddedPostgres } from "../../node/db/embedded.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";

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
  /** A fast shutdown, as an administrator does it. It is started again by itself, under the same address. */
  restart(): void;
  /** Stops all of its processes where they are, as a machine does that hangs; `thaw` lets them go on. Linux only. */
  freeze(): void;
  thaw(): void;
  /** Ends every connection and refuses new ones, until `admit`. */
  refuse(): Promise<void>;
  admit(): void;
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
  const main = () => [server.pid()].filter((pid) => pid !== null);
  const socket = join(connectionOptionsOf(server.url).host, ".s.PGSQL.5432");
  const freezer = freezerOf(main);
  return {
    url: (database) => withDatabase(server.url, database),
    create: (database) =>
      asOwner(
        server.url,
        async (sql) => void (await sql.unsafe(`create database ${database} template template0`)),
      ),
    pid: server.pid,
    kill: () => signal("SIGKILL", main()),
    restart: () => signal("SIGINT", main()),
    ...freezer,
    refuse: () => asOwner(server.url, (sql) => refuseOn(sql, socket)),
    admit: () => renameSync(`${socket}.apart`, socket),
    async stop() {
      freezer.thaw();
      await server.stop();
    },
  };
}

function signal(name: NodeJS.Signals, pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, name);
}

function freezerOf(main: () => readonly number[]): Pick<LabPostgres, "freeze" | "thaw"> {
  let frozen: readonly number[] = [];
  return {
    freeze() {
      // The one that starts others first, so that none is missed.
      frozen = main();
      signal("SIGSTOP", frozen);
      const children = frozen.flatMap(childrenOf);
      signal("SIGSTOP", children);
      frozen = [...frozen, ...children];
    },
    thaw() {
      signal("SIGCONT", frozen);
      frozen = [];
    },
  };
}

async function refuseOn(sql: Sql, socket: string): Promise<void> {
  // The first statement connects, while that still goes.
  await sql`select 1`;
  renameSync(socket, `${socket}.apart`);
  leaveDeadSocket(socket);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()
    and backend_type = 'client backend'`;
}

async function asOwner(url: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const sql = openDatabase(url, { connections: 1, owner: true, name: "moothall-lab" });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}

/** A socket on which nobody listens any more: whoever connects is refused. */
function leaveDeadSocket(path: string): void {
  const program = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", program], { stdio: "ignore" });
}
