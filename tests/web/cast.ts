import { makeAdministrator } from "../../node/accounts/administer.ts";
import { completeWelcome } from "../../node/accounts/choices.ts";
import { updateProfile } from "../../node/accounts/profile.ts";
import { joinAs, PASSWORD } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import type { Scene } from "./scene.ts";

/** Somebody who has joined and gone through the welcome. */
export interface Officer {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly site: NetworkNode;
  readonly accountId: string;
  readonly actorId: string;
}

type Entry = readonly [site: string, name: string, domain: string, role: string, topics: readonly string[]];

const PEOPLE = {
  pat: ["somerset", "Pat Reed", "somerset", "Digital services manager", []],
  martin: ["somerset", "Martin Hale", "somerset", "Adoption team manager", ["Allowance reviews", "Panels"]],
  carys: ["somerset", "Carys Bevan", "exmoor", "Tree officer", ["Ash dieback"]],
  amara: ["sunderland", "Amara Okafor", "sunderland", "Kinship care lead", ["Kinship assessments"]],
  dev: [
    "sunderland",
    "Devinder Gill",
    "sunderland",
    "Waste contracts officer",
    ["Caddy liners", "Route planning"],
  ],
  rhian: ["wiltshire", "Rhian Price", "wiltshire", "Post-adoption support officer", ["Contact arrangements"]],
  tom: ["wiltshire", "Tom Ashdown-Featherstonehaugh", "wiltshire", "Highways engineer", []],
} as const satisfies Record<string, Entry>;

export type Role = keyof typeof PEOPLE;
export type Cast = Readonly<Record<Role, Officer>>;

/** Everybody whose site is there joins by their council's mail; Pat administers Somerset's. */
export async function joinEverybody(scene: Scene): Promise<Cast> {
  const made = new Map<string, Officer>();
  for (const [key, entry] of Object.entries(PEOPLE)) {
    if (entry[0] in scene.net.nodes) made.set(key, await join(scene, entry));
  }
  const cast = Object.fromEntries(made) as Cast;
  await makeAdministrator(cast.pat.site.ctx, { accountId: cast.pat.accountId, by: null });
  return cast;
}

async function join(scene: Scene, [where, name, domain, roleTitle, topics]: Entry): Promise<Officer> {
  const site = scene.site(where);
  const email = `${name.split(" ")[0]?.toLowerCase()}@${domain}.gov.example`;
  const { accountId } = await joinAs(site.ctx, name, email);
  const [row] = await site.ctx.sql<
    { actor: string }[]
  >`select actor_id as actor from accounts where id = ${accountId}`;
  const actorId = row?.actor ?? "";
  await updateProfile(site.ctx, actorId, { roleTitle, topics: [...topics] });
  await completeWelcome(site.ctx, accountId);
  return { name, email, password: PASSWORD, site, accountId, actorId };
}
