import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../../deploy/lab/pause.ts";
import { connectionOptionsOf } from "../../node/db/connection-options.ts";
import { startEmbeddedPostgres } from "../../node/db/embedded.ts";
import { watchRoom } from "../../node/db/embedded-room.ts";
import { isDatabaseAway } from "../../node/db/open.ts";

const MB = 1024 ** 2;
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "moothall-test-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test("On a disk that is almost full people read and are told to come again to write, until there is room", async () => {
  const server = await startEmbeddedPostgres({ dataDir, role: "all", log: () => {} });
  const folder = join(dataDir, "postgres");
  const lines: string[] = [];
  let free = 1_000 * MB;
  const watch = watchRoom({
    folder,
    url: server.url,
    log: (line) => lines.push(line),
    free: async () => free,
  });
  const sql = postgres({ ...connectionOptionsOf(server.url), max: 1, onnotice: () => {} });
  const write = () => sql`insert into notes values ('Food waste')`.catch((error: unknown) => error);
  try {
    await sql`create table notes (text text)`;
    await write();
    free = 20 * MB;
    const refused = await until("nobody writes", async () => {
      const error = await write();
      return error instanceof Error ? error : null;
    });
    expect([(refused as { code?: string }).code, isDatabaseAway(refused)]).toEqual(["25006", true]);
    expect((await sql`select distinct text from notes`)[0]?.text).toBe("Food waste");
    free = 50 * MB;
    expect(await write()).toBeInstanceOf(Error);
    free = 90 * MB;
    await until("people write again", async () => !((await write()) instanceof Error));
    // PostgreSQL takes writes a moment before whoever told it so says it.
    await until("both turns are said", async () => lines.length >= 2);
    expect(lines).toHaveLength(2);

    const piece = join(folder, "moothall.reserve1");
    writeFileSync(piece, "x");
    free = MB;
    await until("a piece of the reserve is given back", async () => !existsSync(piece));
  } finally {
    await sql.end();
    await watch.stop();
    await server.stop();
  }
}, 60_000);
