import { z } from "zod";
import type { ClosedMember } from "../../node/memberships/types.ts";
import { groupCollectionsOf } from "../objects/group.ts";
import { roleIriOf } from "../objects/memberships.ts";
import { aLine, anInstant, manyOf, recordOf, requiredIri } from "./values.ts";

/** More people are in no closed community. */
const MOST = 5_000;

const MEMBER = z.object({
  id: requiredIri,
  name: aLine(100),
  "cop:council": aLine(200),
  published: anInstant,
});

/**
 * Everyone in a closed community, as its own node tells its holders (FEDERATION.md). Null where it is not that collection;
 * who cannot be read is left out. At most 5,000.
 */
export function readClosedMembers(json: unknown, groupIri: string): readonly ClosedMember[] | null {
  const collection = recordOf(json);
  if (collection?.id !== groupCollectionsOf(groupIri).members || collection.attributedTo !== groupIri)
    return null;
  return manyOf(collection.items)
    .flatMap((share) => {
      const { name, items } = recordOf(share) ?? {};
      const node = aLine(100).parse(name);
      return manyOf(items).flatMap((item) => memberOf(item, node));
    })
    .slice(0, MOST);
}

function memberOf(item: unknown, node: string): ClosedMember[] {
  const parsed = MEMBER.safeParse(item);
  if (!parsed.success) return [];
  const { id: iri, name, published: since } = parsed.data;
  const council = parsed.data["cop:council"] || null;
  return [{ iri, name, council, role: roleOf(recordOf(item)?.["cop:role"]), since, node }];
}

const ROLES = ["member", "facilitator", "owner"] as const;

function roleOf(iri: unknown): ClosedMember["role"] {
  return ROLES.find((role) => roleIriOf(role) === iri) ?? "member";
}
