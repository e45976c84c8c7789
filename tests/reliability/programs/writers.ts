import { setTimeout as pause } from "node:timers/promises";
import { openDatabase } from "../../../node/db/open.ts";
import { survivePostgresDriver } from "../../../node/runtime/survive-driver.ts";

/**
 * Eight writers on one pool, in a process of their own, since the driver throws where nobody can catch it. Each
 * transaction writes two halves, sometimes with something else to do in between. Says after each round who has how many
 * acknowledged, and ends with what was acknowledged when it is told to.
 */
const WRITERS = 8;
const [url = ""] = process.argv.slice(2);
const sql = openDatabase(url, { connections: 6, owner: true, name: "writers" });
const acknowledged: number[][] = Array.from({ length: WRITERS }, () => []);
let ending = false;
survivePostgresDriver((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});

async function write(writer: number): Promise<void> {
  for (let number = 0; !ending; number++) {
    try {
      await sql.begin(async (tx) => {
        await tx`insert into halves (writer, number, half) values (${writer}, ${number}, 1)`;
        if (number % 2 === 0) await pause(number % 20);
        await tx`insert into halves (writer, number, half) values (${writer}, ${number}, 2)`;
      });
      acknowledged[writer]?.push(number);
    } catch {
      await pause(20);
    }
  }
}

async function readAll(): Promise<void> {
  while (!ending) {
    try {
      await sql.begin("read only", (tx) => tx`select count(*) from halves`);
      await sql`select 1`;
    } catch {
      await pause(20);
    }
  }
}

const loops = [...acknowledged.keys()].map(write);
loops.push(readAll());
const report = setInterval(() => process.send?.({ counts: acknowledged.map((list) => list.length) }), 50);
process.once("message", async () => {
  ending = true;
  await Promise.all(loops);
  clearInterval(report);
  await sql.end();
  process.send?.({ acknowledged }, () => process.disconnect());
});
