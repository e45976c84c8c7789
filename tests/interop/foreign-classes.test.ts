import { afterEach, expect, test } from "vitest";
import { sendDelivery } from "../../federation/deliver.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import type { WaitingDelivery } from "../../node/lanes/claim.ts";
import { answerTo, ask } from "../support/attack-scene.ts";
import { serveNodeInfo } from "../support/foreign.ts";
import { act, inShort } from "../support/foreign-acts.ts";
import { type ForeignScene, openForeignScene } from "../support/foreign-scene.ts";
import type { Program } from "../support/foreign-shapes.ts";
import { NEVER } from "../support/peerkit.ts";

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

/** A server with a follower on it, which the community's answer has reached. */
async function readBy(program: Program, name: string): Promise<ForeignScene> {
  const scene = await openForeignScene(program, name);
  open.push(scene);
  await scene.send(act(scene, scene.there.user("rosa"), "Follow", { object: scene.group.iri }));
  await scene.came();
  return scene;
}

const WEEK = 7 * 24 * 60;

/** `activity` or `id`: in which form each Announce came. */
function forms(came: readonly JsonObject[]): string[] {
  return came.map(({ object }) => (typeof object === "string" ? "id" : "activity"));
}

test("E-14: a server that changes its program is asked again after a week, and what waits goes in the new form", async () => {
  const scene = await readBy("mastodon", "moved");
  const { net, node, there, group, martin } = scene;
  await ask(node.ctx, martin, group.id, "Who grits?");
  expect(forms(await scene.came())).toEqual(["id"]);
  // Its administrators move to Lemmy. Until it is asked again it gets what Mastodon takes.
  serveNodeInfo(there.peer, "lemmy");
  await ask(node.ctx, martin, group.id, "Who salts?");
  expect(forms(await scene.came())).toEqual(["id"]);
  net.clock.advance(WEEK + 1);
  for (const title of ["Who sweeps?", "Who paints?"]) await ask(node.ctx, martin, group.id, title);
  expect(forms(await scene.came()), "laid as ids, sent as Lemmy reads them").toEqual([
    "activity",
    "activity",
  ]);
  // And back: of what waits, a reply has no form that Mastodon shows.
  serveNodeInfo(there.peer, "mastodon");
  net.clock.advance(WEEK + 1);
  const question = await ask(node.ctx, martin, group.id, "Who mows?");
  await answerTo(node.ctx, martin, question, "The parish.");
  expect(inShort(await scene.came())).toEqual([`Announce by ${group.iri}: ${question.iri}`]);
});

test("A wrong name in NodeInfo costs the form, and opens nothing", async () => {
  const scene = await readBy("mastodon", "liar");
  const { net, node, there, group, martin } = scene;
  serveNodeInfo(there.peer, "moothall");
  net.clock.advance(WEEK + 1);
  await ask(node.ctx, martin, group.id, "Who grits?");
  expect(forms(await scene.came()).sort(), "a program of no list gets both").toEqual(["activity", "id"]);
  const [peer] = await node.ctx
    .sql`select delivery_class, state from peers where origin = ${there.peer.origin}`;
  expect(peer).toEqual({ delivery_class: "unknown", state: "known" });
  for (const part of ["sync", "memberships"])
    expect(await there.fetch(`${group.iri}/${part}`), part).toMatchObject({ status: 404 });
});

test("S-05: a server that takes one form of signature only is knocked at twice the first time, and once from then on", async () => {
  const scene = await readBy("lemmy", "strict");
  const { node, there, group, martin } = scene;
  const tries: string[] = [];
  there.peer.inboxAnswer = ({ headers }) => {
    const modern = headers["signature-input"] !== undefined;
    tries.push(modern ? "rfc9421" : "cavage");
    return { status: modern ? 202 : 401 };
  };
  for (const title of ["Who grits?", "Who salts?"]) await ask(node.ctx, martin, group.id, title);
  await scene.net.settle();
  expect(tries).toEqual(["cavage", "rfc9421", "rfc9421"]);
  there.peer.inboxAnswer = ({ headers }) => ({
    status: headers["signature-input"] === undefined ? 202 : 401,
  });
  tries.length = 0;
  await ask(node.ctx, martin, group.id, "Who sweeps?");
  await scene.net.settle();
  const [peer] = await node.ctx.sql`select signature_spec from peers where origin = ${there.peer.origin}`;
  expect(peer).toEqual({ signature_spec: "cavage" });
});

test("What a server never answers, though it answers other things, is tried three times; while it is away, for ever", async () => {
  const scene = await readBy("mastodon", "mute");
  const { node, there, group, martin } = scene;
  there.peer.inboxAnswer = () => NEVER;
  const question = await ask(node.ctx, martin, group.id, "Who grits?");
  const [row] = await node.ctx.sql<WaitingDelivery[]>`
    select id, inbox, activity_iri as "activityIri", kind, form, attempts, created from deliveries where form = 'id'`;
  if (!row) throw new Error("Nothing waits.");
  const { wire } = node.node;
  // The real way out, with less patience.
  const egress = {
    ...wire.egress,
    request: (sent: Parameters<typeof wire.egress.request>[0]) =>
      wire.egress.request({ ...sent, deadlineMs: 250 }),
  };
  const tried = async (attempts: number) => {
    const outcome = await sendDelivery({ ...wire, egress }, { ...row, attempts });
    return "error" in outcome ? `${outcome.kind}: ${outcome.error}` : outcome.kind;
  };
  expect([await tried(0), await tried(1), await tried(2)]).toEqual([
    "later: unanswered",
    "later: unanswered",
    "final: unanswered",
  ]);
  there.peer.serve("/.well-known/nodeinfo", () => new Promise(() => {}));
  expect(await tried(2)).toBe("later: timeout");
  expect(
    there.peer.inbox.map(({ activity }) => activity.object),
    "with the same id each time",
  ).toEqual(Array.from({ length: 4 }, () => question.iri));
  expect(new Set(there.peer.inbox.map(({ activity }) => activity.id)).size).toBe(1);
});
