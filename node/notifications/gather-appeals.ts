import { decidersElsewhere } from "../appeals/elsewhere.ts";
import type { Change } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { postById } from "../posts/find.ts";
import { facilitatorsOf } from "./facilitators.ts";
import { NO_FACTS, type TellFacts, type Told } from "./facts.ts";
import { toldByActor, toldOf } from "./told.ts";

/** An appeal against a removal: told to facilitators who may decide it, here or elsewhere, and its end to the author. */
export async function gatherAppeal(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  const [row] = await tx.sql<
    {
      id: string;
      communityId: string;
      postId: string;
      authorId: string;
      state: string;
      removedBy: string | null;
      passedOn: boolean;
    }[]
  >`select ap.id, ap.community_id as "communityId", ap.post_id as "postId", ap.author_id as "authorId", ap.state, ap.removed_by as "removedBy", ap.passed_on is not null as "passedOn"
    from appeals ap where ap.id = ${change.subjectId}`;
  if (!row) return [];
  const { communityId, postId, authorId } = row;
  const rootId = (await postById(tx.sql, postId)).rootId ?? postId;
  const about = { communityId, rootId };
  const { local, level } = await communityHome(tx.sql, communityId);
  const elsewhere = local && (await decidersElsewhere(tx, row)).length > 0;
  return [
    {
      ...NO_FACTS,
      ...{ communityId, postId, rootId, postAuthorId: authorId },
      author: (await toldByActor(tx, [authorId], about)).get(authorId) ?? null,
      appeal: { id: row.id, outcome: row.state, removedBy: row.removedBy, elsewhere },
      facilitators:
        local || row.passedOn ? await toldOf(tx, await facilitatorsOf(tx.sql, communityId), about) : [],
      administrators: local && level !== "confidential" ? await administratorsOf(tx) : [],
    },
  ];
}

/** The administrators of this node. */
export async function administratorsOf(tx: WriteContext): Promise<readonly Told[]> {
  const rows = await tx.sql<
    { actor_id: string }[]
  >`select actor_id from accounts where administrator and disabled is null`;
  return toldOf(
    tx,
    rows.map((row) => row.actor_id),
    { communityId: null },
  );
}
