import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import { type NodeContext, reading } from "../context.ts";
import { idOf } from "../ids.ts";
import type { MailContent, MailItem, MailLanguage, QueuedMail } from "../mail/types.ts";
import { partOf } from "../mail/words.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE } from "../visibility/viewer.ts";
import { throughSignIn } from "./paths.ts";

interface Row {
  readonly id: string;
  readonly kind: "topic" | "question";
  readonly title: string;
  readonly replies: number;
  readonly answered: boolean;
  readonly author: PersonRow;
  readonly community: CommunityRow;
}

/** What a list says, looked up when it leaves; null when nothing of it may be read any more. */
export async function loadDigestMail(ctx: NodeContext, mail: QueuedMail): Promise<MailContent | null> {
  const { accountId, facts } = mail;
  const [account] = await ctx.sql<{ actor_id: string }[]>`
    select actor_id from accounts where id = ${accountId} and disabled is null`;
  if (!account || accountId === null) return null;
  const ids = Array.isArray(facts.items) ? facts.items.map(String) : [];
  const rest = Array.isArray(facts.rest) ? facts.rest.length : 0;
  const rows = await rowsOf(ctx, { actorId: account.actor_id, accountId }, ids);
  if (rows.length === 0) return null;
  return {
    text: facts.period === "weekly" ? "digest-weekly" : "digest-daily",
    // Said only where there are more than fit.
    facts: rest === 0 ? {} : { shown: rows.length, total: rows.length + rest },
    open: throughSignIn(ctx.config.origin, "/"),
    items: rows.map((row) => itemOf(row, mail.language, ctx.config.origin)),
    unsubscribe: { accountId, what: "digest" },
  };
}

/** What anyone may read: titles of a closed community stand in no mail, its members' included (A68). */
async function rowsOf(
  ctx: NodeContext,
  person: { readonly actorId: string; readonly accountId: string },
  ids: readonly string[],
): Promise<readonly Row[]> {
  const viewer = { kind: "person" as const, ...person };
  const rows = await reading(
    ctx,
    viewer,
    (r) => r.sql<Row[]>`
    select p.id, p.kind, p.title, p.replies, p.accepted_answer_id is not null as answered,
      ${labelColumn(r.sql, r.sql`p.author_id`)} as author,
      (select to_jsonb(x) from (select ${labelColumns(r.sql)}) x) as community
    from posts p join communities c on c.id = p.community_id ${labelJoins(r.sql)}
    where p.id = any(${[...ids]}::uuid[]) and p.state = 'accepted'
      and p.community_id in ${readableCommunities(r.sql, ANYONE)}`,
  );
  return [...rows].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

function itemOf(row: Row, language: MailLanguage, origin: string): MailItem {
  const community = communityLabelOf(row.community);
  const author = labelOf(row.author);
  const about = [author.council ?? author.name, community.name, stateOf(row, language)];
  return {
    title: row.title,
    about: about.filter((part) => part !== "").join(" · "),
    link: `${origin}${community.path}/t/${idOf(row.id)}`,
  };
}

function stateOf(row: Row, language: MailLanguage): string {
  if (row.answered) return partOf(language, "answered");
  if (row.replies > 0) return partOf(language, "replies", { count: row.replies });
  return row.kind === "question" ? partOf(language, "unanswered") : "";
}
