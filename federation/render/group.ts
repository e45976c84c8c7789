import { listPublicKeys } from "../../node/actors/keys.ts";
import type { GroupRow } from "../../node/communities/group-rows.ts";
import type { AnyContext } from "../../node/context.ts";
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

/** The Group actor of a local community. */
export async function groupDocument(ctx: AnyContext, group: GroupRow): Promise<JsonObject> {
  return {
    ...groupFor({
      ...group,
      origin: ctx.iris.origin,
      pageUrl: group.url ?? ctx.iris.page.community(group.handle),
      keys: await actorKeys(ctx, group.actorId),
      published: group.created,
      updated: group.updated,
    }),
    "cop:memberCount": group.members,
    "cop:councilCount": group.councils,
    ...(group.leadIri === null ? {} : { "cop:lead": group.leadIri }),
    ...(group.lastActivity === null
      ? {}
      : { "cop:lastActivity": `${group.lastActivity.toISOString().slice(0, 19)}Z` }),
  };
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
