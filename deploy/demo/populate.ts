import { completeWelcome } from "../../node/accounts/choices.ts";
import { createAccount, employerOf, type Prepared, prepareAccount } from "../../node/accounts/create.ts";
import { updateProfile } from "../../node/accounts/profile.ts";
import { inTransaction } from "../../node/context.ts";
import { councilsForEmail } from "../../node/councils/for-email.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { actorById } from "../../node/people/actor.ts";
import { findPersonDocument } from "../../node/people/document.ts";
import { keepAddress } from "../../node/settings/address.ts";
import { communities } from "./content/communities.ts";
import { nodes } from "./content/councils.ts";
import { people } from "./content/people.ts";
import type { DemoPerson, NodeKey } from "./content/types.ts";
import { contextOf, personOf, residentOf, type World } from "./world.ts";

/** Everybody's in the demo. */
export const PASSWORD = "paper-boats-at-low-tide";

/** Hashes and keys of everyone, which is most of the work, on all processors at once. */
export async function prepareEveryone(world: World): Promise<ReadonlyMap<string, Prepared>> {
  const prepared = await Promise.all(people.map((person) => prepare(world, person)));
  return new Map(people.map((person, i) => [person.key, prepared[i] as Prepared]));
}

function prepare(world: World, { key, name, role, email }: DemoPerson): Promise<Prepared> {
  const draft = {
    name,
    roleTitle: role,
    password: PASSWORD,
    organisationId: null,
    language: languageOf(key),
  };
  return prepareAccount(contextOf(world, key), draft, [email]);
}

/** Gives a person their account, profile and choices, as after the welcome. */
export async function settleIn(world: World, key: string, prepared: Prepared): Promise<void> {
  const ctx = contextOf(world, key);
  const { email, serviceAreas, canHelpWith, languages, visibility } = personOf(key);
  const { councils } = await councilsForEmail(ctx, email);
  const administrator = nodes.some((node) => node.administrator === key);
  const account = { email, employer: employerOf(councils, null), administrator };
  const { accountId, actorId } = await inTransaction(ctx, (tx) => createAccount(tx, account, prepared));
  await updateProfile(ctx, actorId, { topics: canHelpWith, serviceAreas, spoken: languages, visibility });
  await completeWelcome(ctx, accountId);
  const { iri } = await actorById(ctx.sql, actorId);
  const handle = (await findPersonDocument(ctx, { iri }))?.handle ?? "";
  world.residents.set(key, { accountId, actorId, iri, handle });
}

/** The administrator of one site asks another to connect. */
export async function askToConnect(world: World, from: NodeKey, to: NodeKey): Promise<void> {
  const { ctx } = world.sites[from];
  const { name } = personOf(administratorOf(from));
  const message = `${name} here. Our communities are open to your officers, and we would like to join in yours.`;
  const accountId = residentOf(world, administratorOf(from)).accountId;
  await askPeer(ctx, { accountId, address: world.sites[to].origin, message });
}

/** And the administrator there accepts. */
export async function acceptConnection(world: World, from: NodeKey, to: NodeKey): Promise<void> {
  const { ctx } = world.sites[to];
  const peer = await peerByOrigin(ctx.sql, world.sites[from].origin);
  if (!peer) throw new Error(`${to} has not heard from ${from}.`);
  const accountId = residentOf(world, administratorOf(to)).accountId;
  await answerPeer(ctx, { peerId: peer.id, accept: true, reason: "", accountId });
}

/** The administrator of a site says that another may hold copies of communities for members only. */
export async function trustWithClosed(world: World, site: NodeKey, other: NodeKey): Promise<void> {
  const { ctx } = world.sites[site];
  const peer = await peerByOrigin(ctx.sql, world.sites[other].origin);
  if (!peer) throw new Error(`${site} does not know ${other}.`);
  const accountId = residentOf(world, administratorOf(site)).accountId;
  await chooseHolding(ctx, { peerId: peer.id, holds: true, accountId });
}

/** What the first run asks: a trial that stays on this computer. */
export async function keepAddresses(world: World): Promise<void> {
  for (const { ctx } of Object.values(world.sites)) await keepAddress(ctx);
}

/** Whoever founds a Welsh community reads the pages in Welsh. */
function languageOf(key: string): "en" | "cy" {
  return communities.some(({ founder, lang }) => founder === key && lang === "cy") ? "cy" : "en";
}

function administratorOf(key: NodeKey): string {
  return nodes.find((node) => node.key === key)?.administrator ?? "";
}
