import { listPublicKeys } from "../../node/actors/keys.ts";
import type { GroupRow } from "../../node/communities/group-rows.ts";
import type { AnyContext } from "../../node/context.ts";
import { listHolders } from "../../node/visibility/holders.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import type { JsonObject } from "../jcs.ts";
import type { GroupAddress } from "../objects/audience.ts";
import { groupFor } from "../objects/group.ts";
import type { ActorKeys } from "../objects/keys.ts";
import { multikeyOfPem } from "./multikey.ts";

/** A community as something to address. */
export function groupAddressOf(group: GroupRow): GroupAddress {
  return {
    iri: group.iri,
    name: `@${group.handle}@${new URL(group.iri).host}`,
    readers: isPublicLevel(group.level) ? "everyone" : "members",
  };
}

/** Who gets the document, a connected node without members as `peer`: what it says beyond name, purpose, rules and keys is for the holders of a closed community. */
export type GroupReader = "anyone" | "peer" | "holder";

/** The Group actor of a local community (profile D.2: strangers learn neither numbers nor who is in a closed one). */
export async function groupDocument(
  ctx: AnyContext,
  group: GroupRow,
  reader: GroupReader = "anyone",
): Promise<JsonObject> {
  const open = isPublicLevel(group.level);
  const told = open || reader === "holder";
  return {
    ...groupFor({
      ...group,
      charter: told ? group.charter : {},
      origin: ctx.iris.origin,
      pageUrl: group.url ?? ctx.iris.page.community(group.handle),
      keys: await actorKeys(ctx, group.actorId),
      published: group.created,
      updated: group.updated,
    }),
    ...(group.leadIri === null || !(open || reader !== "anyone") ? {} : { "cop:lead": group.leadIri }),
    ...(told ? numbersOf(group) : {}),
    ...(open || !told ? {} : { "cop:holders": await holdersOf(ctx, group) }),
  };
}

function numbersOf({ members, councils, lastActivity }: GroupRow): JsonObject {
  return {
    "cop:memberCount": members,
    "cop:councilCount": councils,
    ...(lastActivity === null ? {} : { "cop:lastActivity": `${lastActivity.toISOString().slice(0, 19)}Z` }),
  };
}

/** The nodes that keep copies of a closed community, so that every page of it can name them. */
async function holdersOf(ctx: AnyContext, group: GroupRow): Promise<JsonObject[]> {
  const holders = await listHolders(ctx, group.communityId);
  return holders.map(({ name, origin }) => ({ type: "Application", id: `${origin}/ap/actor`, name }));
}

// RSA keys stay listed for 48 h after rotation, Ed25519 keys for good with `revoked` (resolution 15).
const RSA_KEPT_MS = 48 * 3_600_000;

/** The public keys of a local actor as its document lists them. */
export async function actorKeys(ctx: AnyContext, actorId: string): Promise<ActorKeys> {
  const rows = await listPublicKeys(ctx, actorId);
  const since = ctx.clock.now().getTime() - RSA_KEPT_MS;
  const rsa = rows.filter(
    (row) => row.purpose === "rsa" && (row.revoked === null || row.revoked.getTime() > since),
  );
  const current = rsa.find((row) => row.revoked === null) ?? rsa.at(-1);
  if (!current) throw new Error("A local actor has no RSA key.");
  const ed25519 = rows
    .filter((row) => row.purpose === "ed25519")
    .sort((a, b) => Number(b.revoked === null) - Number(a.revoked === null));
  return {
    rsa: { iri: current.keyIri, pem: current.pem },
    ed25519: ed25519.map((row) => ({
      iri: row.keyIri,
      multibase: multikeyOfPem(row.pem),
      revoked: row.revoked,
    })),
  };
}
