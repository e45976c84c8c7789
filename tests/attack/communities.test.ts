import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PUBLIC_IRI } from "../../federation/contexts.ts";
import type { Json } from "../../federation/jcs.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { attacks, checkAttack, REJECTED } from "../support/attack-case.ts";
import {
  draftCommunity,
  openScene,
  type Place,
  type Scene,
  sendAs,
  type Who,
} from "../support/attack-scene.ts";
import { contentBy } from "../support/peer-group.ts";
import type { Answered } from "../support/peerkit.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";

let scene: Scene;
/** Facilitated by Nia and not by Martin; Ann is a member. */
let second: Place;
beforeAll(async () => {
  scene = await openScene();
  second = await createCommunity(scene.north.ctx, { actorId: scene.nia }, draftCommunity("School streets"));
  await sendAs(scene, "ann", "Follow", { object: second.iri, to: [second.iri] });
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** An act in a community of the node, sent by somebody. */
function act(who: Who, type: string, members: (at: Scene) => Record<string, Json>) {
  return (at: Scene) => {
    const audience = at.open.iri;
    return sendAs(at, who, type, { audience, to: [PUBLIC_IRI, audience], ...members(at) });
  };
}

const NO_EFFECT = attacks({ status: [202], but: REJECTED }, [
  {
    no: "A41",
    what: "Move of Ann's account to Mallory's, by Mallory",
    send: act("mallory", "Move", (at) => ({ object: at.ann.iri, target: at.mallory.iri })),
  },
  {
    no: "A41",
    what: "Move of Bob's own account to Ann's, which does not name him",
    send: act("bob", "Move", (at) => ({ object: at.bob.iri, target: at.ann.iri })),
  },
  {
    no: "A41",
    what: "Move of the community to Mallory's server, by Mallory",
    send: act("mallory", "Move", (at) => ({ object: at.open.iri, target: at.evilGroup.actor.iri })),
  },
  {
    no: "A42",
    what: "Ann, a member of both communities, moves her question to the other one",
    send: act("ann", "Move", (at) => ({ object: at.anns.iri, origin: at.open.iri, target: second.iri })),
  },
  {
    no: "A42",
    what: "Mallory moves Ann's question to a community of her own server",
    send: act("mallory", "Move", (at) => ({
      ...{ object: at.anns.iri, origin: at.open.iri, target: at.evilGroup.actor.iri },
    })),
  },
  {
    no: "A42",
    what: "Mallory makes herself a facilitator",
    send: act("mallory", "Add", (at) => ({ object: at.mallory.iri, target: `${at.open.iri}/moderators` })),
  },
  {
    no: "A42",
    what: "Ann, a member, makes herself a facilitator",
    send: act("ann", "Add", (at) => ({ object: at.ann.iri, target: `${at.open.iri}/moderators` })),
  },
  {
    no: "A42",
    what: "Ann removes Martin from the facilitators",
    send: act("ann", "Remove", (at) => ({ object: `${at.open.iri}`, target: `${at.open.iri}/moderators` })),
  },
  {
    no: "A42",
    what: "Mallory pins a thread",
    send: act("mallory", "Add", (at) => ({ object: at.anns.iri, target: `${at.open.iri}/featured` })),
  },
  {
    no: "A42",
    what: "a list of moderators of Mallory's own making",
    send: act("mallory", "Add", (at) => ({
      object: at.mallory.iri,
      target: `${at.evil.origin}/moderators-of-open`,
    })),
  },
  {
    no: "A44",
    what: "a topic by Bob, who is no member",
    send: (at) => post(at, "bob", at.open, { title: "Hello" }),
  },
  {
    no: "A44",
    what: "a reply by Bob, who is no member",
    send: (at) => post(at, "bob", at.open, { inReplyTo: at.martins.iri }),
  },
  {
    no: "A44",
    what: "a topic by Ann in a community that she only may read",
    send: (at) => post(at, "ann", at.restricted, { title: "Let me in" }),
  },
  {
    no: "A44",
    what: "a reply by Ann to a thread of another community than she names",
    send: (at) => post(at, "ann", second, { inReplyTo: at.martins.iri }),
  },
]);

function post(
  at: Scene,
  who: "ann" | "bob",
  place: Place,
  facts: { title?: string; inReplyTo?: string },
): Promise<Answered> {
  const object = contentBy(at.east, at[who], { in: place.iri, at: at.net.clock.now(), ...facts });
  return sendAs(at, who, "Create", { object, audience: place.iri, to: [PUBLIC_IRI, place.iri] });
}

describe("A41–A44: acts in communities of this node", () => {
  test.each(NO_EFFECT)("$no: $what has no effect", async (attack) => {
    await checkAttack(scene, attack);
  });

  test("A44: of a post that was refused there is a row in the record of refusals, and its author is told why", async () => {
    const { north, net, east, bob } = scene;
    await net.settle();
    const before = await rowsOf(north.ctx);
    await post(scene, "bob", scene.open, { title: "Once more" });
    await net.settle();
    expect(changedRows(before, await rowsOf(north.ctx), REJECTED.slice(1))).toEqual(["audit_events +1"]);
    const reject = east.inbox.findLast(({ activity }) => activity.type === "Reject")?.activity;
    expect(reject).toMatchObject({ actor: scene.open.iri, to: [bob.iri], "cop:error": "not-member" });
  });

  test.each(["suspended", "requested", "ended", "refused"])(
    "A44: a post by somebody whose membership is %s has no effect",
    async (state) => {
      const { north, east, net, open } = scene;
      const person = east.person(`was_${state}`);
      await east.post(
        north,
        east.write(person, "Follow", { object: open.iri, to: [open.iri] }, net.clock.now()),
      );
      await net.settle();
      await north.ctx
        .sql`update memberships set state = ${state} where actor_id = (select id from actors where iri = ${person.iri})`;
      await checkAttack(scene, {
        no: "A44",
        what: state,
        send: () => {
          const object = contentBy(east, person, { in: open.iri, at: net.clock.now(), title: "Still here" });
          return east.post(
            north,
            east.write(person, "Create", { object, audience: open.iri }, net.clock.now()),
          );
        },
        status: [202],
        but: REJECTED,
      });
    },
  );

  test("A42: who facilitates one community has no say in another", async () => {
    const { north, east, ann, net } = scene;
    await north.ctx.sql`update memberships set role = 'facilitator'
      where actor_id = (select id from actors where iri = ${ann.iri}) and community_id = ${second.id}`;
    for (const [type, members] of [
      ["Delete", { object: scene.reply.iri, summary: "off topic", audience: second.iri }],
      ["Delete", { object: scene.reply.iri, summary: "off topic", audience: scene.open.iri }],
      ["Lock", { object: scene.martins.iri, audience: second.iri }],
      ["Add", { object: scene.martins.iri, target: `${second.iri}/featured`, audience: second.iri }],
      ["Add", { object: ann.iri, target: `${scene.open.iri}/moderators`, audience: second.iri }],
    ] as const) {
      await checkAttack(scene, {
        no: "A42",
        what: type,
        send: () => east.post(north, east.write(ann, type, members, net.clock.now())),
        status: [202],
        but: REJECTED,
      });
    }
  });
});

test("A43: a report that is said to come from the hub, or from another node, is refused", async () => {
  const { stranger, evil, north } = scene;
  for (const hub of [
    { ...stranger.node, iri: "https://hub.example/ap/actor" },
    stranger.node,
    scene.east.node,
  ]) {
    await checkAttack(scene, {
      no: "A43",
      what: "a forged report",
      send: () => {
        const flag = evil.draft(hub, "Flag", {
          object: [scene.reply.iri],
          content: "<p>Remove this.</p>",
          audience: scene.open.iri,
        });
        return evil.post(north, { ...flag, id: `${new URL(hub.iri).origin}/ap/a/flag` }, { by: evil.node });
      },
      status: [401],
      before: "any fetch",
    });
  }
});
