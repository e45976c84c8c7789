import { afterAll, beforeAll, expect, test } from "vitest";
import { recordAudit } from "../../node/audit/record.ts";
import { sealAudit } from "../../node/audit/seal.ts";
import { verifyAudit } from "../../node/audit/verify.ts";
import { run } from "../../node/commands/run.ts";
import { inTransaction } from "../../node/context.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { checkAudit } from "../../node/doctor/check-audit.ts";
import { openTestNode, type TestNode } from "../support/context.ts";

let node: TestNode;
let owner: Sql;
beforeAll(async () => {
  node = await openTestNode();
  owner = openDatabase(node.database.url, { connections: 1, owner: true });
  for (const subject of ["one", "two", "three", "four"])
    await recordAudit(node.ctx, { kind: "settings.changed", accountId: null, subject });
  // A number that a transaction took and never used.
  await rolledBack();
  await recordAudit(node.ctx, { kind: "settings.changed", accountId: null, subject: "five" });
  await sealAll();
});
afterAll(async () => {
  await owner.end();
  await node[Symbol.asyncDispose]();
});

test("Every event is sealed over the one before, and the whole chain is reckoned again (I9)", async () => {
  const state = await verifyAudit(node.ctx);
  expect(state).toMatchObject({ sealed: 5, waiting: 0, broken: null });
  const [last] = await owner<{ head: string }[]>`
    select event_id || ':' || encode(audit_hash((select hash from audit_seals where event_id < e.id order by event_id desc limit 1), e), 'hex')
      as head from audit_seals s join audit_events e on e.id = s.event_id order by e.id desc limit 1`;
  expect(state.head).toBe(last?.head);
  expect(await checkAudit(node.ctx)).toMatchObject([{ code: "audit.fine", facts: { sealed: 5 } }]);
  expect(await command("audit", "verify")).toMatchObject({
    code: 0,
    out: `The audit record holds. 5 events are sealed, 0 wait to be.\nHead: ${state.head}`,
  });
});

/** What an owner of the database may do, what the doctor says of it, and how it is put right. */
const FALSIFIED = [
  {
    name: "changed",
    what: "changed",
    make: () => owner`update audit_events set subject = 'other' where subject = 'two'`,
    mend: () => owner`update audit_events set subject = 'two' where subject = 'other'`,
    broken: async () => idOf("other"),
  },
  {
    name: "changed together with its seal",
    what: "changed",
    make: () => owner`with e as (update audit_events set subject = 'other' where subject = 'two' returning id, facts)
      update audit_seals set hash = sha256('made up') where event_id = (select id from e)`,
    mend: () => rebuild(owner`update audit_events set subject = 'two' where subject = 'other'`),
    broken: async () => idOf("other"),
  },
  {
    name: "dated back",
    what: "changed",
    make: () => owner`update audit_events set happened = happened - interval '1 day' where subject = 'five'`,
    mend: () => owner`update audit_events set happened = happened + interval '1 day' where subject = 'five'`,
    broken: async () => idOf("five"),
  },
  {
    name: "deleted",
    what: "deleted",
    make: () =>
      owner`with e as (delete from audit_events where subject = 'three' returning *) insert into kept select * from e`,
    mend: () => owner`insert into audit_events overriding system value select * from kept`,
    broken: async () => 3,
  },
  {
    name: "deleted together with its seal",
    what: "changed",
    make: async () => {
      await owner`insert into kept select * from audit_events where subject = 'three'`;
      await owner`delete from audit_seals where event_id = 3`;
      await owner`delete from audit_events where id = 3`;
    },
    mend: () => rebuild(owner`insert into audit_events overriding system value select * from kept`),
    broken: async () => 4,
  },
  {
    name: "inserted at a number that was never used",
    what: "inserted",
    make: () => owner`insert into audit_events (id, kind, subject, happened) overriding system value
      values (5, 'settings.changed', 'slipped in', now())`,
    mend: () => owner`delete from audit_events where id = 5`,
    broken: async () => 5,
  },
] as const;

test.each(FALSIFIED)("An event that the owner of the database $name is named", async (one) => {
  await owner`create table if not exists kept as select * from audit_events limit 0`;
  await owner`truncate kept`;
  await one.make();
  const eventId = await one.broken();
  expect((await verifyAudit(node.ctx)).broken).toEqual({ eventId, what: one.what });
  expect(await checkAudit(node.ctx)).toMatchObject([
    { code: `audit.${one.what}`, level: "act", facts: { event: eventId } },
  ]);
  const said = await command("audit", "verify");
  expect(said).toMatchObject({ code: 1, out: expect.stringContaining(`does not hold: event ${eventId} `) });
  // What happens afterwards is sealed all the same, and hides nothing.
  await recordAudit(node.ctx, { kind: "settings.changed", accountId: null, subject: "later" });
  await sealAll();
  expect((await verifyAudit(node.ctx)).broken).toEqual({ eventId, what: one.what });
  await one.mend();
  expect((await verifyAudit(node.ctx)).broken).toBeNull();
});

test("A chain that was made anew, or cut off at its end, is found by a head that was noted elsewhere", async () => {
  const head = (await verifyAudit(node.ctx)).head ?? "";
  expect(await command("audit", "verify", "--head", head)).toMatchObject({ code: 0 });
  await recordAudit(node.ctx, { kind: "settings.changed", accountId: null, subject: "after" });
  await sealAll();
  expect(await command("audit", "verify", "--head", head)).toMatchObject({ code: 0 });
  await rebuild(owner`update audit_events set subject = 'other' where subject = 'two'`);
  expect((await verifyAudit(node.ctx)).broken).toBeNull();
  expect(await command("audit", "verify", "--head", head)).toMatchObject({
    code: 1,
    out: expect.stringContaining("has not the seal that was noted"),
  });
  expect(await command("audit", "verify", "--head", "yesterday")).toMatchObject({ code: 2 });
});

test("The application can add events, and can neither change, delete nor falsely seal any", async () => {
  const { sql } = node.ctx;
  for (const act of [
    () => sql`update audit_events set kind = 'sign-in'`,
    () => sql`delete from audit_events`,
    () => sql`truncate audit_events cascade`,
    () => sql`update audit_seals set hash = ''`,
    () => sql`delete from audit_seals`,
    () => sql`alter table audit_seals disable trigger all`,
    () =>
      sql`create or replace function audit_hash(before bytea, event audit_events) returns bytea language sql as 'select before'`,
  ])
    await expect(act()).rejects.toThrow(/permission denied|must be owner/);
  await expect(sql`insert into audit_seals (event_id) values (1)`).rejects.toThrow(/in their order/);
  await recordAudit(node.ctx, { kind: "settings.changed", accountId: null, subject: "sealed by hand" });
  await sql`insert into audit_seals (event_id, hash) select max(id), 'made up' from audit_events`;
  expect((await verifyAudit(node.ctx)).broken).toBeNull();
});

test("Events of transactions that cross wait for nobody, and are sealed once the earlier number has come", async () => {
  const slow = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const crossing = inTransaction(node.ctx, async (tx) => {
    await recordAudit(tx, { kind: "settings.changed", accountId: null, subject: "earlier number" });
    written.resolve();
    await slow.promise;
  });
  await written.promise;
  await recordAudit(node.ctx, { kind: "settings.changed", accountId: null, subject: "earlier commit" });
  const before = await verifyAudit(node.ctx);
  for (let round = 0; round < 3; round++) await sealAudit(node.ctx);
  expect((await verifyAudit(node.ctx)).head).toBe(before.head);
  slow.resolve();
  await crossing;
  await sealAll();
  expect(await verifyAudit(node.ctx)).toMatchObject({ waiting: 0, broken: null });
});

test("A database that counts its transactions anew, after a restore, goes on with its chain", async () => {
  await recordAudit(node.ctx, { kind: "settings.changed", accountId: null, subject: "restored" });
  await owner`update audit_progress set beyond = '1000000000000'`;
  await sealAll();
  expect(await verifyAudit(node.ctx)).toMatchObject({ waiting: 0, broken: null });
});

/** Seals until nothing waits; transactions of other tests in the same PostgreSQL may hold a round up. */
async function sealAll(): Promise<void> {
  do await sealAudit(node.ctx);
  while ((await verifyAudit(node.ctx)).waiting > 0);
}

function rolledBack(): Promise<unknown> {
  const gone = inTransaction(node.ctx, async (tx) => {
    await recordAudit(tx, { kind: "settings.changed", accountId: null, subject: "never" });
    throw new Error("rolled back");
  });
  return expect(gone).rejects.toThrow("rolled back");
}

async function idOf(subject: string): Promise<number> {
  const [row] = await owner<{ id: number }[]>`select id from audit_events where subject = ${subject}`;
  return row?.id ?? 0;
}

/** As somebody who owns the database would: every seal reckoned anew. */
async function rebuild(change: PromiseLike<unknown>): Promise<void> {
  await change;
  await owner`create temporary table sealed as select event_id from audit_seals union select id from audit_events`;
  await owner`truncate audit_seals`;
  await owner`insert into audit_seals (event_id) select event_id from sealed order by 1`;
  await owner`drop table sealed`;
}

async function command(...args: string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const code = await run(args, {
    out: (line) => lines.push(line),
    err: (line) => lines.push(line),
    environment: {},
    config: () => node.ctx.config,
    open: async () => ({ ctx: node.ctx, stop: async () => {} }),
    database: () => Promise.reject(new Error("Not of this command.")),
  });
  return { code, out: lines.join("\n") };
}
