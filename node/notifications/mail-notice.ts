import { type NodeContext, type ReadContext, reading } from "../context.ts";
import { findLetterWords } from "../letters/read.ts";
import type { MailContent, MailFacts, MailLanguage, QueuedMail } from "../mail/types.ts";
import { partOf } from "../mail/words.ts";
import { plainOf } from "../text/plain.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { closedMail, hiddenMail } from "./mail-closed.ts";
import { invitationMail } from "./mail-invitation.ts";
import { pathOf, postPathOf, replyPathOf, throughSignIn } from "./paths.ts";
import { type NoticeRow, noticeRows } from "./rows.ts";
import { whoOf } from "./who.ts";

/** Texts of mails about a post that stands; they quote it, and one click stops them. */
const NEW_POST = { topic: "new-topic", question: "new-question", reply: "new-reply" } as const;

/**
 * What the mail of a notice says, looked up when it leaves: null when the person may no longer read it, when what it
 * tells of is gone, or when it no longer asks for anything.
 */
export async function loadNoticeMail(ctx: NodeContext, mail: QueuedMail): Promise<MailContent | null> {
  if (mail.noticeId === null || mail.accountId === null) return null;
  const [account] = await ctx.sql<{ actor_id: string }[]>`select acc.actor_id from accounts acc
    join actors a on a.id = acc.actor_id where acc.id = ${mail.accountId} and acc.disabled is null and a.suspended is null`;
  if (!account) return null;
  const viewer = { kind: "person" as const, actorId: account.actor_id, accountId: mail.accountId };
  return reading(ctx, viewer, async (r) => {
    const [notice] = await noticeRows(r.sql, viewer, { where: r.sql`n.id = ${mail.noticeId}`, limit: 1 });
    if (!notice) return null;
    if (notice.kind === "invited") return invitationMail(r, notice, whoOf(notice.actor, mail));
    if (notice.kind === "hidden" || notice.hidden) return hiddenMail(r, notice, mail.id);
    if (notice.community && !isPublicLevel(notice.community.level))
      return closedMail(ctx, notice, mail.language);
    return contentOf(r, notice, mail);
  });
}

async function contentOf(r: ReadContext, notice: NoticeRow, mail: QueuedMail): Promise<MailContent | null> {
  const words = await wordsOf(r, notice, mail.language);
  if (words === null) return null;
  const { community, post, actor } = notice;
  const { origin } = r.config;
  const stands = ["reply", "mention", "accepted", "new-post"].includes(notice.kind);
  const path =
    stands && notice.kind !== "accepted" ? (replyPathOf(notice) ?? pathOf(notice)) : pathOf(notice);
  return {
    text: words.text,
    facts: {
      name: actor?.name ?? partOf(mail.language, "someone"),
      who: whoOf(actor, mail),
      community: community?.name ?? "",
      title: post?.title ?? "",
      ...words.facts,
    },
    open: throughSignIn(origin, path),
    quote: words.quote ?? null,
    unsubscribe: stands ? stopOf(notice) : null,
    threadId: stands && post ? post.rootId : null,
    community: community ? { id: community.id, name: community.name } : null,
  };
}

function stopOf(notice: NoticeRow) {
  const { accountId, community, post } = notice;
  if (notice.kind === "new-post" && community)
    return { accountId, what: "community" as const, id: community.id };
  return post ? { accountId, what: "thread" as const, id: post.rootId } : null;
}

interface Words {
  readonly text: string;
  readonly facts?: MailFacts;
  readonly quote?: string | null;
}

async function wordsOf(r: ReadContext, notice: NoticeRow, language: MailLanguage): Promise<Words | null> {
  const { kind, post, facts } = notice;
  if (kind in ACTS) return post?.title ? { text: kind, quote: await reasonOf(r, notice, post.id) } : null;
  switch (kind) {
    case "reply":
    case "mention":
      return post && { text: answers(notice) ? "answer" : kind, quote: plainOf(post.html) };
    case "new-post":
      return post && { text: NEW_POST[post.kind], quote: plainOf(post.html) };
    case "declined":
    case "removed":
      return post && { text: kind, quote: post.reason };
    case "late-letter":
      return { text: kind, facts: { home: String(facts.home ?? "") } };
    case "request":
    case "decided":
      return membershipWords(r, notice);
    case "appeal":
    case "appeal-closed":
      return appealWords(r, notice);
    case "report":
    case "report-closed":
      return reportWords(r, notice, language);
    case "peer":
    case "lead-letter":
      return kind === "peer" ? peerWords(r, notice) : letterWords(r, notice);
    case "role":
    case "accepted":
    case "employer":
    case "act-refused":
    case "without-lead":
    case "release-withdrawn":
    case "release-changed":
      return { text: textOf(notice) };
    default:
      return null;
  }
}

/** The text of a mail that says the same of every one of its sort. */
function textOf({ kind, facts }: NoticeRow): string {
  if (kind === "role") return `role-${facts.given === true ? "given" : "taken"}`;
  return kind === "act-refused" && facts.act === "edit" ? "edit-refused" : kind;
}

function answers({ kind, post }: NoticeRow): boolean {
  return kind === "reply" && post?.couldAnswer === true;
}

const ACTS = {
  "post-restored": "post-restored",
  locked: "thread-locked",
  unlocked: "thread-unlocked",
  moved: "thread-moved",
} as const;

/** In the moderation log of the community. */
async function reasonOf(r: ReadContext, { kind }: NoticeRow, postId: string): Promise<string | null> {
  const act = ACTS[kind as keyof typeof ACTS];
  const [row] = await r.sql<{ reason: string }[]>`
    select reason from moderation_acts where post_id = ${postId} and kind = ${act} order by happened desc limit 1`;
  return row?.reason ?? null;
}

async function membershipWords(r: ReadContext, notice: NoticeRow): Promise<Words | null> {
  const [row] = await r.sql<
    { state: string; words: string; reason: string; name: string; by: string | null }[]
  >`
    select m.state, m.words, m.reason, a.name, b.name as by from memberships m join actors a on a.id = m.actor_id
    left join actors b on b.id = m.decided_by where m.id = ${String(notice.facts.membershipId)}`;
  if (!row) return null;
  if (notice.kind === "request")
    return row.state === "requested" ? { text: "request", quote: row.words } : null;
  const text = String(notice.facts.outcome);
  if (text === "decided-already") return { text, facts: { name: row.name, by: row.by ?? "" } };
  return { text, quote: row.reason };
}

/** The post is named where the reader may read it; without these facts the mail says only where it is. */
async function reportWords(r: ReadContext, notice: NoticeRow, language: MailLanguage): Promise<Words | null> {
  const [row] = await r.sql<{ state: string; category: string }[]>`
    select state, category from reports where id = ${String(notice.facts.reportId)}`;
  if (!row || (row.state === "open") !== (notice.kind === "report")) return null;
  const path = notice.post?.title ? postPathOf(notice) : null;
  const named: MailFacts = path === null ? {} : { address: `${r.config.origin}${path}` };
  if (notice.kind !== "report") return { text: `report-${row.state}`, facts: named };
  return { text: "report", facts: { ...named, category: partOf(language, `category-${row.category}`) } };
}

/** To whoever decides it, while it is open; to the author, what became of it. */
async function appealWords(r: ReadContext, notice: NoticeRow): Promise<Words | null> {
  const [row] = await r.sql<{ state: string; outcome: string }[]>`
    select state, outcome from appeals where id = ${String(notice.facts.appealId)}`;
  if (!row || (row.state === "open") !== (notice.kind === "appeal")) return null;
  return notice.kind === "appeal" ? { text: "appeal" } : { text: `appeal-${row.state}`, quote: row.outcome };
}

async function letterWords(r: ReadContext, notice: NoticeRow): Promise<Words | null> {
  const letter = await findLetterWords(r.sql, String(notice.facts.letterId));
  return letter && { text: "lead-letter", quote: letter.words, facts: { reply: letter.replyTo } };
}

async function peerWords(r: ReadContext, notice: NoticeRow): Promise<Words | null> {
  const [row] = await r.sql<
    { name: string; origin: string; message: string | null; reason: string | null }[]
  >`
    select name, origin, message, reason from peers where id = ${String(notice.facts.peerId)}`;
  if (!row) return null;
  const text = `peer-${notice.facts.outcome}`;
  const quote = text === "peer-asked" ? row.message : text === "peer-refused" ? row.reason : null;
  return { text, quote, facts: { peer: row.name || new URL(row.origin).host, address: row.origin } };
}
