import { inTransaction, type NodeContext } from "../context.ts";
import { isPosted } from "../posts/for-notices.ts";
import { refuse } from "../refusal.ts";
import { LIMITS } from "../text/limits.ts";
import { readPlace } from "./place.ts";
import type { Draft, DraftBody } from "./types.ts";

export interface DraftSave {
  readonly accountId: string;
  readonly place: string;
  readonly body: DraftBody;
  /** When the form last knew the kept draft: the `updated` it was given; null when it knew of none. */
  readonly seen: Date | null;
  /** The submission under which this very text would be posted (PostDraft.submission). */
  readonly submission: string | null;
}

/** `kept`: since when. `posted`: this text is a post already, and nothing is kept. `newer`: another device kept more. */
export type DraftSaved =
  | { readonly kind: "kept"; readonly updated: Date }
  | { readonly kind: "posted" }
  | { readonly kind: "newer"; readonly draft: Draft };

const MOST_DRAFTS = 200;

/**
 * Keeps what stands in a form. It concerns nobody else, so nothing is recorded. A text another device kept since is
 * never overwritten: it comes back as `newer`, and the person chooses. An empty text drops the draft. Refuses
 * `invalid` (place), `too-long`, `too-many`.
 */
export async function saveDraft(ctx: NodeContext, save: DraftSave): Promise<DraftSaved> {
  readPlace(save.place);
  if (save.body.text.length > LIMITS.sourceCharacters * 2 || save.body.title.length > 1000) {
    refuse("too-long", { field: "text", most: LIMITS.sourceCharacters });
  }
  return inTransaction(ctx, async (tx): Promise<DraftSaved> => {
    // The account's row orders savings and the post that comes of the draft.
    const [account] = await tx.sql<{ actor_id: string }[]>`
      select actor_id from accounts where id = ${save.accountId} and disabled is null for no key update`;
    if (!account) refuse("not-found");
    if (await isPosted(tx.sql, account.actor_id, save.submission)) return { kind: "posted" };
    const [kept] = await tx.sql<Draft[]>`select id, place, body, updated from drafts
      where account_id = ${save.accountId} and place = ${save.place}`;
    if (kept && isNewer(kept, save)) return { kind: "newer", draft: kept };
    if (save.body.text.trim() === "" && save.body.title.trim() === "") {
      await tx.sql`delete from drafts where account_id = ${save.accountId} and place = ${save.place}`;
      return { kind: "kept", updated: tx.now };
    }
    const [count] = await tx.sql<
      { n: number }[]
    >`select count(*) as n from drafts where account_id = ${save.accountId}`;
    if (!kept && (count?.n ?? 0) >= MOST_DRAFTS) refuse("too-many", { most: MOST_DRAFTS });
    await tx.sql`insert into drafts (account_id, place, body, updated)
      values (${save.accountId}, ${save.place}, ${tx.sql.json({ ...save.body })}, ${tx.now})
      on conflict (account_id, place) do update set body = excluded.body, updated = excluded.updated`;
    return { kind: "kept", updated: tx.now };
  });
}

function isNewer(kept: Draft, save: DraftSave): boolean {
  if (save.seen !== null && kept.updated.getTime() <= save.seen.getTime()) return false;
  return kept.body.text !== save.body.text || kept.body.title !== save.body.title;
}
