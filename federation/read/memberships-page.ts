import { z } from "zod";
import { originOf, sameOrigin } from "../../node/iris.ts";
import type { Role } from "../../node/memberships/types.ts";
import { COP_NAMESPACE } from "../contexts.ts";
import type { GrantFacts } from "../objects/memberships.ts";
import { type Refused, refused } from "./outcome.ts";
import { aLine, anInstant, faultOf, manyOf, recordOf, requiredIri, typeOf } from "./values.ts";

const ROLES = ["member", "facilitator", "owner"] as const satisfies readonly Role[];

const GRANT = z.object({
  type: z.literal("Relationship"),
  id: requiredIri,
  subject: requiredIri,
  object: requiredIri,
  attributedTo: requiredIri,
  relationship: z.enum(ROLES.map((role) => `${COP_NAMESPACE}${role}`)),
  "cop:state": z.enum(["active", "suspended", "ended"]),
  published: anInstant,
  summary: aLine(1000),
  endTime: anInstant,
});

/**
 * Reads a grant (profile B.2). Refuses `invalid`, and `wrong-author` unless the Group itself granted it under its own
 * address: only the Group's node says who is a member.
 */
export function readGrant(json: unknown, groupIri: string): { readonly grant: GrantFacts } | Refused {
  const parsed = GRANT.safeParse(json);
  if (!parsed.success) return refused("invalid", faultOf(parsed.error));
  const { id: iri, subject, object, attributedTo, relationship, published } = parsed.data;
  if (object !== groupIri || attributedTo !== groupIri || !sameOrigin(iri, groupIri)) {
    return refused("wrong-author", "granted by another than the community");
  }
  const role = ROLES.find((name) => relationship === `${COP_NAMESPACE}${name}`) ?? "member";
  const since = published ?? new Date(0);
  const grant = { iri, groupIri, personIri: subject, role, state: parsed.data["cop:state"], since };
  if (grant.state !== "suspended") return { grant };
  const { summary: reason, endTime: until } = parsed.data;
  return { grant: { ...grant, ...(reason ? { reason } : {}), ...(until ? { until } : {}) } };
}

/** The whole set of a node's grants in a community (profile B.6). */
export interface ReadMemberships {
  readonly type: "memberships";
  readonly grants: readonly GrantFacts[];
}

/**
 * Reads the answer to `GET {cop:memberships}`. Refuses `invalid` when one grant is unreadable, because a set with a gap
 * would end that membership; grants of people of another origin than `ownOrigin` are refused as `wrong-audience`.
 */
export function readMemberships(
  json: unknown,
  expected: { readonly groupIri: string; readonly ownOrigin: string },
): ReadMemberships | Refused {
  const collection = recordOf(json);
  const type = typeOf(collection);
  if (collection === null || (type !== "Collection" && type !== "OrderedCollection")) {
    return refused("invalid", "not a collection");
  }
  const items = manyOf(collection.items ?? collection.orderedItems);
  if (items.length > 10_000) return refused("too-long", "more than 10,000 grants");
  const grants: GrantFacts[] = [];
  for (const item of items) {
    const read = readGrant(item, expected.groupIri);
    if ("type" in read) return read;
    if (originOf(read.grant.personIri) !== expected.ownOrigin) {
      return refused("wrong-audience", "a grant of somebody elsewhere");
    }
    grants.push(read.grant);
  }
  return { type: "memberships", grants };
}
