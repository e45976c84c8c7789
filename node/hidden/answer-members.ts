import { type NodeContext, type ReadContext, reading } from "../context.ts";
import { findMember } from "../memberships/find-member.ts";
import { setLead } from "../memberships/lead.ts";
import { removeMember } from "../memberships/remove.ts";
import { changeRole } from "../memberships/roles.ts";
import { liftSuspension, suspendMember } from "../memberships/suspend.ts";
import type { MemberView } from "../memberships/types.ts";
import { refuse } from "../refusal.ts";
import { type Viewer, viewerOf } from "../visibility/viewer.ts";
import type { HiddenAsk } from "./asks.ts";
import type { HiddenAsker } from "./readers.ts";

type Asked = Extract<HiddenAsk, { ask: "member" | "role" | "suspend" | "lift" | "expel" }>;

const ASKED: ReadonlySet<string> = new Set<Asked["ask"]>(["member", "role", "suspend", "lift", "expel"]);

/** Whether it is about one member. */
export function isAboutMember(ask: HiddenAsk): ask is Asked {
  return ASKED.has(ask.ask);
}

/**
 * A facilitator of another node decides about a member of a hidden community here: the same verbs and rules as for facilitators
 * of this node; nothing of it is sent, whoever it is about is told that something waits. Refuses what those refuse, and
 * `not-found` for whoever never was a member nor asked to be one.
 */
export async function memberFor(ctx: NodeContext, asker: HiddenAsker, ask: Asked): Promise<unknown> {
  const { actorId: byId, communityId } = asker;
  const viewer = viewerOf(byId);
  const member = await reading(ctx, viewer, (r) =>
    memberIn(r, viewer, { communityId, personId: ask.person }),
  );
  if (ask.ask === "member") return member;
  const about = { byId, communityId, actorId: ask.person };
  if (ask.ask === "role") {
    if (ask.role === "owner") await setLead(ctx, about);
    else await changeRole(ctx, { ...about, facilitator: ask.role === "facilitator" });
  } else if (ask.ask === "suspend") {
    const until = ask.until === null ? null : new Date(`${ask.until}T00:00:00Z`);
    await suspendMember(ctx, { ...about, reason: ask.reason, until });
  } else if (ask.ask === "lift") await liftSuspension(ctx, about);
  else await removeMember(ctx, { ...about, reason: ask.reason });
  return {};
}

/** Who else is known to this node is not there for who asks about this community. */
async function memberIn(
  r: ReadContext,
  viewer: Viewer,
  about: { readonly communityId: string; readonly personId: string },
): Promise<MemberView> {
  const member = await findMember(r, viewer, about);
  return member.state === "unknown" ? refuse("not-found") : member;
}
