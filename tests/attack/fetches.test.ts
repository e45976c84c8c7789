import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../federation/jcs.ts";
import { reading } from "../../node/context.ts";
import { findThread } from "../../node/posts/thread-page.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import { type Attack, attacks, checkAttack, expectVictimWorks } from "../support/attack-case.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
import { type Listener, openListener } from "../support/listener.ts";
import { actorDocument, type PeerActor } from "../support/peer-actor.ts";
import { contentBy } from "../support/peer-group.ts";
import type { Served } from "../support/peerkit.ts";

let scene: Scene;
/** Listens on this machine where nobody may be led to. */
let inside: Listener;
beforeAll(async () => {
  inside = await openListener();
  scene = await openScene();
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await inside.close();
});
afterEach(() => expect(inside.connections()).toBe(0));

const INSIDE = ["127.0.0.1", "[::1]", "localhost", "0.0.0.0", "[::]", "[::ffff:127.0.0.1]", "x.localhost"];

/** Asks to connect as a node whose actor and key are said to be at an address. */
function askFrom(origin: () => string): Attack["send"] {
  return ({ stranger, north }) => {
    const node = { ...stranger.node, iri: `${origin()}/ap/actor`, keyId: `${origin()}/ap/actor#main-key` };
    const asks = { id: `${origin()}/ap/a/1`, object: `${north.origin}/ap/actor` };
    return stranger.post(north, stranger.draft(node, "Follow", asks), { by: node, to: "/ap/actor/inbox" });
  };
}

const ADDRESSES = attacks({ status: [400, 401, 403] }, [
  ...INSIDE.map((host) => ({
    no: "A01",
    what: `a node at ${host}`,
    send: askFrom(() => `http://${host}:${inside.port}`),
  })),
  ...["22", "25", "5432", "6379", "8443"].map((port) => ({
    no: "A07",
    what: `a node on port ${port}`,
    send: askFrom(() => `https://council.example:${port}`),
  })),
  ...["file:///etc", "data:,x", "ftp://council.example", "gopher://council.example"].map((origin) => ({
    no: "A06",
    what: `a node at ${origin}`,
    send: askFrom(() => origin),
  })),
]);

/** A person of Mallory's server whose document answers in some way, who says something. */
function saidBy(handle: string, how: (at: Scene, person: PeerActor) => Served): Attack["send"] {
  return (at) => {
    const person = at.evil.person(handle);
    at.evil.serve(person.iri, how(at, person));
    return at.evil.post(at.north, at.evil.draft(person, "Like", { object: at.martins.iri }));
  };
}

const LED = attacks({ status: [401] }, [
  {
    no: "A04",
    what: "an actor that answers with a redirect to this machine",
    send: saidBy("led", () => ({ status: 302, headers: { location: `http://127.0.0.1:${inside.port}/` } })),
  },
  {
    no: "A04",
    what: "an actor that answers with a redirect to another council's node",
    send: saidBy("led_away", ({ stranger }) => ({ status: 302, headers: { location: stranger.node.iri } })),
    notAsked: ({ stranger }) => [stranger],
  },
  {
    no: "A09",
    what: "an actor that answers with links to follow",
    send: saidBy("linked", ({ stranger }) => ({
      type: "text/html",
      body: `<link rel="alternate" type="application/activity+json" href="${stranger.node.iri}">`,
      headers: { link: `<${stranger.node.iri}>; rel="alternate"; type="application/activity+json"` },
    })),
    notAsked: ({ stranger }) => [stranger],
  },
  ...["text/plain", "application/json", "image/png", "text/html", "", "application/ld+json"].map((type) => ({
    no: "A28",
    what: `a key in a document of type ${type || "none"}`,
    send: saidBy(`typed_${type.replaceAll(/\W/g, "_")}`, ({ evil }, person) => ({
      type,
      body: actorDocument(person, evil.origin, "moothall"),
    })),
  })),
  ...(["inbox", "endpoints"] as const).map((member) => ({
    no: "A12",
    what: `an actor whose ${member} is another council's`,
    send: saidBy(`posting_${member}`, ({ evil, stranger }, person) => {
      const theirs = `${stranger.origin}/ap/inbox`;
      const value: Json = member === "inbox" ? theirs : { sharedInbox: theirs };
      return { body: { ...actorDocument(person, evil.origin, "moothall"), [member]: value } };
    }),
    status: [401, 403],
    notAsked: ({ stranger }: Scene) => [stranger],
  })),
]);

/** Answers that would go on for ever: redirects in a circle, forty in a row, and bodies past every measure. */
const ENDLESS = attacks({ status: [401, 503] }, [
  {
    no: "A10",
    what: "an actor that redirects to itself",
    send: saidBy("circling", (_at, person) => ({ status: 302, headers: { location: person.iri } })),
  },
  {
    no: "A10",
    what: "an actor behind forty redirects",
    send: saidBy("forty", ({ evil }) => {
      for (let n = 1; n <= 40; n++)
        evil.serve(`/hop/${n}`, { status: 302, headers: { location: `/hop/${n + 1}` } });
      return { status: 302, headers: { location: "/hop/1" } };
    }),
  },
  {
    no: "A52",
    what: "an actor of two megabytes",
    send: saidBy("large", ({ evil }, person) => ({
      body: { ...actorDocument(person, evil.origin, "moothall"), summary: "x".repeat(2_000_000) },
    })),
  },
  {
    no: "A53",
    what: "an actor that is said to be compressed",
    send: saidBy("packed", ({ evil }, person) => ({
      body: actorDocument(person, evil.origin, "moothall"),
      headers: { "content-encoding": "gzip" },
    })),
  },
]);

/** The same cases with nothing wrong: what shows that the attacks are refused for what is wrong with them. */
const SOUND = attacks({ status: [202], but: ["actors", "lanes"] }, [
  ...[
    "application/activity+json",
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
  ].map((type) => ({
    no: "A28",
    what: `a key in a document of type ${type.slice(0, 24)}`,
    send: async (at: Scene) => {
      const person = at.evil.person(`sound_${type.length}`);
      at.evil.serve(person.iri, { type, body: actorDocument(person, at.evil.origin, "moothall") });
      return at.evil.post(at.north, at.evil.draft(person, "Dislike", { object: at.martins.iri }));
    },
  })),
]);

describe("S-10: addresses that nobody may be led to", () => {
  test.each(ADDRESSES)("$no: $what is refused and not asked", async (attack) => {
    await checkAttack(scene, attack);
  });
});

describe("W-09: documents that lead elsewhere", () => {
  test.each(LED)("$no: $what is refused and leads nowhere", async (attack) => {
    await checkAttack(scene, attack);
  });
});

test.each(ENDLESS)("$no: $what is asked once, and refused", async (attack) => {
  const asked = scene.evil.asked.length;
  await checkAttack(scene, attack);
  expect(scene.evil.asked.slice(asked).map(({ path }) => path)).toHaveLength(1);
});

test.each(SOUND)("$no: $what is believed", async (attack) => {
  await checkAttack(scene, attack);
});

test("A12: an actor who is known and then moves her inbox to another council's is still written to where she was", async () => {
  const { north, east, ann, stranger, net } = scene;
  const before = { ...ann.extra };
  ann.extra = {
    inbox: `${stranger.origin}/ap/inbox`,
    endpoints: { sharedInbox: `${stranger.origin}/ap/inbox` },
  };
  const document = actorDocument(ann, east.origin, "moothall");
  const update = east.write(ann, "Update", { object: document }, net.clock.now());
  expect((await east.post(north, update)).status).toBe(403);
  const [row] = await north.ctx.sql`select inbox, shared_inbox from actors where iri = ${ann.iri}`;
  expect(row).toEqual({ inbox: ann.inbox, shared_inbox: `${east.origin}/ap/inbox` });
  ann.extra = before;
  await net.settle();
  expect(stranger.connections()).toBe(0);
  await expectVictimWorks(scene);
});

test("A08: what a node's NodeInfo and WebFinger answer leads nowhere inside", async () => {
  const { north, stranger, net } = scene;
  const links = [
    { rel: "http://nodeinfo.diaspora.software/ns/schema/2.1", href: `http://127.0.0.1:${inside.port}/2.1` },
  ];
  stranger.serve("/.well-known/nodeinfo", { type: "application/json", body: { links } });
  const self = [
    { rel: "self", type: "application/activity+json", href: `http://127.0.0.1:${inside.port}/a` },
  ];
  stranger.serve("/.well-known/webfinger", {
    type: "application/jrd+json",
    body: { subject: "acct:x@x", links: self },
  });
  await checkAttack(scene, {
    no: "A08",
    what: "asks to connect",
    send: async () => {
      const asks = { object: `${north.origin}/ap/actor` };
      return stranger.post(north, stranger.write(stranger.node, "Follow", asks, net.clock.now()), {
        to: "/ap/actor/inbox",
      });
    },
    status: [202, 403],
    but: ["peers", "actors", "changes", "effects", "consumers", "news", "notices", "mails", "lanes"],
  });
});

test("A11: a post with pictures, an avatar and an emoji inside a private network is shown without them, and nothing is fetched", async () => {
  const { north, east, ann, open, net } = scene;
  const at = `http://127.0.0.1:${inside.port}`;
  ann.extra = { icon: { type: "Image", url: `${at}/me.png` }, image: { type: "Image", url: `${at}/bg.png` } };
  const note = {
    ...contentBy(east, ann, { in: open.iri, at: net.clock.now(), title: "Look at this junction" }),
    content: `<p>Look <img src="${at}/x.png" srcset="${at}/y.png 2x"> <b style="background:url(${at}/z)">here</b></p>`,
    attachment: [
      { type: "Image", url: `${at}/map.png` },
      { type: "Link", href: `${at}/preview` },
    ],
    tag: [{ type: "Emoji", id: `${at}/e`, name: ":here:", icon: { type: "Image", url: `${at}/e.png` } }],
    preview: { type: "Note", content: `<img src="${at}/p.png">` },
  };
  const create = east.write(ann, "Create", { object: note, audience: open.iri }, net.clock.now());
  expect((await east.post(north, create)).status).toBe(202);
  await east.post(
    north,
    east.write(ann, "Update", { object: actorDocument(ann, east.origin, "moothall") }, net.clock.now()),
  );
  await net.settle();
  const [post] = await north.ctx.sql<
    { id: string; html: string }[]
  >`select id, html from posts where iri = ${note.id}`;
  expect(post?.html).toContain("Look");
  expect(post?.html).not.toMatch(/<img|style=|srcset/);
  const page = await reading(north.ctx, ANYONE, (r) =>
    findThread(r, ANYONE, { handle: open.handle, id: post?.id ?? "", page: 1 }),
  );
  expect(page.posts[0]?.html).toContain("Look");
  ann.extra = {};
  await expectVictimWorks(scene);
});
