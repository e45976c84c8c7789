import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PUBLIC_IRI } from "../../federation/contexts.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { postByIri } from "../../node/posts/find.ts";
import { attacks, checkAttack, REJECTED } from "../support/attack-case.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
import type { PeerActor } from "../support/peer-actor.ts";
import { contentBy } from "../support/peer-group.ts";
import type { Peer } from "../support/peerkit.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** A reply to Martin's question, as its author's node would write it, with some members changed. */
function note(at: Scene, by: { peer: Peer; author: PeerActor }, over: Record<string, Json | undefined> = {}) {
  const facts = { in: at.open.iri, at: at.net.clock.now(), inReplyTo: at.martins.iri };
  return { ...contentBy(by.peer, by.author, facts), ...over } as JsonObject;
}

/** An activity about content, written, proved and delivered by somebody. */
function say(
  who: "ann" | "bob" | "mallory",
  type: string,
  object: (at: Scene) => Json,
  over: Record<string, Json> = {},
) {
  return async (at: Scene) => {
    const peer = who === "mallory" ? at.evil : at.east;
    const members = { object: object(at), audience: at.open.iri, to: [PUBLIC_IRI, at.open.iri], ...over };
    return peer.post(at.north, peer.write(at[who], type, members, at.net.clock.now()));
  };
}

const by = {
  ann: (at: Scene) => ({ peer: at.east, author: at.ann }),
  mallory: (at: Scene) => ({ peer: at.evil, author: at.mallory }),
};

const FORGED = attacks({ status: [400], before: "any fetch" }, [
  ...["Create", "Update"].flatMap((type) => [
    {
      no: "A31",
      what: `${type} of an object on another council's server`,
      send: say("mallory", type, (at) => note(at, by.mallory(at), { id: `${at.east.origin}/ap/o/forged` })),
      notAsked: (at: Scene) => [at.east],
    },
    {
      no: "A31",
      what: `${type} of an object on the receiving node itself`,
      send: say("mallory", type, (at) => note(at, by.mallory(at), { id: at.martins.iri })),
    },
    {
      no: "A32",
      what: `${type} of an object without an id`,
      send: say("mallory", type, (at) => note(at, by.mallory(at), { id: undefined })),
    },
    {
      no: "A32",
      what: `${type} of an object attributed to Ann`,
      send: say("mallory", type, (at) => note(at, by.mallory(at), { attributedTo: at.ann.iri })),
    },
    {
      no: "A32",
      what: `${type} of an object attributed to Bob's neighbour Ann`,
      send: say("bob", type, (at) => note(at, by.ann(at))),
    },
    {
      no: "A32",
      what: `${type} of an object attributed to Ann and Mallory`,
      send: say("mallory", type, (at) =>
        note(at, by.mallory(at), { attributedTo: [at.mallory.iri, at.ann.iri] }),
      ),
    },
  ]),
  {
    no: "A35",
    what: "an Update of Ann's question by another council's Mallory",
    send: say("mallory", "Update", (at) => note(at, by.mallory(at), { id: at.anns.iri })),
  },
  {
    no: "A40",
    what: "an activity whose id is on Ann's server",
    send: (at) => {
      const like = at.evil.write(at.mallory, "Like", { object: at.martins.iri }, at.net.clock.now());
      return at.evil.post(at.north, { ...like, id: `${at.east.origin}/ap/a/next` });
    },
  },
]);

/** Authenticated, but not the sender's to say: 202, nothing changes, and the community's answer goes back. */
const NOT_THEIRS = attacks({ status: [202], but: REJECTED }, [
  {
    no: "A35",
    what: "an Update by Bob that gives Ann's question his own name",
    send: say("bob", "Update", (at) => note(at, { peer: at.east, author: at.bob }, { id: at.anns.iri })),
  },
  {
    no: "A35",
    what: "a Create by Bob under the id of Ann's question",
    send: say("bob", "Create", (at) => note(at, { peer: at.east, author: at.bob }, { id: at.anns.iri })),
  },
  { no: "A36", what: "a Delete of Ann's question by Bob", send: say("bob", "Delete", (at) => at.anns.iri) },
  {
    no: "A36",
    what: "a Delete of Martin's question by Mallory",
    send: say("mallory", "Delete", (at) => at.martins.iri),
  },
  {
    no: "A36",
    what: "a removal of Martin's reply by Ann, who is no facilitator",
    send: say("ann", "Delete", (at) => at.reply.iri, { summary: "off topic" }),
  },
  {
    no: "A36",
    what: "a removal with an empty reason by Ann",
    send: say("ann", "Delete", (at) => at.reply.iri, { summary: "" }),
  },
  { no: "A36", what: "a Delete of the community by Ann", send: say("ann", "Delete", (at) => at.open.iri) },
  { no: "A36", what: "a Delete of Ann's account by Bob", send: say("bob", "Delete", (at) => at.ann.iri) },
  {
    no: "A36",
    what: "a Delete of Nia's account by Mallory",
    send: say("mallory", "Delete", (at) => `${at.north.origin}/ap/p/nia`),
  },
  {
    no: "A36",
    what: "a Delete of the node itself by Mallory",
    send: say("mallory", "Delete", (at) => `${at.north.origin}/ap/actor`),
  },
  {
    no: "A42",
    what: "a lock of Ann's question by Mallory",
    send: say("mallory", "Lock", (at) => at.anns.iri),
  },
]);

describe("A31–A35, A40: what a sender may speak about", () => {
  test.each(FORGED)("$no: $what is refused and changes nothing", async (attack) => {
    await checkAttack(scene, attack);
  });

  test.each(NOT_THEIRS)("$no: $what has no effect", async (attack) => {
    await checkAttack(scene, attack);
  });

  test("A40: after the attempt to use up Ann's id, her own activity under it counts", async () => {
    const { east, ann, north, martins, open, net } = scene;
    const reply = note(scene, by.ann(scene));
    const create = {
      ...east.draft(ann, "Create", { object: reply, audience: open.iri }),
      id: `${east.origin}/ap/a/mine`,
    };
    await scene.evil.post(north, { ...create, actor: scene.mallory.iri }, { by: scene.mallory });
    await east.post(north, { ...create, actor: scene.bob.iri }, { by: scene.bob });
    expect((await east.post(north, create)).status).toBe(202);
    expect((await postByIri(north.ctx.sql, String(reply.id)))?.authorIri).toBe(ann.iri);
    void martins;
    void net;
  });
});
