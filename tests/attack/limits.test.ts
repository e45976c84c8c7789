import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../federation/jcs.ts";
import { logPlace } from "../../node/logs/applied.ts";
import { attacks, checkAttack, expectVictimWorks } from "../support/attack-case.ts";
import { openScene, type Scene, sendAs, writeAs } from "../support/attack-scene.ts";
import { cavageByHand } from "../support/hostile-signer.ts";
import { actorDocument, provedBy } from "../support/peer-actor.ts";
import { listDirectory } from "../support/peer-connect.ts";
import { contentBy } from "../support/peer-group.ts";
import { headText, openRawSocket, type RawSocket, statusIn } from "../support/raw-socket.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";

let scene: Scene;
/** A54: opened before all other tests, so that the time they are given passes meanwhile. */
let halfOpen: readonly RawSocket[];
beforeAll(async () => {
  scene = await openScene();
  halfOpen = Array.from({ length: 120 }, (_, n) => {
    const socket = openRawSocket(scene.north.origin);
    const head = signedHead("POST /ap/inbox HTTP/1.1", { "content-length": "1000" });
    // A third never ends its head, a third never ends its body, a third never says a word.
    if (n % 3 === 0) socket.write(head.slice(0, 200));
    if (n % 3 === 1) socket.write(`${head}{"@context":`);
    return socket;
  });
});
afterAll(async () => {
  for (const socket of halfOpen) socket.destroy();
  await scene[Symbol.asyncDispose]();
});

/** A head that Ann signed over some other body; its signature is looked at only after the body. */
function signedHead(line: string, more: Record<string, string>): string {
  const { ann, north, net } = scene;
  const { headers } = cavageByHand({
    privateKey: ann.rsa.privateKey,
    keyId: ann.keyId,
    now: net.clock.now(),
    body: "{}",
    host: new URL(north.origin).host,
    headers: more,
  });
  return headText(line, new Map([...headers]));
}

const post = (more: Record<string, string>) => signedHead("POST /ap/inbox HTTP/1.1", more);

describe("A51: bodies without end or measure, on a real socket", () => {
  test("A51: a body that never ends is answered and cut off, signed or not", async () => {
    const { north } = scene;
    const before = await rowsOf(north.ctx);
    const chunk = Buffer.concat([Buffer.from("8000\r\n"), Buffer.alloc(0x8000, 0x20), Buffer.from("\r\n")]);
    const host = new URL(north.origin).host;
    const unsigned = `POST /ap/inbox HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/activity+json\r\n`;
    for (const head of [
      post({ "transfer-encoding": "chunked" }),
      `${unsigned}Transfer-Encoding: chunked\r\n\r\n`,
    ]) {
      const socket = openRawSocket(north.origin);
      socket.write(head);
      socket.flood(chunk);
      expect([0, 400, 401, 413]).toContain(statusIn(await socket.closed));
    }
    expect(changedRows(before, await rowsOf(north.ctx))).toEqual([]);
    await expectVictimWorks(scene);
  });

  test("A51: a length that is a lie is refused, too long and too short", async () => {
    const { north } = scene;
    const before = await rowsOf(north.ctx);
    const answerTo = async (declared: number, body: string, ends = true) => {
      const socket = openRawSocket(north.origin);
      socket.write(`${post({ "content-length": String(declared) })}${body}`);
      if (ends) socket.end();
      return statusIn(await socket.closed);
    };
    expect([0, 400, 408]).toContain(await answerTo(5_000, "{}"));
    expect([400, 401]).toContain(await answerTo(2, "{}{}{}{}"));
    expect([0, 400, 401]).toContain(await answerTo(0, "{}"));
    expect(await answerTo(50_000_000, "{}", false)).toBe(413);
    expect(changedRows(before, await rowsOf(north.ctx))).toEqual([]);
    await expectVictimWorks(scene);
  });
});

const ENCODED = attacks({ status: [415], before: "any fetch" }, [
  ...["gzip", "br", "zstd", "deflate"].map((encoding) => ({
    no: "A53",
    what: `a body that is said to be ${encoding}`,
    send: (at: Scene) =>
      at.east.post(at.north, writeAs(at, "ann", "Like", { object: at.martins.iri }), {
        headers: { "content-encoding": encoding },
      }),
  })),
]);

test.each(ENCODED)("$no: $what is refused by its head", (attack) => checkAttack(scene, attack));

test.each(["br", "zstd", "deflate"])(
  "A53: an actor that is said to be %s is asked once, and refused",
  async (encoding) => {
    const { evil, north, martins } = scene;
    const person = evil.person(`packed_${encoding}`);
    evil.serve(person.iri, {
      body: actorDocument(person, evil.origin, "moothall"),
      headers: { "content-encoding": encoding },
    });
    const asked = evil.asked.length;
    await checkAttack(scene, {
      no: "A53",
      what: encoding,
      send: () => evil.post(north, evil.draft(person, "Like", { object: martins.iri })),
      status: [401, 503],
    });
    expect(evil.asked.slice(asked)).toHaveLength(1);
  },
);

describe("A55: collections without end", () => {
  /** Entries that are of no use: nothing of them is kept. */
  function uselessPage(before: number): JsonObject {
    const { evil, evilGroup, net } = scene;
    const { iri } = evilGroup.actor;
    const entries = Array.from({ length: Math.min(10, before - 1) }, (_, n): JsonObject => {
      const seq = before - 1 - n;
      return {
        type: "Announce",
        id: `${evil.origin}/ap/a/endless-${seq}`,
        actor: iri,
        "cop:seq": seq,
        "cop:epoch": evilGroup.epoch,
        published: net.clock.now().toISOString(),
        object: { type: "Block", id: `${evil.origin}/ap/a/x${seq}`, actor: `${evil.origin}/ap/p/mallory` },
      };
    });
    return {
      type: "OrderedCollectionPage",
      id: `${iri}/history?before=${before}`,
      partOf: `${iri}/history`,
      "cop:epoch": evilGroup.epoch,
      next: `${iri}/history?before=${before - 10}`,
      orderedItems: entries,
    };
  }

  const END = 1_000_000_000;

  test("A55: of a log of a thousand million entries one step reads twenty pages, and the next goes on there", async () => {
    const { evil, evilGroup, north, net } = scene;
    const { iri } = evilGroup.actor;
    const history: number[] = [];
    evil.serve(`${iri}/history`, () => {
      const before = Number(/before=(\d+)/.exec(evil.asked.at(-1)?.path ?? "")?.[1]);
      history.push(before);
      return { body: uselessPage(before) };
    });
    evil.serve(`${iri}/sync`, () => ({
      body: {
        type: "cop:SyncState",
        id: `${iri}/sync`,
        "cop:epoch": evilGroup.epoch,
        "cop:seq": END,
        "cop:membersDigest": "0".repeat(64),
      },
    }));
    const useless = { type: "Block", id: `${evil.origin}/ap/a/x`, actor: `${evil.origin}/ap/p/mallory` };
    const last = { object: useless, "cop:epoch": evilGroup.epoch, "cop:seq": END };
    expect(
      (await evil.post(north, evil.write(evilGroup.actor, "Announce", last, net.clock.now()))).status,
    ).toBe(202);
    await net.settle();
    expect(history).toEqual(Array.from({ length: 20 }, (_, n) => END - 10 * n));
    net.clock.advance(2);
    await net.settle();
    expect(history.slice(20)).toEqual(Array.from({ length: 20 }, (_, n) => END - 200 - 10 * n));
    expect(await north.ctx.sql`select 1 from waiting_entries limit 1`).toHaveLength(0);
    await expectVictimWorks(scene);
  });

  test("A55: a page of a hundred thousand entries is not read", async () => {
    const { evil, evilGroup, north, net } = scene;
    const { iri } = evilGroup.actor;
    const [community] = await north.ctx.sql<{ id: string }[]>`
      select c.id from communities c join actors a on a.id = c.actor_id where a.iri = ${iri}`;
    const gap = async () => (await logPlace(north.ctx, community?.id ?? ""))?.gapTo;
    const before = await gap();
    let asked = 0;
    evil.serve(`${iri}/history`, () => {
      asked++;
      const page = { ...uselessPage(100), orderedItems: [] };
      return { body: JSON.stringify(page).replace("[]", `[${"{},".repeat(99_999)}{}]`) };
    });
    net.clock.advance(2);
    await net.settle();
    expect(asked).toBe(1);
    expect(await gap()).toBe(before);
    evil.serve(`${iri}/sync`, () => ({ body: { type: "cop:SyncState" } }));
    await expectVictimWorks(scene);
  });

  test("A55: of a directory that always has a next page twenty pages are read", async () => {
    const { evil, evilGroup, net } = scene;
    const at = `${evil.node.iri}/communities`;
    let pages = 0;
    evil.serve(at, () => {
      pages++;
      const page: JsonObject = {
        type: "OrderedCollectionPage",
        id: `${at}?page=${pages}`,
        partOf: at,
        attributedTo: evil.node.iri,
        totalItems: END,
        updated: net.clock.now().toISOString(),
        next: `${at}?page=${pages + 1}`,
        orderedItems: [evilGroup.listing],
      };
      return { body: provedBy(evil.node, page, net.clock.now()) };
    });
    net.clock.advance(61);
    await net.settle();
    expect(pages).toBe(20);
    listDirectory(evil, [evilGroup], net.clock.now());
    await expectVictimWorks(scene);
  });
});

test("A56: a reply at the end of a chain of ten thousand makes nobody fetch the chain", async () => {
  const { east, ann, open, evil, north, net } = scene;
  evil.serve("/ap/o/chain", () => ({
    body: { type: "Note", id: `${evil.origin}/ap/o/chain`, inReplyTo: `${evil.origin}/ap/o/chain?n=1` },
  }));
  for (const parent of [`${evil.origin}/ap/o/chain`, `${east.origin}/ap/o/9999`]) {
    const reply = contentBy(east, ann, { in: open.iri, at: net.clock.now(), inReplyTo: parent });
    const create = east.write(ann, "Create", { object: reply, audience: open.iri }, net.clock.now());
    expect((await east.post(north, create)).status).toBe(202);
    await net.settle();
  }
  const asked = [...evil.asked, ...east.asked].map(({ path }) => path);
  expect(asked.filter((path) => path.startsWith("/ap/o/"))).toEqual([]);
  await expectVictimWorks(scene);
});

describe("A57, W28: too much from one council", () => {
  test("A57: past its measure a council is told to wait, and the others are not", async () => {
    const { evil, mallory, martins, north } = scene;
    const { rate } = north.node.wire;
    while (rate.left(evil.origin).ok) rate.take(evil.origin);
    const like = evil.draft(mallory, "Dislike", { object: martins.iri });
    const answers = await Promise.all(Array.from({ length: 60 }, () => evil.post(north, like)));
    const late = answers.filter(({ status }) => status === 429);
    expect(late.length).toBeGreaterThan(0);
    for (const { headers } of late) expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(answers.every(({ status }) => status === 202 || status === 429)).toBe(true);
    await expectVictimWorks(scene);
  });

  test("A57: whoever only says that they are a council uses up nothing of what that council may send", async () => {
    const { east, ann, mallory, martins, north } = scene;
    const { rate } = north.node.wire;
    while (rate.left(east.origin).ok) rate.take(east.origin);
    scene.net.clock.advance(1 / 60);
    const forged = { ...ann, rsa: mallory.rsa };
    for (let n = 0; n < 80; n++) {
      const like = east.draft(ann, "Like", { object: martins.iri });
      expect((await east.post(north, like, { by: forged })).status).toBe(401);
    }
    expect((await sendAs(scene, "ann", "Dislike", { object: martins.iri })).status).toBe(202);
    await expectVictimWorks(scene);
  });
});

test("A54: whoever opens a connection and says too little is cut off, and keeps nobody else waiting", async () => {
  await expectVictimWorks(scene);
  const answers = await Promise.all(halfOpen.map(({ closed }) => closed));
  expect(new Set(answers.map(statusIn))).toEqual(new Set([408]));
  await expectVictimWorks(scene);
});
