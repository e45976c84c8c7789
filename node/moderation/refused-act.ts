import { type Origin, recordChange } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { forgetModeration } from "../modlog/record.ts";
import { postByIri } from "../posts/find.ts";
import { takeBackLock, takeBackRemoval, takeBackRestoring } from "../posts/take-back-act.ts";
import type { RefusalCode } from "../refusal.ts";

/** What somebody of a community elsewhere can be refused, as they are told: `edit` its author, all else a facilitator. */
export const REFUSED_ACTS = [
  "remove",
  "restore",
  "lock",
  "unlock",
  "pin",
  "suspend",
  "lift",
  "remove-member",
  "role",
  "report",
  "appeal",
  "edit",
  "move",
] as const;
export type RefusedAct = (typeof REFUSED_ACTS)[number];

interface SentAct {
  readonly iri: string;
  readonly type: string;
  readonly objectIri: string;
  readonly communityId: string;
  readonly facilitatorId: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * A community elsewhere refuses what one of its facilitators here did: what it changed here is taken back (a removed post is
 * shown again, a lock is off, a report is open), and they are told what was refused and why. The same for an author whose edit
 * is refused, say for a file (profile D.3): it stays here, to be changed and sent again. False where it is no such act.
 */
export async function takeRefusedAct(
  tx: WriteContext,
  refused: { readonly groupIri: string; readonly activityIri: string; readonly code: RefusalCode },
  origin: Origin,
): Promise<boolean> {
  const sent = await findSent(tx, refused);
  const act = sent && actOf(sent);
  if (!sent || !act) return false;
  const { facilitatorId, communityId, objectIri } = sent;
  const post = act === "edit" ? await editedPost(tx, sent) : null;
  if (act === "edit" && post === null) return false;
  await takeBack(tx, sent, act);
  await forgetModeration(tx, sent.iri);
  await recordChange(tx, {
    kind: "act.refused",
    actorId: null,
    communityId,
    subjectId: post,
    subjectIri: objectIri,
    origin,
    facts: { act, code: refused.code, facilitatorId },
  });
  return true;
}

/** The post an edit is of, while its author has it before them; one that was declined itself has said so already. */
async function editedPost(tx: WriteContext, { objectIri, facilitatorId }: SentAct): Promise<string | null> {
  const post = await postByIri(tx.sql, objectIri);
  if (post?.authorId !== facilitatorId) return null;
  return post.state === "accepted" || post.state === "pending" ? post.id : null;
}

async function findSent(
  tx: WriteContext,
  refused: { readonly groupIri: string; readonly activityIri: string },
): Promise<SentAct | null> {
  const [row] = await tx.sql<SentAct[]>`
    select v.iri, v.type, v.object_iri as "objectIri", v.community_id as "communityId", f.id as "facilitatorId", v.facts
    from activities v join actors f on f.iri = v.actor_iri and f.peer_id is null and f.kind = 'person'
    join communities c on c.id = v.community_id join actors g on g.id = c.actor_id and g.peer_id is not null
    where v.iri = ${refused.activityIri} and g.iri = ${refused.groupIri}`;
  return row ?? null;
}

/** Null for what is told otherwise, or to nobody: new posts, marks, joining. */
function actOf({ type, facts }: SentAct): RefusedAct | null {
  if (type === "Delete") return typeof facts.summary === "string" ? "remove" : null;
  if (type === "Update") return "edit";
  if (type === "Lock") return "lock";
  if (type === "Move") return "move";
  if (type === "Block") return "suspend";
  if (type === "Resolve") return typeof facts.appealId === "string" ? "appeal" : "report";
  if (type === "Undo") return UNDONE[String(facts.undoes)] ?? null;
  if (type !== "Add" && type !== "Remove") return null;
  if (facts.target === "members") return "remove-member";
  return facts.target === "featured" ? "pin" : "role";
}

const UNDONE: Readonly<Record<string, RefusedAct>> = { Delete: "restore", Lock: "unlock", Block: "lift" };

async function takeBack(tx: WriteContext, sent: SentAct, act: RefusedAct): Promise<void> {
  const { objectIri, facilitatorId, facts } = sent;
  if (act === "remove") {
    await takeBackRemoval(tx, { postIri: objectIri, facilitatorId });
    await tx.sql`update reports set sent = null, decided_by = null, outcome = ''
      where post_iri = ${objectIri} and state = 'open' and decided_by = ${facilitatorId}`;
  }
  if (act === "restore") await takeBackRestoring(tx, { postIri: String(facts.object), facilitatorId });
  if (act === "lock") await takeBackLock(tx, { postIri: objectIri, on: true });
  if (act === "unlock") await takeBackLock(tx, { postIri: String(facts.object), on: false });
  if (act === "report")
    await tx.sql`update reports set sent = null, decided_by = null, outcome = ''
      where iri = ${objectIri} and state = 'open' and decided_by = ${facilitatorId}`;
}
