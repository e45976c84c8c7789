import { z } from "zod";
import { type OwnReport, REPORT_CATEGORIES, type ReportView } from "../../node/moderation/types.ts";
import { MODERATION_KINDS, type ModerationEntry } from "../../node/modlog/types.ts";
import { communityLabelAt, type HiddenAt, pageOf, personAt, written } from "./shapes.ts";

// What the node of a hidden community answers about moderation, read strictly; addresses are made anew.

const moment = z.coerce.date();
const STATES = ["open", "removed", "dismissed"] as const;
const PLACE = /\/t\/[0-9a-z]{26}(?:\?post=[0-9a-z]{26}#post-[0-9a-z]{26})?$/;

/** The place of a post here, from where it stands at its node; null where it stands nowhere. */
function placeAt({ path }: HiddenAt) {
  return z
    .string()
    .max(300)
    .nullable()
    .transform((there) => {
      const tail = there === null ? null : PLACE.exec(there);
      return tail === null ? null : `${path}${tail[0]}`;
    });
}

/** A page of the moderation log. Nobody else keeps a copy, so that there is nothing to confirm. */
export function logAnswer(at: HiddenAt) {
  const entry = z
    .object({
      id: z.uuid(),
      kind: z.enum(MODERATION_KINDS),
      by: personAt(at).nullable(),
      reason: z.string().max(2_000),
      happened: moment,
      path: placeAt(at),
    })
    .transform((one): ModerationEntry => ({ ...one, receipts: null }));
  return pageOf(entry);
}

function postAt(at: HiddenAt) {
  return z.object({
    id: z.uuid(),
    kind: z.enum(["topic", "question", "reply"]),
    title: z.string().max(1_000),
    html: written,
    lang: z.string().max(20).default("en"),
    author: personAt(at),
    published: moment,
    path: placeAt(at),
    gone: z.enum(["deleted", "removed"]).nullable(),
  });
}

/** A report as facilitators see it; who made it is never said. */
export function reportAnswer(at: HiddenAt) {
  return z
    .object({
      id: z.uuid(),
      community: communityLabelAt(at),
      category: z.enum(REPORT_CATEGORIES),
      words: z.string().max(2_000),
      created: moment,
      state: z.enum(STATES),
      from: z.discriminatedUnion("kind", [
        z.object({ kind: z.enum(["member", "visitor"]) }),
        z.object({ kind: z.literal("elsewhere"), home: z.string().max(300) }),
      ]),
      post: postAt(at).nullable(),
      others: z.int().min(0),
      decided: z
        .object({ by: personAt(at).nullable(), at: moment, reason: z.string().max(2_000) })
        .nullable(),
      mayDecide: z.boolean(),
    })
    .transform((report): ReportView => ({ ...report, postIri: "", onItsWay: false, facilitates: true }));
}

/** A page of the reports of a hidden community. */
export function reportsAnswer(at: HiddenAt) {
  return pageOf(reportAnswer(at));
}

/** What a person reported themselves, and what became of it. */
export function madeAnswer(at: HiddenAt) {
  const made = z
    .object({
      id: z.uuid(),
      community: communityLabelAt(at),
      category: z.enum(REPORT_CATEGORIES),
      words: z.string().max(2_000),
      created: moment,
      state: z.enum(STATES),
      decided: moment.nullable(),
      title: z.string().max(1_000).nullable(),
      path: placeAt(at),
    })
    .transform((one): OwnReport => one);
  return pageOf(made);
}
