import { z } from "zod";

const moment = z.iso.datetime();

/** What somebody is to a community. */
export const Relation = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({ kind: z.literal("following") }),
    z.strictObject({ kind: z.literal("invited"), invitationId: z.uuid(), until: moment }),
    z.strictObject({
      kind: z.literal("requested"),
      since: moment,
      words: z.string(),
      presented: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal("member"),
      since: moment,
      role: z.enum(["member", "facilitator", "owner"]),
    }),
    z.strictObject({ kind: z.literal("refused"), reason: z.string(), when: moment }),
    z.strictObject({ kind: z.literal("suspended"), reason: z.string(), until: moment.nullable() }),
    z.strictObject({ kind: z.literal("removed"), reason: z.string(), when: moment }),
  ])
  .meta({ id: "Relation" });
