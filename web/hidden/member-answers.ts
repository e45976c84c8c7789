import { z } from "zod";
import type { MemberRow } from "../../node/memberships/types.ts";
import { communityAt, type HiddenAt, pageOf, personAt } from "./shapes.ts";

// What the node of a hidden community answers about its members, read strictly.

const moment = z.coerce.date();
const role = z.enum(["member", "facilitator", "owner"]);
const until = moment.nullable().default(null);

export function membersAnswer(at: HiddenAt) {
  const member = z
    .object({
      person: personAt(at),
      role,
      since: moment,
      paused: z.object({ until }).nullable().default(null),
    })
    .transform((row): MemberRow => ({ ...row, returned: null }));
  const share = z.object({ council: z.string().max(300), members: z.int().min(0).nullable() });
  return z.object({
    community: communityAt(at),
    members: pageOf(member),
    shares: z.array(share).max(1_000),
    you: z.uuid().nullable().default(null),
  });
}

/** One member, as facilitators decide about them. */
export function memberAnswer(at: HiddenAt) {
  return z.object({
    person: personAt(at),
    role,
    state: z.enum(["requested", "active", "refused", "suspended", "ended"]),
    since: moment.nullable().default(null),
    reason: z.string().max(2_000).default(""),
    until,
  });
}
