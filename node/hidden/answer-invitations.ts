import { findCommunity } from "../communities/read.ts";
import { type NodeContext, type ReadContext, reading } from "../context.ts";
import { standingsOf } from "../invitations/candidates.ts";
import { listSent } from "../invitations/read.ts";
import { withdrawInvitation } from "../invitations/withdraw.ts";
import { originOf } from "../iris.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { actorByIri } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { type Viewer, viewerOf } from "../visibility/viewer.ts";
import type { HiddenAsk } from "./asks.ts";
import { listInvited, withdrawInvitation as withdrawHidden } from "./invite.ts";
import { inviteAnybody } from "./invite-anybody.ts";
import { type HiddenAsker, isReaderOfHidden } from "./readers.ts";

type Asked = Extract<HiddenAsk, { ask: "invitations" | "invite" | "take-back" }>;

const ASKED: ReadonlySet<string> = new Set<Asked["ask"]>(["invitations", "invite", "take-back"]);

/** Whether it is about inviting people. */
export function isAboutInvitations(ask: HiddenAsk): ask is Asked {
  return ASKED.has(ask.ask);
}

/**
 * A facilitator of another node reads who was invited to a hidden community here, invites somebody and takes it back: by the
 * same verbs and rules as facilitators of this node. Refuses what those refuse, `not-allowed` for members.
 */
export async function invitationsFor(ctx: NodeContext, asker: HiddenAsker, ask: Asked): Promise<unknown> {
  const { actorId, communityId } = asker;
  const viewer = viewerOf(actorId);
  // Before anybody is looked up for them.
  refuseUnless(mayFacilitate(await membershipOf(ctx.sql, actorId, communityId)));
  if (ask.ask === "invitations")
    return reading(ctx, viewer, (r) => readFor(r, viewer, { asker, people: ask.people }));
  if (ask.ask === "invite") {
    const personId = await knownPerson(ctx, asker, ask);
    const { confirmed } = ask;
    await inviteAnybody(ctx, { inviterId: actorId, communityId, personId, words: "", confirmed });
  } else if (ask.person !== null)
    await withdrawHidden(ctx, { facilitatorId: actorId, communityId, personId: ask.person });
  else if (ask.invitation !== null)
    await withdrawInvitation(ctx, { byId: actorId, communityId, invitationId: ask.invitation });
  return {};
}

async function readFor(
  r: ReadContext,
  viewer: Viewer,
  { asker, people }: { readonly asker: HiddenAsker; readonly people: readonly string[] },
) {
  const { communityId, handle } = asker;
  return {
    community: await findCommunity(r, viewer, handle),
    standings: await standingsOf(r, communityId, people),
    sent: await listSent(r, viewer, communityId),
    invited: await listInvited(r, communityId),
  };
}

/**
 * Somebody whom this node does not know yet: of the asking node, as it gives them; of another one only where that could show
 * them a hidden community.
 */
async function knownPerson(
  ctx: NodeContext,
  asker: HiddenAsker,
  { person: iri, actor }: Extract<Asked, { ask: "invite" }>,
): Promise<string> {
  const known = await actorByIri(ctx.sql, iri);
  if (known !== null) return known.id;
  const origin = originOf(iri);
  if (origin === null || origin === ctx.config.origin) return refuse("not-found", { field: "person" });
  if (actor !== undefined && origin === originOf(asker.personIri))
    return ctx.ports.remote.bringActor(ctx, iri, actor);
  if (!(await isReaderOfHidden(ctx, origin))) return refuse("not-a-holder", { field: "person" });
  return ctx.ports.remote.bringActor(ctx, iri);
}
