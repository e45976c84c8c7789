import { inTransaction, type NodeContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import type { Digest, Language, Theme } from "./types.ts";

/** How a person wants this site to be, and to hear from it. */
export interface Choices {
  /** Of pages and of correspondence. */
  readonly language: Language;
  readonly theme: Theme;
  /** For communities where nothing else was chosen. */
  readonly digestDefault: Digest;
  /** Hour of the day, 0–23, in UK time. */
  readonly digestHour: number;
}

/** A person's choices. Refuses `not-found`. */
export async function findChoices(r: { readonly sql: Reader }, accountId: string): Promise<Choices> {
  const [row] = await r.sql<Choices[]>`
    select language, theme, digest_default as "digestDefault", digest_hour as "digestHour"
    from accounts where id = ${accountId}`;
  return row ?? refuse("not-found");
}

/** A person changes their choices; what is not given stays. It concerns nobody else, so nothing is recorded. */
export function changeChoices(ctx: NodeContext, accountId: string, given: Partial<Choices>): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const next = { ...(await findChoices(tx, accountId)), ...given };
    if (!Number.isInteger(next.digestHour) || next.digestHour < 0 || next.digestHour > 23) {
      refuse("invalid", { field: "digestHour" });
    }
    await tx.sql`
      update accounts set language = ${next.language}, theme = ${next.theme}, digest_default = ${next.digestDefault},
        digest_hour = ${next.digestHour}
      where id = ${accountId}`;
  });
}

/** Notes that a person has gone through the welcome; the first time counts. */
export function completeWelcome(ctx: NodeContext, accountId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx.sql`update accounts set welcomed = ${tx.now} where id = ${accountId} and welcomed is null`;
  });
}
