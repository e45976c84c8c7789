import { findAccount } from "../accounts/read.ts";
import { listPublicKeys, rotateKeys } from "../actors/keys.ts";
import { communityHome } from "../communities/home.ts";
import { communityIdOf } from "../communities/read.ts";
import type { NodeContext } from "../context.ts";
import { type ActorRef, actorById, actorByIri } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import type { Answer, Call, Noun } from "./types.ts";

const WHOSE = [
  { name: "person", value: "<e-mail or name>", about: "Of a person here." },
  { name: "community", value: "<name in its address>", about: "Of a community here." },
];

export const KEYS: Noun = {
  name: "keys",
  about: "Keys that this node signs with: its own, and those of its people and communities.",
  verbs: [
    {
      name: "list",
      about: "Lists the public keys of this node, or of a person or community here, retired ones too.",
      takes: "",
      least: 0,
      most: 0,
      options: WHOSE,
      needs: "node",
      run: list,
    },
    {
      name: "rotate",
      about: "Makes new keys; the old ones are retired and never used again.",
      takes: "",
      least: 0,
      most: 0,
      options: WHOSE,
      needs: "node",
      run: rotate,
    },
  ],
};

async function list(ctx: NodeContext, call: Call): Promise<Answer> {
  const keys = await listPublicKeys(ctx, (await actorOf(ctx, call)).id);
  return {
    columns: ["key", "for", "made", "retired", "fingerprint"],
    rows: keys.map((key) => [
      key.keyIri,
      key.purpose === "rsa" ? "requests" : "proofs",
      key.created,
      key.revoked,
      key.purpose === "rsa" ? null : ctx.ports.remote.fingerprint(key.pem),
    ]),
    empty: "There are no keys.",
    json: keys,
  };
}

async function rotate(ctx: NodeContext, call: Call): Promise<Answer> {
  const actor = await actorOf(ctx, call);
  await rotateKeys(ctx, actor.iri);
  const keys = (await listPublicKeys(ctx, actor.id)).filter((key) => key.revoked === null);
  const lines = [
    ...keys.map((key) => `New: ${key.keyIri}`),
    "A running Moothall signs with them within a minute; other nodes fetch them when they see the first signature.",
  ];
  const proof = keys.find((key) => key.purpose === "ed25519");
  if (actor.kind === "node" && proof)
    lines.push(`Tell connected councils the new fingerprint: ${ctx.ports.remote.fingerprint(proof.pem)}`);
  return { lines, json: keys };
}

async function actorOf(ctx: NodeContext, call: Call): Promise<ActorRef> {
  const [person, community] = [call.option("person"), call.option("community")];
  if (person !== null) return actorById(ctx.sql, (await findAccount(ctx, person)).actorId);
  if (community === null) return (await actorByIri(ctx.sql, ctx.iris.node)) ?? refuse("not-found");
  const home = await communityHome(ctx.sql, await communityIdOf(ctx.sql, community));
  return home.local ? actorById(ctx.sql, home.actorId) : refuse("not-found");
}
