import { readFileSync } from "node:fs";
import { get } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signIn } from "../../node/accounts/sign-in.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { findKnownCommunity } from "../../node/communities/known.ts";
import { readConfig } from "../../node/config.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { exportMetrics } from "../../node/metrics/export.ts";
import { joinAs, refusalOf, VISITOR } from "../support/accounts.ts";
import { ask, draftCommunity } from "../support/attack-scene.ts";
import { testClock } from "../support/context.ts";
import { freePort } from "../support/ports.ts";
import { type Network, networkOf, startEmptyNode } from "../support/start-nodes.ts";

let net: Network;
let port: number;
let asked: () => Promise<unknown>;
beforeAll(async () => {
  port = await freePort();
  net = await twoCouncils(port);
  const [somerset, sunderland] = [net.node("somerset"), net.node("sunderland")];
  const martin = await joinAs(somerset.ctx, "Martin Hale", "martin.hale@somerset.gov.example");
  const { iri } = await createCommunity(somerset.ctx, martin, draftCommunity("Carers"));
  await net.connect("sunderland", "somerset");
  const amara = await joinAs(sunderland.ctx, "Amara Okafor", "amara.okafor@sunderland.gov.example");
  const communityId = (await findKnownCommunity(sunderland.ctx, iri))?.id ?? "";
  await joinCommunity(sunderland.ctx, { actorId: amara.actorId, communityId });
  await net.settle();
  await ask(sunderland.ctx, amara.actorId, communityId, "Who keeps the qzwordqz list?");
  await net.settle();
  const here = (await findKnownCommunity(somerset.ctx, iri))?.id ?? "";
  asked = () => ask(somerset.ctx, martin.actorId, here, "Another qzwordqz");
});
afterAll(async () => net[Symbol.asyncDispose]());

test("Prometheus reads what happened and what waits, on a port of its own", async () => {
  const [somerset, sunderland] = [net.node("somerset"), net.node("sunderland")];
  await asked();
  await somerset.get(`/c/nothing_here`);
  await somerset.get("/communities?q=qzwordqz");
  expect(await refusalOf(signIn(somerset.ctx, { email: "x@y.example", password: "no" }, VISITOR))).toBe(
    "wrong-credentials",
  );
  const before = await scrape(port);
  expect(before).toMatch(/^moothall_deliveries_waiting\{peer="http:\/\/sunderland\.localhost:\d+"\} 1$/m);
  expect(before).toMatch(/^moothall_lane_age_seconds\{peer="http:\/\/sunderland\.localhost:\d+"\} \d/m);
  await net.settle();
  const text = await scrape(port);
  expect(text).toMatch(/^moothall_inbox_activities_total\{type="Create",outcome="taken"\} 1$/m);
  expect(text).toMatch(/^moothall_deliveries_total\{kind="relay",outcome="delivered"\} \d+$/m);
  expect(text).toMatch(/^moothall_changes_total\{consumer="index"\} \d+$/m);
  expect(text).toMatch(/^moothall_sign_ins_total\{outcome="refused"\} 1$/m);
  expect(text).toMatch(/^moothall_mails_total\{outcome="sent"\} \d+$/m);
  expect(text).toMatch(
    /_count\{method="POST",route="\/ap\/(inbox|actor\/inbox|g\/:id\/inbox)",status="202"\} \d+/,
  );
  expect(text).toMatch(/_count\{method="GET",route="\/c\/:name",status="404"\} 1/);
  expect(text).toMatch(/_count\{method="GET",route="\/communities",status="200"\} 1/);
  expect(text).toMatch(/^moothall_database_up 1$/m);
  expect(text).toMatch(/^moothall_lanes\{state="open"\} \d+$/m);
  expect(text).toMatch(/^moothall_database_connections\{pool="moothall"\} \d+$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  expect((await fetchStatus(port, "/")).status).toBe(404);
  expect(sunderland.ctx.config.metricsPort).toBeNull();
});

test("No figure carries a word, a name or an address of a person; every label is from a closed list, and docs/metrics.md lists every figure", async () => {
  const somerset = net.node("somerset");
  await somerset.get("/c/qzwordqz/t/qzwordqz?q=qzwordqz");
  await somerset.get("/qzwordqz/qzwordqz");
  await somerset.get("/ap/qzwordqz/qzwordqz");
  const text = await scrape(port);
  expect(text).not.toMatch(/qzwordqz|amara|okafor|martin|@/i);
  const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map((match) => match[1]));
  const known = ["consumer", "kind", "le", "method", "name", "outcome", "peer", "pool", "quantile", "route"];
  expect([...labels].filter((label) => ![...known, "state", "status", "type"].includes(label ?? ""))).toEqual(
    [],
  );
  const names = [...text.matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1] ?? "");
  const page = readFileSync("docs/metrics.md", "utf8");
  const listed = [...page.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1] ?? "");
  // Jobs have a rhythm only where workers run by themselves.
  expect([...names, "moothall_jobs_total"].sort()).toEqual([...listed].sort());
  const peers = new Set([...text.matchAll(/peer="([^"]*)"/g)].map((match) => match[1]));
  expect([...peers].filter((peer) => peer !== "other" && !/^http:\/\/sunderland/.test(peer ?? ""))).toEqual(
    [],
  );
});

test("Metrics are off unless a port is set, and a port that is taken stops the start in one sentence", async () => {
  expect(await exportMetrics(readConfig({}))).toBeNull();
  const taken = readConfig({ MOOTHALL_METRICS_PORT: String(port) });
  expect(taken.metricsListen).toBe("127.0.0.1");
  await expect(exportMetrics(taken)).rejects.toThrow(`Port ${port} is taken`);
});

/** Two councils, of which Somerset offers metrics. */
async function twoCouncils(metricsPort: number): Promise<Network> {
  const clock = testClock();
  const names = ["somerset", "sunderland"];
  const origins = new Map<string, string>();
  for (const name of names) origins.set(name, `http://${name}.localhost:${await freePort()}`);
  const started = (name: string, config: object) => startEmptyNode({ name, origins, clock, config });
  return networkOf(
    { somerset: await started("somerset", { metricsPort }), sunderland: await started("sunderland", {}) },
    clock,
  );
}

async function scrape(from: number): Promise<string> {
  return (await fetchStatus(from, "/metrics")).text;
}

function fetchStatus(from: number, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port: from, path }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => {
        text += piece;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    }).on("error", reject);
  });
}
