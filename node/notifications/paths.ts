import { idOf } from "../ids.ts";
import type { NoticeRow } from "./rows.ts";

type Linked = Pick<NoticeRow, "kind" | "facts" | "community" | "post">;

/** Where a notice leads on this node. Every notice leads somewhere. */
export function pathOf(notice: Linked): string {
  const { kind, facts, community } = notice;
  // In the query too, so that who comes after the decision reads who made it.
  if (kind === "request" && community)
    return `${community.path}/requests?request=${facts.membershipId}#request-${facts.membershipId}`;
  if (kind === "report") return `/moderation/${idIn(facts.reportId)}`;
  if (kind === "appeal") return `/moderation/appeals/${idIn(facts.appealId)}`;
  // The sentence of the notice says it all; an edit is made again at its post.
  if (kind === "act-refused") return postPathOf(notice) ?? "/notifications";
  if (kind === "held") return "/moderation";
  if (kind === "hidden" && facts.outcome === "ended") return "/notifications";
  if (kind === "hidden")
    return `/hidden/${idIn(facts.placeId)}${facts.outcome === "answered" ? "/my-reports" : ""}`;
  // Facilitators are told of a node that did not obey their community.
  if (kind === "peer") return community ? `${community.path}/moderation-log` : "/admin/peers";
  if (kind === "employer") return "/admin/people";
  if (kind === "lead-letter" && community) return `${community.path}/lead`;
  if (kind === "invited") return `/invitations/${idIn(facts.invitationId)}`;
  if (kind === "without-lead") return "/admin/leads";
  if (kind === "opened" && community) return `${community.path}/moderation-log`;
  if (facts.outcome === "decided-already" && community)
    return `${community.path}/requests?request=${facts.membershipId}`;
  return postPathOf(notice) ?? community?.path ?? "/notifications";
}

/** The post a notice is about, on its page of the discussion; null where it is about none. */
export function postPathOf(notice: Linked): string | null {
  const { community, post } = notice;
  if (!community || !post) return null;
  return `${community.path}/t/${idOf(post.rootId)}?post=${idOf(post.id)}#post-${idOf(post.id)}`;
}

/** The reply box for that post, where a mail's button leads. In the query, because browsers do not send what follows #. */
export function replyPathOf(notice: Linked): string | null {
  return postPathOf(notice)?.replace(/#.*$/, "&reply=yes#reply") ?? null;
}

/** The address of a path for someone who may have to sign in first, and then lands there. */
export function throughSignIn(origin: string, path: string): string {
  return `${origin}/sign-in?next=${encodeURIComponent(path)}`;
}

function idIn(value: unknown): string {
  return typeof value === "string" ? idOf(value) : "";
}
