import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PUBLIC_IRI } from "../../federation/contexts.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import { postByIri } from "../../node/posts/find.ts";
import { attacks, checkAttack, HEARD } from "../support/attack-case.ts";
import { openScene, type Scene, sendAs, writeAs } from "../support/attack-scene.ts";
import { contentBy } from "../support/peer-group.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";

let scene: Scene;
/** Ann's Like of Martin's question. */
let like: JsonObject;
beforeAll(async () => {
  scene = await openScene();
  like = writeAs(scene, "ann", "Like", { object: scene.martins.iri, audience: scene.open.iri });
  await scene.east.post(scene.north, like);
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** Tables that move because the log of a community elsewhere went on, whatever became of its entry. */
const LOGGED = ["communities", ...HEARD];

describe("A33, A34, S-03: what another community announces", () => {
  /** Evil's community, which this node follows, logs something and delivers it. */
  async function announce(inner: JsonObject) {
    const { evil, evilGroup, north, net } = scene;
    return evil.post(north, evilGroup.enter(inner, net.clock.now()));
  }
  const there = () => ({ audience: scene.evilGroup.actor.iri, to: [PUBLIC_IRI, scene.evilGroup.actor.iri] });
  const forgery = () => {
    const { east, ann, evilGroup, net } = scene;
    const at = net.clock.now();
    return contentBy(east, ann, { in: evilGroup.actor.iri, at, title: "I resign", text: "Signed, Ann." });
  };

  const FORGERIES = attacks({ status: [202], but: LOGGED }, [
    {
      no: "A33",
      what: "an object in Ann's name, embedded as it is",
      send: () => announce(forgery()),
    },
    {
      no: "A33",
      what: "a Create in Ann's name without proof, which her server does not have",
      send: (at) => announce(at.east.draft(at.ann, "Create", { object: forgery(), ...there() })),
    },
    {
      no: "A33",
      what: "a Create in Ann's name with Mallory's proof",
      send: (at) => {
        const impostor = { ...at.mallory, iri: at.ann.iri };
        return announce(
          at.evil.write(
            impostor,
            "Create",
            { object: forgery(), ...there(), id: `${at.east.origin}/ap/a/x1` },
            at.net.clock.now(),
          ),
        );
      },
    },
    {
      no: "A33",
      what: "a Create in Ann's name with a broken proof, though her server has one under that id",
      send: (at) => {
        const create = at.east.write(at.ann, "Create", { object: forgery(), ...there() }, at.net.clock.now());
        at.east.serve(create.id, { body: create });
        return announce({ ...create, object: { ...forgery(), content: "<p>Changed on the way.</p>" } });
      },
    },
    {
      no: "A33",
      what: "an activity of Ann's that her server has, given out as another type",
      send: (at) => {
        const create = at.east.draft(at.ann, "Delete", { object: at.annsThere, ...there() });
        at.east.serve(create.id, { body: { ...create, type: "Like" } });
        return announce(create);
      },
    },
    {
      no: "A33",
      what: "something that Ann wrote for another community",
      send: (at) => {
        const create = at.east.draft(at.ann, "Create", {
          object: contentBy(at.east, at.ann, {
            in: at.eastGroup.actor.iri,
            at: at.net.clock.now(),
            title: "For east only",
          }),
          audience: at.eastGroup.actor.iri,
        });
        at.east.serve(create.id, { body: create });
        return announce(create);
      },
    },
    {
      no: "A33",
      what: "something that Ann wrote in public for nobody in particular",
      send: (at) => {
        const object = {
          ...contentBy(at.east, at.ann, { in: "", at: at.net.clock.now(), title: "A walk" }),
          audience: undefined,
          to: [PUBLIC_IRI],
        };
        const create = at.east.draft(at.ann, "Create", { object, to: [PUBLIC_IRI] });
        at.east.serve(create.id, { body: create });
        return announce(create);
      },
    },
  ]);

  test.each(FORGERIES)("$no: $what has no effect", async (attack) => {
    await checkAttack(scene, attack);
  });

  test("A33: a body that differs from its origin's is not what counts, even for what has to wait", async () => {
    const { east, ann, evilGroup, evil, mallory, north, net } = scene;
    const late = contentBy(evil, mallory, {
      in: evilGroup.actor.iri,
      at: net.clock.now(),
      title: "Comes later",
    });
    const early = contentBy(evil, mallory, {
      in: evilGroup.actor.iri,
      at: net.clock.now(),
      title: "Is here",
    });
    await announce(evil.write(mallory, "Create", { object: early, ...there() }, net.clock.now()));
    const like = east.draft(ann, "Like", { object: late.id, ...there() });
    east.serve(like.id, { body: like });
    expect(
      (
        await announce({
          ...like,
          object: late.id,
          "cop:x": 1,
          audience: evilGroup.actor.iri,
          to: [early.id],
        })
      ).status,
    ).toBe(202);
    const forged = { ...like, id: `${east.origin}/ap/a/forged-like` };
    east.serve(forged.id, { body: { ...forged } });
    expect((await announce({ ...forged, object: early.id })).status).toBe(202);
    await announce(evil.write(mallory, "Create", { object: late, ...there() }, net.clock.now()));
    await net.settle();
    const marks = await north.ctx
      .sql`select iri, useful from posts where iri in (${early.id}, ${late.id}) order by iri`;
    expect(marks.map((row) => [row.iri, row.useful])).toEqual([
      [late.id, 1],
      [early.id, 0],
    ]);
  });

  test("A34: what its origin cannot confirm now is not shown, is asked for again, and is never taken from the announcer", async () => {
    const { east, ann, north, net } = scene;
    const truth = forgery();
    const create = east.draft(ann, "Create", { object: truth, ...there() });
    east.serve(create.id, { status: 503, type: "text/plain" });
    await net.settle();
    const before = await rowsOf(north.ctx);
    const lie = { ...create, object: { ...truth, content: "<p>The announcer's words.</p>" } };
    expect((await announce(lie)).status).toBe(202);
    await net.settle();
    expect(changedRows(before, await rowsOf(north.ctx), LOGGED)).toEqual([]);
    east.serve(create.id, { body: create });
    net.clock.advance(15);
    await net.settle();
    expect((await postByIri(north.ctx.sql, truth.id))?.html).toBe("<p>Signed, Ann.</p>");
  });
});

describe("A45: what a community announces of others", () => {
  const announce = (group: "eastGroup" | "evilGroup", inner: () => JsonObject) => (at: Scene) => {
    const peer = group === "evilGroup" ? at.evil : at.east;
    return peer.post(at.north, at[group].enter(inner(), at.net.clock.now()));
  };
  const WRAPPED = attacks({ status: [202], but: LOGGED }, [
    {
      no: "A45",
      what: "Bob's deletion of Ann's topic, announced by the community it stands in",
      send: announce("eastGroup", () =>
        writeAs(scene, "bob", "Delete", { object: scene.annsThere, audience: scene.eastGroup.actor.iri }),
      ),
    },
    {
      no: "A45",
      what: "Ann's deletion of her topic, which she never sent",
      send: announce("evilGroup", () =>
        scene.east.draft(scene.ann, "Delete", {
          object: scene.annsThere,
          audience: scene.evilGroup.actor.iri,
        }),
      ),
    },
    {
      no: "A45",
      what: "a removal of a post of a community here, announced by one elsewhere",
      send: announce("evilGroup", () =>
        writeAs(scene, "mallory", "Delete", {
          object: scene.reply.iri,
          summary: "x",
          audience: scene.evilGroup.actor.iri,
        }),
      ),
    },
    {
      no: "A45",
      what: "the same without saying for which community",
      send: announce("evilGroup", () =>
        writeAs(scene, "mallory", "Delete", { object: scene.reply.iri, summary: "x" }),
      ),
    },
    {
      no: "A45",
      what: "Mallory's taking back of Ann's Like",
      send: announce("evilGroup", () =>
        writeAs(scene, "mallory", "Undo", { object: { ...like, actor: scene.ann.iri } }),
      ),
    },
    {
      no: "A45",
      what: "an edit of Nia's text, which this node never sent",
      send: announce("evilGroup", () => ({
        ...writeAs(scene, "mallory", "Update", {
          object: {
            type: "Note",
            id: scene.reply.iri,
            attributedTo: `${scene.north.origin}/ap/p/nia`,
            content: "x",
          },
        }),
        actor: `${scene.north.origin}/ap/p/nia`,
        id: `${scene.north.origin}/ap/a/x`,
        proof: undefined,
      })),
    },
    {
      no: "A45",
      what: "an Announce inside an Announce",
      send: announce("evilGroup", () => scene.eastGroup.log[0] ?? {}),
    },
  ]);

  test.each(WRAPPED)("$no: $what has no effect", async (attack) => {
    await checkAttack(scene, attack);
  });

  test.each([undefined, "", "off topic"])(
    "A40: a deletion that another community announces of what Ann is about to write uses up nothing (reason: %j)",
    async (summary) => {
      const { east, ann, north, net, open, evilGroup } = scene;
      const topic = contentBy(east, ann, { in: open.iri, at: net.clock.now(), title: "About to be written" });
      const audience = evilGroup.actor.iri;
      await announce("evilGroup", () =>
        writeAs(scene, "mallory", "Delete", { object: topic.id, audience, summary }),
      )(scene);
      const said = { object: topic, audience: open.iri };
      expect((await sendAs(scene, "ann", "Create", said)).status).toBe(202);
      expect((await postByIri(north.ctx.sql, topic.id))?.state).toBe("accepted");
      expect((await sendAs(scene, "ann", "Delete", { object: topic.id, audience: open.iri })).status).toBe(
        202,
      );
      await sendAs(scene, "ann", "Create", said);
      expect((await postByIri(north.ctx.sql, topic.id))?.state).toBe("deleted");
    },
  );

  test("A45: an Announce by a person, or by a community that nobody follows, has no effect", async () => {
    const { evil, mallory, evilGroup, north, net } = scene;
    const unknown = evil.group("not_followed", { attributedTo: `${evil.origin}/m`, "cop:level": "open" });
    const inner = contentBy(evil, mallory, {
      in: evilGroup.actor.iri,
      at: net.clock.now(),
      title: "Wrong road",
    });
    const create = writeAs(scene, "mallory", "Create", { object: inner, audience: evilGroup.actor.iri });
    for (const by of [mallory, unknown]) {
      await checkAttack(scene, {
        no: "A45",
        what: "an Announce",
        send: () =>
          evil.post(
            north,
            evil.write(
              by,
              "Announce",
              { object: create, "cop:epoch": "01e1", "cop:seq": 90 },
              net.clock.now(),
            ),
          ),
        status: [202],
        but: [
          ...LOGGED,
          "search_open",
          "search_seen",
          "search_state",
          "search_stem",
          "search_word",
          "changes",
          "consumers",
        ],
      });
      expect(await north.ctx.sql`select 1 from posts where iri = ${inner.id}`).toHaveLength(0);
    }
  });
});
