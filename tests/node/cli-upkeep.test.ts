import { afterAll, beforeAll, expect, test } from "vitest";
import { findSession, startSession } from "../../node/accounts/sessions.ts";
import { inTransaction } from "../../node/context.ts";
import { openDatabase } from "../../node/db/open.ts";
import type { RemoteNodes } from "../../node/ports.ts";
import { refuse } from "../../node/refusal.ts";
import { joinAs, VISITOR } from "../support/accounts.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import { createEmptyDatabase } from "../support/database.ts";
import { connectPeer } from "../support/elsewhere.ts";
import { shellOn } from "../support/shell.ts";

const SOMERSET = "http://somerset.localhost:8661";

const remote: RemoteNodes = {
  closedMembers: () => Promise.reject(new Error("not asked")),
  receipts: () => Promise.reject(new Error("not asked")),
  appealed: () => Promise.reject(new Error("not asked")),
  askHidden: () => Promise.reject(new Error("not asked")),
  hiddenFile: () => Promise.reject(new Error("not asked")),
  shows: () => Promise.reject(new Error("not asked")),
  describe: async () => refuse("not-found"),
  fingerprint: () => "",
  bringActor: async () => refuse("not-found"),
  compare: async (_ctx, origin) => [
    { iri: `${origin}/ap/g/1`, heldTo: 7, there: 9, members: "same", content: "partly-held" },
  ],
  roundTrip: async () => ({ outcome: "fine", error: "", aheadMs: 0, certificateEnds: null }),
  resync: async (_ctx, origin, { whole }) => [
    { iri: `${origin}/ap/g/1`, answered: true, applied: whole ? 9 : 2, complete: true, members: true },
  ],
};

let node: TestNode;
const { call } = shellOn(() => node);
beforeAll(async () => {
  const councils = [{ name: "Sunderland City Council", domains: ["sunderland.gov.uk"] }];
  node = await openTestNode({ config: { councils }, ports: { remote } });
  await connectPeer(node.ctx, "somerset");
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

test("What is held of a node is compared and read again by its address", async () => {
  expect((await call("peers", "digest", SOMERSET)).out).toMatch(
    /COMMUNITY\s+ENTRIES HERE.+\n\S+\/ap\/g\/1\s+7\s+9\s+the same\s+not all is held here/,
  );
  expect(JSON.parse((await call("peers", "digest", SOMERSET, "--json")).out)).toMatchObject([
    { heldTo: 7, there: 9, content: "partly-held" },
  ]);
  expect((await call("peers", "resync", SOMERSET)).out).toMatch(/yes\s+2\s+yes\s+yes/);
  expect((await call("peers", "resync", SOMERSET, "--whole")).out).toMatch(/yes\s+9\s+yes\s+yes/);
  expect((await call("peers", "resync", "atlantis.example")).code).toBe(2);
});

test("Sessions of a person are listed and ended, one or all, and stand in the audit record", async () => {
  await joinAs(node.ctx, "Joan Hill", "joan.hill@sunderland.gov.uk");
  const vera = await joinAs(node.ctx, "Vera Lund", "vera.lund@sunderland.gov.uk");
  const start = () =>
    inTransaction(node.ctx, (tx) => startSession(tx, { ...vera, factors: ["password"] }, VISITOR));
  const [second, third] = [await start(), await start()];
  const listed = JSON.parse((await call("sessions", "list", "vera_lund", "--json")).out);
  expect(listed).toHaveLength(3);
  expect((await call("sessions", "list", "vera_lund")).out).toContain("Firefox on Windows");
  const id = (await findSession(node.ctx, second.token))?.id ?? "";
  expect((await call("sessions", "end", "joan_hill", "--id", id)).code).toBe(2);
  expect((await call("sessions", "end", "vera_lund", "--id", id)).out).toContain("1 ended");
  expect(await findSession(node.ctx, second.token)).toBeNull();
  expect(await findSession(node.ctx, third.token)).not.toBeNull();
  expect((await call("sessions", "end", "vera_lund")).out).toContain("2 ended");
  expect((await call("sessions", "list", "vera_lund")).out).toBe("Vera Lund is signed in nowhere.");
  expect(await findSession(node.ctx, third.token)).toBeNull();
  const audited = await node.ctx.sql`select subject from audit_events where kind = 'session.ended'`;
  expect(audited).toEqual([{ subject: vera.accountId }]);
});

test("The tables of the database are told, with the SQL that waits, and brought up to this release", async () => {
  const status = await call("migrate", "status");
  expect(status.out).toMatch(/0001_kernel\s+ran\s+20/);
  expect(status.out).not.toContain("has not run");
  expect((await call("migrate", "plan")).out).toContain("Nothing");
  const last = await call("migrate", "up");
  expect(last).toMatchObject({ code: 0, out: "Nothing to do: the database fits this release." });

  await using old = await createEmptyDatabase();
  const there = { database: async () => ({ url: old.url, stop: async () => {} }) };
  const plan = await call("migrate", "plan", there);
  expect(plan.out).toMatch(/^-- 0001_kernel\n[\s\S]*create table node_settings/);
  expect((await call("migrate", "status", there)).out).toMatch(/0001_kernel\s+has not run yet\s+-/);
  expect((await call("migrate", "up", there)).out).toContain("0001_kernel ran.");
  expect(JSON.parse((await call("migrate", "plan", there, "--json")).out)).toEqual([]);
  const sql = openDatabase(old.url, { owner: true, connections: 1 });
  await sql`insert into schema_migrations (name, sha256, readable_from) values ('9999_later', 'x', '9998')`;
  await sql`update schema_migrations set sha256 = 'y' where name = '0100_search'`;
  await sql.end();
  const odd = await call("migrate", "status", there);
  expect(odd.out).toMatch(/0100_search\s+was edited after it ran/);
  expect(odd.out).toMatch(/9999_later\s+of a newer release/);
  expect((await call("migrate", "up", there)).code).toBe(2);
});
