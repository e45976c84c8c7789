import type { AnyContext, ReadContext } from "../context.ts";
import type { MailContent, MailLanguage } from "../mail/types.ts";
import { partOf } from "../mail/words.ts";
import { pathOf, throughSignIn } from "./paths.ts";
import type { NoticeRow } from "./rows.ts";

/** One about hidden communities within so long, all of them together. */
const HIDDEN_HOURS = 24;

/** Of a community for members only: which one, and what kind of thing happened; never a title, words or who (A68, D-09). */
export function closedMail(ctx: AnyContext, notice: NoticeRow, language: MailLanguage): MailContent {
  const key = `closed-${notice.kind}`;
  const kind = partOf(language, key) || partOf(language, "closed-other");
  return {
    text: "closed",
    facts: { community: notice.community?.name ?? "", kind },
    open: throughSignIn(ctx.config.origin, pathOf(notice)),
    unsubscribe: stopOf(notice),
  };
}

/**
 * Of hidden communities, here or elsewhere, that something waits, at most once a day, and nothing that could name one:
 * its link leads to the notices. Null where such a mail left lately.
 */
export async function hiddenMail(
  r: ReadContext,
  notice: NoticeRow,
  mailId: string,
): Promise<MailContent | null> {
  const since = new Date(r.clock.now().getTime() - HIDDEN_HOURS * 3_600_000);
  const [lately] = await r.sql`
    select 1 from mails m join notices n on n.id = m.notice_id left join communities c on c.id = n.community_id
    where m.account_id = ${notice.accountId} and m.id <> ${mailId} and m.sent > ${since}
      and (n.kind = 'hidden' or c.level = 'confidential') limit 1`;
  if (lately) return null;
  const invited = notice.kind === "hidden" && notice.facts.outcome === "invited";
  return {
    text: invited ? "hidden-invited" : "hidden",
    facts: {},
    open: throughSignIn(r.config.origin, "/notifications"),
    unsubscribe: null,
  };
}

function stopOf(notice: NoticeRow): MailContent["unsubscribe"] {
  if (!notice.post) return null;
  return { accountId: notice.accountId, what: "thread", id: notice.post.rootId };
}
