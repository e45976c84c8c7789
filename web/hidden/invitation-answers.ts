import { z } from "zod";
import { STANDINGS } from "../../node/invitations/candidates.ts";
import { communityAt, type HiddenAt, personAt } from "./shapes.ts";

// What the node of a hidden community answers about its invitations, read strictly.

const moment = z.coerce.date();
const name = z.string().max(300);

/** Who was invited, and how the people stand who were asked about. */
export function invitationsAnswer(at: HiddenAt) {
  const person = personAt(at);
  const sent = z.object({
    id: z.uuid(),
    inviter: person,
    person: person.nullable().default(null),
    address: z.string().max(320).nullable().default(null),
    state: z.enum(["pending", "accepted", "declined", "withdrawn", "returned", "expired"]),
    why: z.string().max(50).nullable().default(null),
    created: moment,
    ends: moment,
    reminded: moment.nullable().default(null),
  });
  const invited = z.object({
    personId: z.uuid(),
    name,
    council: name.nullable().default(null),
    node: name,
    made: moment,
    ends: moment,
  });
  const standing = z.object({
    iri: z.string().max(2_048),
    standing: z.enum(STANDINGS),
    newHolder: name.nullable().default(null),
  });
  return z.object({
    community: communityAt(at),
    standings: z.array(standing).max(25),
    sent: z.array(sent).max(500),
    invited: z.array(invited).max(500),
  });
}
