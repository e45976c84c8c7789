import { type Origin, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import type { Level } from "../visibility/readable.ts";
import { keepCharter } from "./charter.ts";

/** A community elsewhere as its own document, or its node's directory, describes it. */
export interface LearntCommunity {
  /** Row id of the Group's actor. */
  readonly actorId: string;
  readonly level: Level;
  readonly joinPolicy: "open" | "approval" | "invitation";
  readonly postPolicy: "anyone" | "members" | "facilitators";
  readonly purpose: string;
  readonly charter: Readonly<Record<string, string>>;
  readonly themes: readonly string[];
  readonly language: string;
  /** Null where nothing is said, as to strangers about a closed community: what was known stays. */
  readonly members: number | null;
  readonly councils: number | null;
  /** Names of the nodes that hold copies of a closed community, its home first; null where nothing is said. */
  readonly holders: readonly string[] | null;
  readonly lastActivity: Date | null;
  readonly created: Date | null;
  /** From the directory only: the Group's own document has not been read. */
  readonly stub: boolean;
}

/**
 * Takes in what is said of a community elsewhere, by its node's directory or by the Group itself; a newer word
 * replaces an older one. Hidden communities are never listed, so never learnt (refuses `invalid`).
 */
export function learnCommunity(
  ctx: NodeContext | WriteContext,
  learnt: LearntCommunity,
  origin: Origin,
): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    if (learnt.level === "confidential") refuse("invalid", { field: "level" });
    const [before] = await tx.sql<{ id: string; purpose: string; level: string }[]>`
      select id, purpose, level from communities where actor_id = ${learnt.actorId} for no key update`;
    const id = before ? await renew(tx, before.id, learnt) : await insert(tx, learnt);
    if (!before || before.purpose !== learnt.purpose || before.level !== learnt.level) {
      await recordChange(tx, {
        kind: "community.learnt",
        actorId: null,
        communityId: id,
        subjectId: id,
        origin,
      });
    }
    return id;
  });
}

async function insert(tx: WriteContext, learnt: LearntCommunity): Promise<string> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into communities (actor_id, level, join_policy, post_policy, purpose, themes, language, listed, epoch, stub, members,
      councils, holders, last_activity, created, updated)
    values (${learnt.actorId}, ${learnt.level}, ${learnt.joinPolicy}, ${learnt.postPolicy}, ${learnt.purpose},
      ${[...learnt.themes]}, ${learnt.language}, true, '', ${learnt.stub}, ${learnt.members ?? 0},
      ${learnt.councils ?? 0}, ${textsOrNull(learnt.holders)}, ${learnt.lastActivity}, ${learnt.created ?? tx.now}, ${tx.now})
    returning id`;
  if (!row) return refuse("not-found");
  await keepCharter(tx, row.id, learnt.charter);
  return row.id;
}

async function renew(tx: WriteContext, id: string, learnt: LearntCommunity): Promise<string> {
  await tx.sql`
    update communities set level = ${learnt.level}, join_policy = ${learnt.joinPolicy}, post_policy = ${learnt.postPolicy},
      purpose = ${learnt.purpose}, themes = ${[...learnt.themes]}, language = ${learnt.language}, members = coalesce(${learnt.members}, members),
      councils = coalesce(${learnt.councils}, councils), holders = coalesce(${textsOrNull(learnt.holders)}, holders), last_activity = greatest(last_activity, ${learnt.lastActivity}), updated = ${tx.now},
      stub = stub and ${learnt.stub}
    where id = ${id}`;
  await keepCharter(tx, id, learnt.stub ? null : learnt.charter);
  return id;
}

function textsOrNull(texts: readonly string[] | null): string[] | null {
  return texts === null ? null : [...texts];
}
