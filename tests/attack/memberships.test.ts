import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PUBLIC_IRI } from "../../federation/contexts.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { attacks, checkAttack, REJECTED } from "../support/attack-case.ts";
import { openScene, type Scene, sendAs, type Who, writeAs } from "../support/attack-scene.ts";

let scene: Scene;
/** Nia's request to join east's community, still open. */
let asked: JsonObject;
/** Ann's Like of Martin's question and her Follow of `open`, and north's Follow of east's community. */
let like: JsonObject;
let follow: JsonObject;
let northFollow: JsonObject;

beforeAll(async () => {
  scene = await openScene();
  const { east, north, martins, nia, net, eastGroup, open } = scene;
  like = writeAs(scene, "ann", "Like", { object: martins.iri, audience: open.iri });
  await east.post(north, like);
  follow = { type: "Follow", actor: scene.ann.iri, object: open.iri, id: await followIri() };
  const [row] = await north.ctx.sql<{ id: string }[]>`
    update communities set level = 'restricted', join_policy = 'approval'
    where actor_id = (select id from actors where iri = ${eastGroup.actor.iri}) returning id`;
  await joinCommunity(north.ctx, { actorId: nia, communityId: row?.id ?? "", words: "I run the crossings." });
  await net.settle();
  asked = cameTo("Join");
  northFollow = cameTo("Follow");
});
afterAll(async () => scene[Symbol.asyncDispose]());

async function followIri(): Promise<string> {
  const [row] = await scene.north.ctx.sql<{ iri: string }[]>`
    select request_iri as iri from memberships where actor_id = (select id from actors where iri = ${scene.ann.iri})`;
  return row?.iri ?? "";
}

/** What north sent to east's community. */
function cameTo(type: string): JsonObject {
  const found = scene.east.inbox.find(
    ({ activity }) => activity.type === type && activity.object === scene.eastGroup.actor.iri,
  );
  if (!found) throw new Error(`East's community got no ${type}.`);
  return found.activity;
}

/** An act in a community of the node, sent by somebody. */
function act(who: Who, type: string, members: (at: Scene) => Record<string, Json>) {
  return (at: Scene) => {
    const audience = at.open.iri;
    return sendAs(at, who, type, { audience, to: [PUBLIC_IRI, audience], ...members(at) });
  };
}

/** The word of a community of a peer on something it may have been asked. */
function word(
  group: "eastGroup" | "evilGroup",
  type: "Accept" | "Reject",
  of: () => Json,
  extra: Record<string, Json> = {},
) {
  return (at: Scene) => {
    const peer = group === "evilGroup" ? at.evil : at.east;
    const answer = peer.write(
      at[group].actor,
      type,
      { object: of(), to: [`${at.north.origin}/ap/actor`], ...extra },
      at.net.clock.now(),
    );
    return peer.post(at.north, answer);
  };
}

const requestTo = (at: Scene, id: string): JsonObject => ({
  type: "Join",
  id: `${at.north.origin}/ap/a/${id}`,
  actor: `${at.north.origin}/ap/p/nia`,
  object: at.evilGroup.actor.iri,
});

const TAKEN_BACK = attacks({ status: [400], before: "any fetch" }, [
  { no: "A37", what: "Undo of Ann's Follow by Bob", send: act("bob", "Undo", () => ({ object: follow })) },
  {
    no: "A37",
    what: "Undo of Ann's Like by Mallory",
    send: act("mallory", "Undo", () => ({ object: like })),
  },
  {
    no: "A37",
    what: "Undo of an Announce of east's community by Mallory",
    send: act("mallory", "Undo", (at) => ({
      object: {
        type: "Announce",
        id: String(at.eastGroup.log[0]?.id),
        actor: at.eastGroup.actor.iri,
        object: at.annsThere,
      },
    })),
  },
]);

const NO_EFFECT = attacks({ status: [202], but: REJECTED }, [
  {
    no: "A37",
    what: "Undo of Ann's Follow by Bob, by its id alone",
    send: act("bob", "Undo", () => ({ object: String(follow.id) })),
  },
  {
    no: "A37",
    what: "Undo of Ann's Like by Mallory, by its id alone",
    send: act("mallory", "Undo", () => ({ object: String(like.id) })),
  },
  {
    no: "A37",
    what: "Undo of a Like that Mallory says is her own, with the id of Ann's",
    send: act("mallory", "Undo", (at) => ({ object: { ...like, actor: at.mallory.iri } })),
  },
  {
    no: "A38",
    what: "Accept of Nia's request by another community",
    send: word("evilGroup", "Accept", () => asked),
  },
  {
    no: "A38",
    what: "Reject of Nia's request by another community",
    send: word("evilGroup", "Reject", () => asked),
  },
  {
    no: "A38",
    what: "Accept of Nia's request by Bob",
    send: act("bob", "Accept", (at) => ({ object: asked, audience: at.eastGroup.actor.iri })),
  },
  {
    no: "A38",
    what: "Accept of the node's own Follow by another community",
    send: word("evilGroup", "Reject", () => northFollow),
  },
  {
    no: "A38",
    what: "Accept of Nia's request with a grant of another community's making",
    send: word("evilGroup", "Accept", () => asked, {
      result: { type: "Relationship", id: "http://evil.localhost/m/1" },
    }),
  },
  {
    no: "A39",
    what: "Accept of a request that was never made",
    send: (at) => word("evilGroup", "Accept", () => requestTo(at, "never"))(at),
  },
  {
    no: "A39",
    what: "Reject of a request that was never made",
    send: (at) => word("evilGroup", "Reject", () => requestTo(at, "never"))(at),
  },
]);

describe("A37–A39: answers and what is taken back", () => {
  test.each(TAKEN_BACK)("$no: $what is refused and changes nothing", async (attack) => {
    await checkAttack(scene, attack);
  });

  test.each(NO_EFFECT)("$no: $what has no effect", async (attack) => {
    await checkAttack(scene, attack);
  });

  test("A39: an Accept sent again after a Reject, and one after leaving, bring nothing back", async () => {
    const { north, east, eastGroup, net, nia } = scene;
    const accept = east.write(
      eastGroup.actor,
      "Accept",
      { object: asked, to: [String(asked.actor)] },
      net.clock.now(),
    );
    const reject = east.write(
      eastGroup.actor,
      "Reject",
      { object: asked, content: "<p>No.</p>", to: [String(asked.actor)] },
      net.clock.now(),
    );
    const state = async () => {
      const [row] = await north.ctx
        .sql`select state from memberships where actor_id = ${nia} and request_iri = ${String(asked.id)}`;
      return row?.state;
    };
    await east.post(north, accept);
    expect(await state()).toBe("active");
    await east.post(north, reject);
    expect(await state()).toBe("ended");
    await east.post(north, accept);
    expect(await state()).toBe("ended");
    await east.post(north, { ...east.write(eastGroup.actor, "Accept", { object: asked }, net.clock.now()) });
    expect(await state()).toBe("ended");
  });
});
