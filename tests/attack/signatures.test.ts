import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Attack, attacks, checkAttack, HEARD } from "../support/attack-case.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
import { cavageByHand, type HandMade } from "../support/hostile-signer.ts";
import { CLOSED, type Posting, send, type Written } from "../support/peerkit.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** A Like of Martin's question in Ann's name, as a node of the profile writes it. */
function like({ east, ann, martins, open, net }: Scene): Written {
  return east.write(ann, "Like", { object: martins.iri, audience: open.iri }, net.clock.now());
}

/** Ann's Like, sent with something about its delivery broken. */
function broken(how: (scene: Scene) => Posting): Attack["send"] {
  return (at) => at.east.post(at.north, like(at), how(at));
}

/** The same, with a draft-cavage signature broken by hand. */
function hand(how: (scene: Scene) => Partial<HandMade>): Attack["send"] {
  return broken((at) => ({ hand: how(at) }));
}

const seconds = (at: Scene) => Math.floor(at.net.clock.now().getTime() / 1000);
const minutes = (at: Scene, n: number) => new Date(at.net.clock.now().getTime() + n * 60_000);

const UNSIGNED = attacks({ status: [400, 401], before: "any fetch", notAsked: (at) => [at.east, at.evil] }, [
  { no: "A14", what: "an unsigned delivery", send: broken(() => ({ by: null })) },
  ...["", " ", "keyId", 'keyId="x"', "a".repeat(7000), "\u00ff"].map((value) => ({
    no: "A14",
    what: `a Signature header that says ${JSON.stringify(value.slice(0, 12))}`,
    send: broken(() => ({ headers: { signature: value } })),
  })),
  {
    no: "A14",
    what: "a Signature header of 100 KB",
    send: broken(() => ({ headers: { signature: "x".repeat(100_000) } })),
    status: [400, 401, 431, CLOSED],
  },
]);

const WHOSE = attacks({ status: [401] }, [
  {
    no: "A15",
    what: "Mallory signs what says it is Ann's",
    send: broken((at) => ({ by: at.mallory })),
    before: "any fetch",
  },
  {
    no: "A16",
    what: "a key on Mallory's server that says it is Ann's",
    send: async (at) => {
      const key = { id: `${at.evil.origin}/keys/1`, owner: at.ann.iri, type: "Key", publicKeyPem: "x" };
      at.evil.serve(key.id, { body: { "@context": "https://w3id.org/security/v1", ...key } });
      return at.east.post(at.north, like(at), { by: { ...at.mallory, keyId: key.id } });
    },
    before: "any fetch",
    notAsked: (at) => [at.east],
  },
  {
    no: "A17",
    what: "an address of Mallory's that answers with Ann's id and Mallory's key",
    send: async (at) => {
      const fake = at.evil.person("fake", { id: at.ann.iri, inbox: at.ann.inbox });
      return at.evil.post(at.north, at.evil.draft(fake, "Like", { object: at.martins.iri }), { by: fake });
    },
    notAsked: (at) => [at.east],
  },
  {
    no: "A18",
    what: "Bob signs for Ann, his neighbour",
    send: broken((at) => ({ by: at.bob })),
  },
  {
    no: "A19",
    what: "a key under Ann's address that her document does not list",
    send: broken((at) => ({ by: { ...at.ann, keyId: `${at.ann.iri}#other-key`, rsa: at.mallory.rsa } })),
    but: HEARD,
  },
]);

const sha1 = (text: string) => createHash("sha1").update(text).digest("base64");

/** A signature that does not verify makes us read the key again, once (S-08). */
const asksOnce = { before: undefined, but: HEARD };

const COVERED = attacks({ status: [401], before: "any fetch" }, [
  {
    no: "A20",
    what: "a body that was changed after signing",
    send: (at) => {
      const signed = like(at);
      const changed = JSON.stringify({ ...signed, object: at.anns.iri });
      return at.east.post(at.north, signed, { raw: changed, hand: { body: JSON.stringify(signed) } });
    },
  },
  {
    no: "A20",
    what: "no digest at all",
    send: hand(() => ({ headers: { digest: null }, components: ["(request-target)", "host", "date"] })),
  },
  {
    no: "A20",
    what: "a digest that is not signed",
    send: hand(() => ({ components: ["(request-target)", "host", "date"] })),
  },
  {
    no: "A20",
    what: "a digest in SHA-1",
    send: (at) => {
      const signed = like(at);
      const digest = `SHA=${sha1(JSON.stringify(signed))}`;
      return at.east.post(at.north, signed, { hand: { headers: { digest } } });
    },
  },
  ...[-61, 61].map((n) => ({
    no: "A21",
    what: `a date ${n} minutes off`,
    send: hand((at) => ({ headers: { date: minutes(at, n).toUTCString() } })),
  })),
  {
    no: "A21",
    what: "no date",
    send: hand(() => ({ headers: { date: null }, components: ["(request-target)", "host", "digest"] })),
  },
  {
    no: "A21",
    what: "made in the future",
    send: hand((at) => ({
      created: seconds(at) + 4000,
      components: ["(request-target)", "(created)", "host", "digest"],
    })),
  },
  { no: "A21", what: "expired", send: hand((at) => ({ expires: seconds(at) - 1 })) },
  {
    no: "A22",
    what: "without the request's target",
    send: hand(() => ({ components: ["host", "date", "digest"] })),
  },
  {
    no: "A22",
    what: "without the host",
    send: hand(() => ({ components: ["(request-target)", "date", "digest"] })),
  },
  {
    no: "A23",
    what: "a delivery meant for another node",
    send: hand(() => ({ host: "wiltshire.localhost:8103" })),
    status: [401, 421],
  },
  {
    no: "A23",
    what: "a delivery meant for another inbox",
    send: broken(() => ({ to: "/ap/actor/inbox", hand: { target: "/ap/inbox" } })),
    ...asksOnce,
  },
  { no: "A23", what: "signed for another method", send: resigned("GET", "POST"), ...asksOnce },
  { no: "A23", what: "sent with another method", send: resigned("POST", "PUT"), status: [405] },
  {
    no: "A24",
    what: "two Signature headers",
    send: doubled((signature) => [signature, signature]),
    status: [400],
  },
  {
    no: "A24",
    what: "two key ids in one",
    send: doubled((signature) => [`keyId="${scene.bob.keyId}",${signature}`]),
    status: [400],
  },
  {
    no: "A24",
    what: "both signature forms at once",
    send: broken((at) => ({
      headers: { "signature-input": `sig1=("@method");created=1;keyid="${at.bob.keyId}"` },
    })),
    status: [400],
  },
]);

/** Ann's Like signed for one method and sent with another. */
function resigned(signedAs: string, sentAs: string): Attack["send"] {
  return async (at) => {
    const body = JSON.stringify(like(at));
    const headers = new Map([...signedByAnn(at, body, signedAs)]);
    return send(at.north, { method: sentAs, target: "/ap/inbox", headers, body });
  };
}

/** Ann's Like with its Signature header replaced by something made of it. */
function doubled(how: (signature: string) => readonly string[]): Attack["send"] {
  return async (at) => {
    const activity = like(at);
    const signature = signedByAnn(at, JSON.stringify(activity), "POST").get("signature") ?? "";
    return at.east.post(at.north, activity, { headers: { signature: how(signature) } });
  };
}

function signedByAnn(at: Scene, body: string, method: string): Headers {
  const { ann, north, net } = at;
  const host = new URL(north.origin).host;
  const { keyId, rsa } = ann;
  return cavageByHand({ privateKey: rsa.privateKey, keyId, now: net.clock.now(), body, host, method })
    .headers;
}

describe("Deliveries that nobody signed, or somebody else", () => {
  test.each([...UNSIGNED, ...WHOSE])("$no: $what is refused and changes nothing", async (attack) => {
    await checkAttack(scene, attack);
  });
});

describe("S-11: signatures that cover too little, something else, or another hour", () => {
  test.each(COVERED)("$no: $what is refused and changes nothing", async (attack) => {
    await checkAttack(scene, attack);
  });
});
