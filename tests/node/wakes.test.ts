import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { until } from "../../deploy/lab/pause.ts";
import { askToRegister } from "../../node/accounts/register.ts";
import { recordChange } from "../../node/changes/record.ts";
import { readConfig } from "../../node/config.ts";
import { inTransaction, type NodeContext } from "../../node/context.ts";
import { openDatabase } from "../../node/db/open.ts";
import { installJobs } from "../../node/jobs/install.ts";
import { hearWakes, wakeElsewhere } from "../../node/runtime/wakes.ts";
import { openNode } from "../../node/start.ts";
import { openTestNode } from "../support/context.ts";
import { createDatabase } from "../support/database.ts";
import { openDoor } from "../support/door.ts";

test("What is done on a page wakes the workers of another process, and what was not done after all wakes nobody", async () => {
  await using node = await openTestNode();
  const heard: string[] = [];
  const hearing = hearWakes(node.database.url, (what) => heard.push(what));
  await hearing.ready;
  const page: NodeContext = { ...node.ctx, wake: wakeElsewhere(node.ctx) };
  await expect(act(page, true)).rejects.toThrow("Not after all.");
  await node.ctx.sql`select pg_notify('moothall_work', 'mails')`;
  await until("the wake that came after it", async () => heard.length > 0);
  expect(heard).toEqual(["mails"]);
  await act(page, false);
  await until("the wake", async () => heard.length > 1);
  expect(heard).toEqual(["mails", "changes"]);
  await hearing.stop();
});

test("Wakes are heard again after the connection was lost, and the act stands when nobody could be woken", async () => {
  await using node = await openTestNode();
  const door = await openDoor(node.database.url);
  const heard: string[] = [];
  const hearing = hearWakes(door.url, (what) => heard.push(what));
  await hearing.ready;
  const page: NodeContext = { ...node.ctx, wake: wakeElsewhere(node.ctx) };
  for (let losses = 1; losses <= 3; losses++) {
    const before = heard.length;
    door.cutAll();
    await until("a wake after the loss", async () => {
      await act(page, false);
      return heard.length > before;
    });
  }
  await hearing.stop();
  await door.close();
  const done = heard.length;
  await act(page, false);
  const changes = await node.ctx.sql`select 1 from changes where kind = 'person.updated'`;
  expect(changes.length).toBeGreaterThan(done);
});

test("A node whose pages and worker are two processes sends what was asked for on a page, and only the worker listens", async () => {
  await using database = await createDatabase();
  await installJobs(database.url);
  const dataDir = await mkdtemp(join(tmpdir(), "moothall-roles-"));
  const settings = {
    origin: "http://sunderland.localhost:8623",
    port: 8623,
    dataDir,
    databaseUrl: database.url,
    councils: [{ name: "Sunderland City Council", domains: ["sunderland.gov.example"] }],
  };
  const open = (role: string) =>
    openNode(readConfig({ MOOTHALL_ROLE: role }, JSON.stringify(settings)), { connections: 3 });
  const page = await open("web");
  const worker = await open("worker");
  worker.workers.start();
  const owner = openDatabase(database.url, { connections: 1, owner: true });
  const listening = () => owner<{ n: number }[]>`
    select count(*)::int as n from pg_stat_activity where application_name = 'moothall-listen' and datname = current_database()`;
  await until("the worker listens", async () => (await listening())[0]?.n === 1);
  await owner.end();
  const visitor = { address: "198.51.100.1", device: "Firefox" };
  await askToRegister(page.ctx, { email: "amara@sunderland.gov.example", language: "en" }, visitor);
  await until(
    "the mail",
    async () => (await page.ctx.sql`select 1 from mails where sent is not null`).length > 0,
  );
  await worker.stop();
  await page.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Some act of a page; it may be undone before it stands. */
function act(page: NodeContext, fails: boolean): Promise<void> {
  return inTransaction(page, async (tx) => {
    await recordChange(tx, { kind: "person.updated", actorId: null, origin: { road: "here" } });
    if (fails) throw new Error("Not after all.");
  });
}
