import { findGroup } from "../../node/communities/group-rows.ts";
import { findProof } from "../../node/memberships/proofs.ts";
import type { ActivityType } from "../../node/outbox/emit.ts";
import { findActivity, findRequest, type StoredActivity } from "../../node/outbox/read.ts";
import type { Act } from "../activities/activity.ts";
import { createFor } from "../activities/create.ts";
import {
  askToRemoveFor,
  lockFor,
  moderatorFor,
  moveThreadFor,
  pinFor,
  removeMemberFor,
} from "../activities/curate.ts";
import { deleteFor, removePostFor } from "../activities/delete.ts";
import { eraseFor } from "../activities/erase.ts";
import { joinFor, leaveFor } from "../activities/join.ts";
import { undoFor } from "../activities/undo.ts";
import { actorHintFor, directoryHintFor, updateFor, updateGroupFor } from "../activities/update.ts";
import { chooseAnswerFor, likeFor } from "../activities/useful.ts";
import type { JsonObject } from "../jcs.ts";
import type { GroupAddress } from "../objects/audience.ts";
import { renderAnnounce } from "./announce.ts";
import { announceIdDocument } from "./announce-id.ts";
import { renderAnswer, renderFollow, renderGrant } from "./answers.ts";
import { groupAddressOf, groupDocument } from "./group.ts";
import { renderInvite } from "./invite.ts";
import { renderBlock, renderFlag, renderOffer, renderResolve, renderView } from "./moderation.ts";
import { postObject } from "./post.ts";
import type { Render, Rendering } from "./rendering.ts";

/** An activity of this node as JSON, before its proof; null when what it speaks of is gone. */
export const renderActivity: Render = (rendering) => RENDER[rendering.stored.type](rendering);

const RENDER: Readonly<Record<ActivityType, Render>> = {
  Create: async ({ ctx, stored, act }) => {
    const object = await postObject(ctx, stored.objectIri ?? "", revisionOf(stored));
    return object ? createFor(act, object) : null;
  },
  Update: renderUpdate,
  Delete: withGroup(async ({ stored, act }, group) => {
    const iri = stored.objectIri ?? "";
    const { summary } = stored.facts;
    return typeof summary === "string"
      ? removePostFor(act, group, { iri, reason: summary })
      : deleteFor(act, group, iri);
  }),
  Undo: renderUndo,
  Like: withGroup(async ({ stored, act }, group) => likeFor(act, group.iri, stored.objectIri ?? "")),
  ChooseAnswer: withGroup(async ({ stored, act }, group) =>
    chooseAnswerFor(act, group, stored.objectIri ?? ""),
  ),
  Add: withGroup(async ({ stored, act }, group) => curate(stored, act, group, true)),
  Remove: withGroup(async ({ stored, act }, group) => curate(stored, act, group, false)),
  Lock: withGroup(async ({ stored, act }, group) =>
    lockFor(act, group, stored.objectIri ?? "", text(stored.facts.summary)),
  ),
  Move: withGroup(async ({ stored, act }, group) =>
    moveThreadFor(act, group, {
      rootIri: stored.objectIri ?? "",
      targetIri: text(stored.facts.target),
      reason: text(stored.facts.summary),
    }),
  ),
  Flag: renderFlag,
  Join: withGroup(async ({ ctx, stored, act }, group) => {
    const request = await findRequest(ctx, text(stored.facts.membershipId));
    const inviteIri = text(stored.facts.invite) || null;
    if (stored.facts.presents !== true) return joinFor(act, group.iri, request?.words ?? "", { inviteIri });
    const accept = await findProof(ctx, text(stored.facts.membershipId));
    return accept === null
      ? null
      : joinFor(act, group.iri, "", {
          accept: JSON.parse(Buffer.from(accept).toString("utf8")) as JsonObject,
        });
  }),
  Leave: withGroup(async ({ act }, group) => leaveFor(act, group.iri)),
  Follow: renderFollow,
  Accept: renderAnswer,
  Reject: renderAnswer,
  Announce: renderAnnounce,
  Resolve: renderResolve,
  Block: renderBlock,
  Offer: renderOffer,
  View: renderView,
  Erase: async ({ stored, act }) => {
    const [nodeIri = ""] = stored.addressees;
    return eraseFor(act, nodeIri, new Date(text(stored.facts.until)));
  },
  Invite: renderInvite,
};

/** Who is read again from their own address: what the Update is about, and as which kind of actor. */
const HINTED: Readonly<Record<string, "Person" | "Group">> = { person: "Person", "group-changed": "Group" };

async function renderUpdate({ ctx, stored, act }: Rendering): Promise<JsonObject | null> {
  if (stored.facts.what === "group") {
    const group = await findGroup(ctx, { id: stored.communityId ?? "" });
    // Announced to readers only: of a closed community its holders.
    return group
      ? updateGroupFor(act, groupAddressOf(group), await groupDocument(ctx, group, "holder"))
      : null;
  }
  if (stored.facts.what === "grant") return renderGrant({ ctx, stored, act });
  const hinted = HINTED[text(stored.facts.what)];
  if (hinted !== undefined) {
    const { actorIri: id } = stored;
    const off = stored.facts.suspended === true ? { suspended: true } : {};
    const stub = { type: hinted, id, inbox: `${id}/inbox`, preferredUsername: "", ...off };
    return actorHintFor(act, stub, stored.addressees);
  }
  if (stored.facts.what === "directory")
    return directoryHintFor(act, stored.objectIri ?? "", stored.addressees);
  const object = await postObject(ctx, stored.objectIri ?? "", revisionOf(stored));
  return object ? updateFor(act, object) : null;
}

/** What is undone stands inside whole where this node has it, else by its parts. */
async function renderUndo({ ctx, stored, act, kept }: Rendering): Promise<JsonObject | null> {
  if (stored.facts.undoes === "Announce") {
    const announce = await findActivity(ctx, stored.objectIri ?? "");
    const shown = announce && (await announceIdDocument(ctx, announce));
    return shown ? undoFor(act, shown) : null;
  }
  const undone = stored.objectIri === null ? null : await kept(stored.objectIri);
  const reason = text(stored.facts.summary);
  if (undone) return undoFor(act, undone, reason);
  const group = await findGroup(ctx, { id: stored.communityId ?? "" });
  const parts = {
    type: text(stored.facts.undoes),
    ...(stored.objectIri === null ? {} : { id: stored.objectIri }),
    actor: stored.actorIri,
    object: text(stored.facts.object),
    to: group ? [group.iri] : [],
    cc: [],
    ...(group ? { audience: group.iri } : {}),
  };
  return undoFor(act, parts, reason);
}

function curate(stored: StoredActivity, act: Act, group: GroupAddress, on: boolean): JsonObject {
  const iri = stored.objectIri ?? "";
  if (stored.facts.target === "members") {
    const remove = act.actorIri === group.iri ? removeMemberFor : askToRemoveFor;
    return remove(act, group.iri, iri, text(stored.facts.summary));
  }
  return stored.facts.target === "moderators"
    ? moderatorFor(act, group, iri, on)
    : pinFor(act, group, iri, on);
}

type RenderInGroup = (rendering: Rendering, group: GroupAddress) => Promise<JsonObject | null>;

function withGroup(render: RenderInGroup): Render {
  return async (rendering) => {
    const { ctx, stored } = rendering;
    const group = stored.communityId === null ? null : await findGroup(ctx, { id: stored.communityId });
    return group ? render(rendering, groupAddressOf(group)) : null;
  };
}

function revisionOf(stored: StoredActivity): number | null {
  return typeof stored.facts.revision === "number" ? stored.facts.revision : null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
