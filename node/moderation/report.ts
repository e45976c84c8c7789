import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { readEmail } from "../councils/email.ts";
import { newUuid } from "../ids.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { type PostRow, postById } from "../posts/find.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { LIMITS } from "../text/limits.ts";
import { visibleOf } from "../text/visible.ts";
import { inboxOf } from "../visibility/audience.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE, viewerOf } from "../visibility/viewer.ts";
import { authorsNode, type Concern, concernedElsewhere, forwardTo } from "./forward.ts";
import { concernsAdministrators, mayReport } from "./policy.ts";
import { insertReport } from "./rows.ts";
import type { ReportCategory } from "./types.ts";

export type Reporter =
  | { readonly accountId: string; readonly actorId: string }
  /** A member of a hidden community, who asks through their own node. */
  | { readonly peerId: string; readonly actorId: string }
  /** With an e-mail address, they are told what became of it. */
  | { readonly visitor: { readonly email: string | null } };

export interface Reporting {
  readonly postId: string;
  readonly by: Reporter;
  readonly category: ReportCategory;
  /** In the reporter's own words; may be empty. ≤ 1,000 characters. */
  readonly words: string;
}

/** Open reports of one post that visitors without an account can make; more say nothing new. */
const MOST_OF_VISITORS = 5;

/**
 * Reports a post: to the facilitators wherever they are and, where it concerns them, to administrators (profile F.1).
 * A community elsewhere gets a letter in which this node stands for the reporter (F-01). Repeating an open report
 * changes nothing and returns the first. Refuses `not-found` (also what one may not read), `not-allowed` (one's own
 * post), `too-long`, `invalid` (the visitor's e-mail address).
 */
export function reportPost(
  ctx: NodeContext | WriteContext,
  reporting: Reporting,
  origin: Origin = HERE,
): Promise<{ readonly reportId: string }> {
  return inTransaction(ctx, async (tx) => {
    const words = visibleOf(reporting.words).trim();
    if (words.length > LIMITS.wordsCharacters)
      refuse("too-long", { field: "words", most: LIMITS.wordsCharacters });
    const reporter = readReporter(reporting.by);
    const post = await postById(tx.sql, reporting.postId, "update");
    const readable = await mayRead(tx, post.communityId, reporter.actorId);
    refuseUnless(mayReport({ state: post.state, readable, mine: post.authorId === reporter.actorId }));
    const before = await sameReport(tx, post, reporter);
    if (before !== null) return { reportId: before };
    const community = await communityHome(tx.sql, post.communityId);
    const { category } = reporting;
    const made = await writeReport(tx, { post, community, reporter, category, words });
    await recordChange(tx, {
      kind: "report.made",
      actorId: reporter.actorId,
      communityId: community.id,
      subjectId: made.reportId,
      subjectIri: post.iri,
      origin,
      facts: { category, administrators: made.administrators },
    });
    return { reportId: made.reportId };
  });
}

interface ReadReporter {
  readonly actorId: string | null;
  readonly peerId: string | null;
  readonly accountId: string | null;
  readonly email: string | null;
}

function readReporter(by: Reporter): ReadReporter {
  const nobody = { actorId: null, accountId: null, peerId: null, email: null };
  if ("accountId" in by) return { ...nobody, actorId: by.actorId, accountId: by.accountId };
  if ("peerId" in by) return { ...nobody, actorId: by.actorId, peerId: by.peerId };
  const typed = by.visitor.email?.trim() ?? "";
  if (typed === "") return nobody;
  const email = readEmail(typed) ?? refuse("invalid", { field: "email" });
  return { ...nobody, email: email.address };
}

async function mayRead(tx: WriteContext, communityId: string, actorId: string | null): Promise<boolean> {
  const viewer = actorId === null ? ANYONE : viewerOf(actorId);
  const [row] = await tx.sql`select 1 where ${communityId}::uuid in ${readableCommunities(tx.sql, viewer)}`;
  return row !== undefined;
}

/** The open report that this one repeats: the same person's, or the newest where visitors have made enough of them. */
async function sameReport(tx: WriteContext, post: PostRow, reporter: ReadReporter): Promise<string | null> {
  const open = await tx.sql<
    { id: string; account: string | null; email: string | null; peer: string | null }[]
  >`
    select id, reporter_account_id as account, reporter_email as email, reporter_peer_id as peer
    from reports where post_iri = ${post.iri} and state = 'open' order by created desc, id desc`;
  if (reporter.accountId !== null) return open.find((row) => row.account === reporter.accountId)?.id ?? null;
  if (reporter.peerId !== null) return null;
  const visitors = open.filter((row) => row.account === null && row.peer === null);
  const mine = visitors.find((row) => row.email !== null && row.email === reporter.email);
  if (mine) return mine.id;
  return visitors.length >= MOST_OF_VISITORS ? (visitors[0]?.id ?? null) : null;
}

interface Written {
  readonly post: PostRow;
  readonly community: CommunityHome;
  readonly reporter: ReadReporter;
  readonly category: ReportCategory;
  readonly words: string;
}

/** The row and what leaves this node, in one transaction. */
async function writeReport(
  tx: WriteContext,
  report: Written,
): Promise<{ readonly reportId: string; readonly administrators: boolean }> {
  const { post, community, reporter, category } = report;
  const iri = tx.iris.activity(newUuid(tx.now));
  const home = community.local ? null : await inboxOf(tx, community.actorId);
  const administrators = concernsAdministrators({
    category,
    communityHere: community.local,
    authorHere: post.authorLocal,
    madeHere: true,
    homeReachable: community.local || home !== null,
  });
  const reportId = await insertReport(tx, {
    iri,
    communityId: community.id,
    postId: post.id,
    postIri: post.iri,
    accountId: reporter.accountId,
    peerId: reporter.peerId,
    reporterId: reporter.peerId === null ? null : reporter.actorId,
    email: reporter.email,
    category,
    words: report.words,
    forAdministrators: administrators,
  });
  if (reportId === null) throw new Error("A new Flag was already known.");
  await send(tx, { ...report, iri, reportId, home });
  return { reportId, administrators };
}

interface Sending extends Written {
  readonly iri: string;
  readonly reportId: string;
  /** Inbox of the community elsewhere; null where it is here, or may not be written to. */
  readonly home: string | null;
}

/** A report to the Group; the Group itself passes it on to whom it concerns elsewhere. */
async function send(tx: WriteContext, sending: Sending): Promise<void> {
  const { post, community, category, iri, home } = sending;
  const concern: Concern = { community, category, authorId: post.authorId };
  const author = community.local ? null : await authorsNode(tx, concern);
  await insertActivity(tx, {
    iri,
    type: "Flag",
    // This node stands for the reporter (F-01).
    actorIri: tx.iris.node,
    objectIri: post.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: author === null ? [community.iri] : [community.iri, author.iri],
    facts: { reportId: sending.reportId },
  });
  if (community.local) await forwardTo(tx, community, iri, await concernedElsewhere(tx, concern));
  if (home !== null) await layLetter(tx, { activityIri: iri, inbox: home, communityId: community.id });
  // Said to the author's node directly too, because the community's home may be away.
  if (author !== null)
    await layLetter(tx, { activityIri: iri, inbox: author.inbox, communityId: community.id });
}
