import { findCommunity } from "../communities/read.ts";
import { type NodeContext, type ReadContext, reading } from "../context.ts";
import { listCouncilShares, listMembers } from "../memberships/list.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { findOwnWords } from "../posts/own-words.ts";
import { findPostPath } from "../posts/path.ts";
import { listTopics } from "../posts/read.ts";
import { findThread } from "../posts/thread-page.ts";
import { refuse } from "../refusal.ts";
import { type Viewer, viewerOf } from "../visibility/viewer.ts";
import { actFor, isAct } from "./answer-acts.ts";
import { appealFor, isAboutAppeal } from "./answer-appeals.ts";
import { invitationsFor, isAboutInvitations } from "./answer-invitations.ts";
import { isAboutMember, memberFor } from "./answer-members.ts";
import { isModeration, moderateFor } from "./answer-moderation.ts";
import { searchFor } from "./answer-search.ts";
import { changeFor } from "./answer-settings.ts";
import type { HiddenAsk } from "./asks.ts";
import { listFilesFor } from "./files.ts";
import { declineHidden, joinHidden } from "./invite.ts";
import type { HiddenAsker } from "./readers.ts";

/**
 * Answers a person of another node about a hidden community of this one, by the same reads, rules and verbs as for people
 * of this node: what is answered is what their pages and JSON hold (docs/api.md). Refuses what those refuse, and
 * `not-found` whatever an invited person asks but for the invitation.
 */
export async function answerAsk(ctx: NodeContext, asker: HiddenAsker, ask: HiddenAsk): Promise<unknown> {
  const value = await answerTo(ctx, asker, ask);
  if (asker.standing !== "invited" && LOOKS.has(ask.ask)) await noteLooked(ctx, asker);
  return value;
}

async function answerTo(ctx: NodeContext, asker: HiddenAsker, ask: HiddenAsk): Promise<unknown> {
  if (ask.ask === "invitation") return invitationFor(ctx, asker);
  if (asker.standing === "invited") return answerInvited(ctx, asker, ask);
  if (ask.ask === "join") return {};
  if (isAct(ask)) return actFor(ctx, asker, ask);
  if (isModeration(ask)) return moderateFor(ctx, asker, ask);
  if (isAboutMember(ask)) return memberFor(ctx, asker, ask);
  if (isAboutInvitations(ask)) return invitationsFor(ctx, asker, ask);
  if (isAboutAppeal(ask)) return appealFor(ctx, asker, ask);
  if (ask.ask === "change") return changeFor(ctx, asker, ask);
  if (ask.ask === "files") return listFilesFor(ctx, asker, ask);
  if (ask.ask === "search") return searchFor(ctx, asker, ask);
  const viewer = viewerOf(asker.actorId);
  return reading(ctx, viewer, (r) => readFor(r, viewer, { asker, ask }));
}

async function answerInvited(ctx: NodeContext, asker: HiddenAsker, ask: HiddenAsk): Promise<unknown> {
  if (ask.ask === "join") await joinHidden(ctx, asker);
  else if (ask.ask === "decline") await declineHidden(ctx, asker);
  else refuse("not-found");
  return {};
}

/** What the invited person reads before they decide: what it is, who asks them, and who would see their name. */
async function invitationFor(
  ctx: NodeContext,
  { communityId, actorId, standing }: HiddenAsker,
): Promise<unknown> {
  const [row] = await ctx.sql<Record<string, unknown>[]>`
    select g.name, c.purpose, c.language, c.members, c.councils, i.ends, b.name as "by", o.name as "byCouncil"
    from communities c join actors g on g.id = c.actor_id
      left join hidden_invitations i on i.community_id = c.id and i.actor_id = ${actorId}
      left join actors b on b.id = i.invited_by left join organisations o on o.id = b.organisation_id
    where c.id = ${communityId}`;
  return { ...(row ?? refuse("not-found")), standing };
}

interface Asking {
  readonly asker: HiddenAsker;
  readonly ask: HiddenAsk;
}

async function readFor(r: ReadContext, viewer: Viewer, { asker, ask }: Asking): Promise<unknown> {
  const { handle, communityId } = asker;
  switch (ask.ask) {
    case "about":
      return { community: await findCommunity(r, viewer, handle) };
    case "topics":
      return {
        community: await findCommunity(r, viewer, handle),
        topics: await listTopics(r, viewer, communityId, ask),
      };
    case "members":
      return {
        community: await findCommunity(r, viewer, handle),
        members: await listMembers(r, viewer, communityId, ask.page),
        shares: await listCouncilShares(r, viewer, communityId),
        // Which of them asks, where they may decide about the others.
        you: mayFacilitate(await membershipOf(r.sql, asker.actorId, communityId)).ok ? asker.actorId : null,
      };
    case "thread":
      return findThread(r, viewer, { handle, id: ask.thread, page: ask.page });
    case "post":
      return pageOfPost(r, viewer, ask.post);
    case "source":
      return findOwnWords(r, viewer, ask);
    default:
      return refuse("not-found");
  }
}

async function pageOfPost(r: ReadContext, viewer: Viewer, postId: string): Promise<{ page: number }> {
  const path = (await findPostPath(r, viewer, { id: postId })) ?? refuse("not-found");
  return { page: Number(/[?&]page=(\d+)/.exec(path)?.[1] ?? "1") };
}

/** What shows a person what waited for them. */
const LOOKS: ReadonlySet<string> = new Set<HiddenAsk["ask"]>([
  ...(["topics", "thread", "reports", "made", "appeals", "own-appeal"] as const),
]);

/** Their node may be told again that something waits. */
async function noteLooked(ctx: NodeContext, { actorId, communityId }: HiddenAsker): Promise<void> {
  await ctx.sql`delete from hidden_tellings where community_id = ${communityId} and actor_id = ${actorId}`;
}
