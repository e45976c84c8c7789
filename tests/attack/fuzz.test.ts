import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { syncPlace } from "../../federation/sync-place.ts";
import { logPlace } from "../../node/logs/applied.ts";
import { Outage } from "../../node/refusal.ts";
import { expectVictimWorks } from "../support/attack-case.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
import { applyChanges, changes, fuzzing, heapInUse, oddTexts, oddValues } from "../support/fuzz.ts";
import { actorDocument } from "../support/peer-actor.ts";
import { contentBy } from "../support/peer-group.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";
import { webAppFor } from "../support/web.ts";
import { addressOf, routesOf } from "../support/web-routes.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

let scene: Scene;
let web: WebScene;
beforeAll(async () => {
  scene = await openScene({ federationMode: "open" });
  web = await fillScene(scene.north.ctx);
  await scene.net.settle();
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** Runs a property; what it leaves in memory may not grow with the number of runs. */
async function fuzz<T>(
  usual: number,
  values: fc.Arbitrary<T>,
  property: (value: T) => Promise<void>,
): Promise<void> {
  const { seed, numRuns } = fuzzing(usual);
  const half = Math.max(1, Math.floor(numRuns / 2));
  await fc.assert(fc.asyncProperty(values, property), { seed, numRuns: half, endOnFailure: false });
  const middle = heapInUse();
  await fc.assert(fc.asyncProperty(values, property), { seed: seed + 1, numRuns: numRuns - half });
  expect(heapInUse()).toBeLessThan(middle * 1.3 + 8 * 1024 * 1024);
}

/** What moves when somebody is heard from, whatever becomes of what they said; and what counts tries. */
const HEARD = [
  "actors",
  "lanes",
  "peers",
  "audit_events",
  "audit_addresses",
  "login_attempts",
  "sessions",
  "reading",
  "notices",
  "drafts",
];

/** Activities as they are really sent, one of each kind. */
function real(): JsonObject[] {
  const { east, ann, open, martins, anns, net } = scene;
  const now = net.clock.now();
  const content = contentBy(east, ann, { in: open.iri, at: now, title: "Is it fuzzed?" });
  const reply = contentBy(east, ann, { in: open.iri, at: now, inReplyTo: martins.iri });
  const audience = open.iri;
  const draft = (type: string, members: Record<string, Json>) =>
    east.draft(ann, type, { published: now.toISOString(), ...members });
  return [
    draft("Create", { object: content, audience }),
    draft("Create", { object: reply, audience }),
    draft("Update", { object: { ...content, id: anns.iri, updated: now.toISOString() }, audience }),
    draft("Update", { object: actorDocument(ann, east.origin, "moothall") }),
    draft("Delete", { object: { type: "Tombstone", id: `${east.origin}/ap/o/none` }, audience }),
    draft("Like", { object: martins.iri, audience }),
    draft("Undo", {
      object: { type: "Like", id: `${east.origin}/ap/a/none`, actor: ann.iri, object: martins.iri },
    }),
    draft("Join", { object: open.iri, content: "<p>Please.</p>" }),
    draft("Flag", { object: [martins.iri], content: "Rude." }),
    draft("Add", { object: martins.iri, target: `${open.iri}/featured` }),
    draft("Announce", { object: content }),
    draft("Accept", { object: { type: "Follow", id: `${open.iri}#x`, actor: open.iri, object: ann.iri } }),
  ];
}

/** What happens to the text itself, beyond what a document can say. */
const torn = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text,
  (text) => text,
  (text) => text.replace("{", '{"type":"Delete",'),
  (text) => text.slice(0, -1),
  (text) => text.replace(/"([a-z]{4,})"/, '"\\ud800$1"'),
  (text) => text.replace('":"', '":"\\u0000'),
  (text) => `[${text}]`,
  (text) => `\ufeff${text}`,
  (text) => text.replace(/:/, ":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
);

test("No delivery, however strange, makes a node fail, and what it refuses changes nothing", async () => {
  const { north, east, ann, net } = scene;
  const values = fc.record({ which: fc.nat(11), made: changes, tear: torn });
  await fuzz(60, values, async ({ which, made, tear }) => {
    net.clock.advance(0.1);
    const base = real()[which] as JsonObject;
    const raw = tear(JSON.stringify(applyChanges(base, made)));
    const before = await rowsOf(north.ctx);
    const { status, text } = await east.post(north, {}, { by: ann, raw });
    expect(status, `${text} ${raw.slice(0, 3_000)}`).toBeLessThan(500);
    if (status >= 400)
      expect(changedRows(before, await rowsOf(north.ctx), HEARD), raw.slice(0, 3_000)).toEqual([]);
  });
  await net.settle();
  expect((await north.get(`/c/${scene.open.handle}`, { accept: "text/html" })).status).toBe(200);
});

test("No form and no JSON, however strange, makes a page fail, and what it refuses changes nothing", async () => {
  const { ctx } = scene.north;
  const app = webAppFor(ctx);
  const routes = routesOf(app).filter(
    ({ path }) => !/sign-out|\/(close|end|end-administrator)$|sessions/.test(path),
  );
  const names =
    "title text name email q words reason handle summary token password level theme themes lang kind place next purpose item address category decision note topics visibility parent to page since".split(
      " ",
    );
  const values = fc.record({
    route: fc.nat(10_000),
    role: fc.constantFrom("facilitator", "administrator", "member", "visitor" as const),
    fields: fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), oddTexts), oddValues), { maxLength: 8 }),
    json: fc.boolean(),
    address: fc.option(oddTexts, { freq: 4 }),
  });
  const bindings = { incoming: { socket: { remoteAddress: "192.0.2.99" } } };
  await fuzz(120, values, async ({ route: turn, role, fields, json, address }) => {
    scene.net.clock.advance(1);
    const route = routes[turn % routes.length];
    if (!route) return;
    const path = addressOf(route.path, web.fill);
    const odd =
      address === null ? path : path.replace(/[^/]+$/, () => encodeURIComponent(address.toWellFormed()));
    const text = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value)).toWellFormed();
    const form = new URLSearchParams(fields.map(([name, value]) => [name.toWellFormed(), text(value)]));
    const read = route.method === "GET";
    const url = `${ctx.iris.origin}${odd}${read ? `?${form}` : ""}`;
    const type = json ? "application/json" : "application/x-www-form-urlencoded";
    const headers = {
      host: new URL(ctx.iris.origin).host,
      "sec-fetch-site": "same-origin",
      ...(read ? {} : { "content-type": type }),
      ...web.cookie(role),
    };
    const body = read ? null : json ? JSON.stringify(Object.fromEntries(fields)) : form.toString();
    const before = await rowsOf(ctx);
    const answer = await app.fetch(new Request(url, { method: route.method, headers, body }), bindings);
    const said = `${answer.status} ${route.method} ${odd} as ${role}: ${String(body ?? form).slice(0, 2_000)}`;
    expect(answer.status, said).toBeLessThan(500);
    if (answer.status >= 400) expect(changedRows(before, await rowsOf(ctx), HEARD), said).toEqual([]);
  });
});

test("No log, however strange, ends the reading of logs, and none is believed that is another's", async () => {
  const { north, east, eastGroup, ann, net } = scene;
  const { iri } = eastGroup.actor;
  const [community] = await north.ctx.sql<{ id: string }[]>`
    select c.id from communities c join actors a on a.id = c.actor_id where a.iri = ${iri}`;
  const page = (): JsonObject => ({
    type: "OrderedCollectionPage",
    id: `${iri}/history?before=9`,
    partOf: `${iri}/history`,
    attributedTo: iri,
    "cop:epoch": eastGroup.epoch,
    orderedItems: [...eastGroup.log].reverse(),
  });
  for (let n = 0; n < 3; n++) {
    const object = contentBy(east, ann, { in: iri, at: net.clock.now(), title: `Logged ${n}` });
    eastGroup.enter(east.write(ann, "Create", { object, audience: iri }, net.clock.now()), net.clock.now());
  }
  const [local] = await north.ctx.sql<{ n: number }[]>`
    select count(*)::int as n from posts where community_id = ${scene.open.id}`;
  const values = fc.record({
    made: changes,
    sync: changes,
    tear: torn,
    seq: fc.integer({ min: 1, max: 2 ** 40 }),
  });
  await fuzz(60, values, async ({ made, sync, tear, seq }) => {
    const state = {
      type: "cop:SyncState",
      id: `${iri}/sync`,
      "cop:epoch": eastGroup.epoch,
      "cop:seq": seq,
      "cop:membersDigest": "0".repeat(64),
    };
    east.serve(`${iri}/sync`, { body: JSON.stringify(applyChanges(state, sync.slice(0, 1))) });
    east.serve(`${iri}/history`, { body: tear(JSON.stringify(applyChanges(page(), made))) });
    const place = await logPlace(north.ctx, community?.id ?? "");
    if (!place) throw new Error("The community is gone.");
    await syncPlace(north.node.wire, place).catch((error: unknown) => {
      if (!(error instanceof Outage)) throw error;
    });
  });
  const [after] = await north.ctx.sql<{ n: number }[]>`
    select count(*)::int as n from posts where community_id = ${scene.open.id}`;
  expect(after?.n).toBe(local?.n);
  await expectVictimWorks(scene);
});
