import { findAppealWords } from "../../node/appeals/wire-read.ts";
import { findOpening } from "../../node/break-glass/read.ts";
import { findGroup } from "../../node/communities/group-rows.ts";
import { findExport } from "../../node/exports/read.ts";
import { findLetterWords } from "../../node/letters/read.ts";
import { findReportWords } from "../../node/moderation/read.ts";
import { findRelease } from "../../node/posts/release-wire.ts";
import { leadLetterFor } from "../activities/lead-letter.ts";
import { appealFor, blockFor, flagFor, resolveFor } from "../activities/moderate.ts";
import { PLACE_STATES, placeFor } from "../activities/place.ts";
import { viewFor } from "../activities/view.ts";
import type { JsonObject } from "../jcs.ts";
import { paragraphOf } from "../objects/escape.ts";
import type { Rendering } from "./rendering.ts";

/** A report to a Group; `cc` names the author's node where it is told too (profile F.1, F-03). */
export async function renderFlag({ ctx, stored, act }: Rendering): Promise<JsonObject | null> {
  const { reportId, appealId } = stored.facts;
  const group = await findGroup(ctx, { id: stored.communityId ?? "" });
  const appeal = typeof appealId === "string" ? await findAppealWords(ctx, appealId) : null;
  if (group && appeal && stored.objectIri !== null)
    return appealFor(act, group.iri, { removalIri: stored.objectIri, words: appeal.words });
  const report = typeof reportId === "string" ? await findReportWords(ctx, reportId) : null;
  if (!group || !report || stored.objectIri === null) return null;
  // Lemmy refuses a report without words.
  const words = report.words || report.category;
  const flag = flagFor(act, group.iri, {
    objectIris: [stored.objectIri],
    words,
    category: report.category,
    reference: referenceOf(stored.iri),
  });
  return { ...flag, cc: stored.addressees.filter((iri) => iri !== group.iri), content: paragraphOf(words) };
}

/**
 * What became of a report, with the whole Flag: from the Group, or from one of its facilitators to it. `cop:state` says
 * whether the post was removed, which Lemmy's form leaves open.
 */
export async function renderResolve({ ctx, stored, act, kept }: Rendering): Promise<JsonObject | null> {
  const { reportId, appealId, state } = stored.facts;
  const group = await findGroup(ctx, { id: stored.communityId ?? "" });
  const report =
    typeof appealId === "string"
      ? await findAppealWords(ctx, appealId)
      : typeof reportId === "string"
        ? await findReportWords(ctx, reportId)
        : null;
  if (!group || !report || stored.objectIri === null || typeof state !== "string") return null;
  const flag = (await kept(stored.objectIri)) ?? { type: "Flag", id: stored.objectIri };
  return {
    ...resolveFor(act, "", flag, report.outcome || state),
    to: stored.addressees,
    audience: group.iri,
    content: paragraphOf(report.outcome),
    "cop:state": state,
  };
}

/** A suspension, by a facilitator (profile B.4). */
export async function renderBlock({ ctx, stored, act }: Rendering): Promise<JsonObject | null> {
  const group = await findGroup(ctx, { id: stored.communityId ?? "" });
  const { summary, until } = stored.facts;
  if (!group || stored.objectIri === null || typeof summary !== "string") return null;
  const end = typeof until === "string" ? new Date(until) : null;
  return blockFor(act, group.iri, { personIri: stored.objectIri, reason: summary, until: end });
}

/** A hidden place of a person elsewhere, or a letter to the lead of a community; null when that was forgotten before it left. */
export async function renderOffer({ ctx, stored, act }: Rendering): Promise<JsonObject | null> {
  const state = PLACE_STATES.find((one) => one === stored.facts.place);
  const [personIri] = stored.addressees;
  if (state !== undefined)
    return personIri === undefined
      ? null
      : placeFor(act, { personIri, groupIri: stored.objectIri ?? "", state });
  const { letterId } = stored.facts;
  const letter = typeof letterId === "string" ? await findLetterWords(ctx.sql, letterId) : null;
  return letter && leadLetterFor(act, stored.objectIri ?? "", letter);
}

/** That an administrator opened the community to read, or a facilitator exported it or released something of it. */
export async function renderView({ ctx, stored, act }: Rendering): Promise<JsonObject | null> {
  const { openingId, exportId, releaseIri } = stored.facts;
  if (typeof releaseIri === "string") return renderRelease(ctx, act, { stored, releaseIri });
  const opening =
    typeof exportId === "string"
      ? await findExport(ctx, exportId)
      : typeof openingId === "string"
        ? await findOpening(ctx, openingId)
        : null;
  return opening && viewFor(act, stored.addressees, opening);
}

async function renderRelease(
  ctx: Rendering["ctx"],
  act: Rendering["act"],
  { stored, releaseIri }: { stored: Rendering["stored"]; releaseIri: string },
): Promise<JsonObject | null> {
  const told = await findRelease(ctx, releaseIri);
  if (told === null) return null;
  const { groupIri, byIri, reason, made, sources } = told;
  const opening = { groupIri, byIri, reason, opened: made, until: null };
  return viewFor(act, stored.addressees, { ...opening, released: { itemIri: releaseIri, sources } });
}

/** The last part of the Flag's own id: a number that says nothing about the reporter. */
function referenceOf(flagIri: string): string {
  return flagIri.slice(flagIri.lastIndexOf("/") + 1);
}
