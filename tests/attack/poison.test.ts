import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKeepUp } from "../../federation/keep-up.ts";
import { retryLane } from "../../node/lanes/administer.ts";
import { postByIri } from "../../node/posts/find.ts";
import { expectVictimWorks } from "../support/attack-case.ts";
import { answerTo, openScene, type Scene, writeAs } from "../support/attack-scene.ts";
import { contentBy } from "../support/peer-group.ts";
import { poison } from "../support/poison.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

describe("A60: an activity on which a program fails each time", () => {
  test("A60: delivered again and again it changes nothing, and what comes behind it is taken", async () => {
    const { north, east, ann, open, net } = scene;
    const remove = await poison(scene.north, "Poison");
    const bad = contentBy(east, ann, { in: open.iri, at: net.clock.now(), title: "Poison" });
    const create = writeAs(scene, "ann", "Create", { object: bad, audience: open.iri });
    await net.settle();
    const before = await rowsOf(north.ctx);
    for (let n = 0; n < 6; n++) expect((await east.post(north, create)).status).toBe(500);
    expect(changedRows(before, await rowsOf(north.ctx), ["lanes"])).toEqual([]);
    await expectVictimWorks(scene);
    await remove();
    expect((await east.post(north, create)).status).toBe(202);
    expect((await postByIri(north.ctx.sql, bad.id))?.state).toBe("accepted");
  });

  test("A60: in a community's log it is set aside after five tries, the rest of the log arrives, and it does when it is delivered again", async () => {
    const { north, east, ann, eastGroup, net } = scene;
    const { iri } = eastGroup.actor;
    const remove = await poison(scene.north, "Poison in a log");
    const enter = (title: string) => {
      const content = contentBy(east, ann, { in: iri, at: net.clock.now(), title });
      const create = east.write(ann, "Create", { object: content, audience: iri }, net.clock.now());
      return { id: content.id, entry: eastGroup.enter(create, net.clock.now()) };
    };
    const [before, bad, after] = [enter("Before it"), enter("Poison in a log"), enter("After it")];
    expect((await east.post(north, after.entry)).status).toBe(202);
    for (let tries = 0; tries < 6; tries++) {
      await net.settle();
      net.clock.advance(2);
    }
    const stateOf = async (id: string) => (await postByIri(north.ctx.sql, id))?.state;
    expect([await stateOf(before.id), await stateOf(bad.id), await stateOf(after.id)]).toEqual([
      "accepted",
      undefined,
      "accepted",
    ]);
    const [row] = await north.ctx.sql<{ state: string }[]>`
      select c.history_state as state from communities c join actors a on a.id = c.actor_id where a.iri = ${iri}`;
    expect(row?.state).toBe("complete");
    await remove();
    // Delivered again, it is taken, and taken once.
    expect((await east.post(north, bad.entry)).status).toBe(202);
    expect(await stateOf(bad.id)).toBe("accepted");
    expect(await north.ctx.sql`select 1 from entries_set_aside`).toHaveLength(0);
    const taken = await rowsOf(north.ctx);
    expect((await east.post(north, bad.entry)).status).toBe(202);
    expect(changedRows(taken, await rowsOf(north.ctx), ["lanes", "peers"])).toEqual([]);
    await expectVictimWorks(scene);
  });

  test("A60: one that was set aside is read again after an hour, then later each time, and when the administrator says so", async () => {
    const { north, east, ann, eastGroup, net } = scene;
    const { iri } = eastGroup.actor;
    const remove = await poison(scene.north, "Poison for an hour");
    const enter = (title: string) => {
      const object = contentBy(east, ann, { in: iri, at: net.clock.now(), title });
      const create = east.write(ann, "Create", { object, audience: iri }, net.clock.now());
      return { object, entry: eastGroup.enter(create, net.clock.now()) };
    };
    const { object: content } = enter("Poison for an hour");
    expect((await east.post(north, enter("After the poison").entry)).status).toBe(202);
    const keeper = createKeepUp(north.node.wire);
    const times = async () =>
      (await north.ctx.sql<{ times: number }[]>`select times from entries_set_aside`).map((row) => row.times);
    const fail = async () => {
      for (let tries = 0; tries < 6; tries++) {
        await keeper.drain();
        net.clock.advance(2);
      }
    };
    await fail();
    expect(await times()).toEqual([1]);
    net.clock.advance(30);
    await keeper.syncAll();
    await fail();
    expect(await times()).toEqual([1]);
    net.clock.advance(30);
    await keeper.syncAll();
    await fail();
    expect(await times()).toEqual([2]);
    expect((await postByIri(north.ctx.sql, content.id))?.state).toBeUndefined();
    await remove();
    net.clock.advance(60);
    await keeper.syncAll();
    expect(await times()).toEqual([2]);
    const { again } = await retryLane(north.ctx, { origin: east.origin, failed: true });
    expect(again).toBe(1);
    await keeper.drain();
    expect((await postByIri(north.ctx.sql, content.id))?.state).toBe("accepted");
    expect(await times()).toEqual([]);
  });

  test("A60: one that another council fails on is set aside once others get through, and holds none of them up", async () => {
    const { north, east, net, anns, martin } = scene;
    await net.settle();
    east.inboxAnswer = ({ text }) => ({ status: text.includes("Poison reply") ? 500 : 202 });
    const got = (words: string) => east.inbox.some(({ text }) => text.includes(words));
    await answerTo(north.ctx, martin, anns, "Poison reply.");
    for (let n = 1; n <= 6; n++) {
      await answerTo(north.ctx, martin, anns, `Sound reply ${n}.`);
      await net.settle();
      expect(got(`Sound reply ${n}.`)).toBe(true);
      net.clock.advance(60);
    }
    const failed = await north.ctx
      .sql`select 1 from deliveries where origin = ${east.origin} and failed is not null`;
    expect(failed).toHaveLength(1);
    east.inboxAnswer = () => ({ status: 202 });
    await expectVictimWorks(scene);
  });
});
