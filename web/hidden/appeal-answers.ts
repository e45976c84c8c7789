import { z } from "zod";
import type { AppealView, OwnAppeal } from "../../node/appeals/types.ts";
import { communityLabelAt, type HiddenAt, pageOf, personAt, written } from "./shapes.ts";

// What the node of a hidden community answers about appeals, read strictly; addresses are made anew.

const moment = z.coerce.date();

function ownFields(at: HiddenAt) {
  return z.object({
    id: z.uuid(),
    words: z.string().max(2_000),
    created: moment,
    state: z.enum(["open", "restored", "upheld", "withdrawn"]),
    decided: z.object({ at: moment, by: personAt(at).nullable(), reason: z.string().max(2_000) }).nullable(),
  });
}

/** The person's own appeal against the removal of a post, where there is one. */
export function ownAppealAnswer(at: HiddenAt) {
  const own = ownFields(at).transform((appeal): OwnAppeal => appeal);
  return z.object({ appeal: own.nullable() });
}

/** An appeal as a facilitator sees it who may decide it. */
export function appealAnswer(at: HiddenAt) {
  return ownFields(at)
    .extend({
      community: communityLabelAt(at),
      author: personAt(at),
      title: z.string().max(1_000),
      html: written,
      lang: z.string().max(20).default("en"),
      removal: z.object({ by: personAt(at).nullable(), at: moment, reason: z.string().max(2_000) }),
      mayDecide: z.boolean(),
    })
    .transform((appeal): AppealView => ({ ...appeal, readable: true, onItsWay: false, away: false }));
}

/** A page of the appeals of a hidden community. */
export function appealsAnswer(at: HiddenAt) {
  return pageOf(appealAnswer(at));
}

/** That it was sent. */
export const appealedAnswer = z.object({ id: z.uuid() });
