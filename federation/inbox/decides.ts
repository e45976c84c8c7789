import type { WriteContext } from "../../node/context.ts";
import { findMissingAncestor, findRootIri } from "../../node/posts/thread.ts";
import type { CommunityAct } from "./act.ts";
import { NotHereYet } from "./act-place.ts";

/**
 * What an act decides on, where another act can undo it: the last one in the log counts, in whatever order they are
 * read. Null for acts whose order is told otherwise (content by `updated`, deletion for good). Throws NotHereYet for an
 * answer whose thread is not complete yet.
 */
export async function topicOf(tx: WriteContext, act: CommunityAct): Promise<string | null> {
  switch (act.type) {
    case "Like":
      return `useful ${act.object} ${act.actor}`;
    case "ChooseAnswer":
      return `answer ${await rootOf(tx, act.object)}`;
    case "Add":
    case "Remove":
      return `in ${act.target} ${act.object}`;
    case "Block":
      return `suspended ${act.object}`;
    case "Lock":
      return `locked ${act.object}`;
    case "Delete":
      return act.reason === null ? null : `removed ${act.object}`;
    case "Undo":
      return act.of.object === null ? null : topicOfUndone(tx, act.of.asType, act.of.object, act.actor);
    default:
      return null;
  }
}

async function topicOfUndone(
  tx: WriteContext,
  type: string | null,
  object: string,
  actor: string,
): Promise<string | null> {
  if (type === "Like") return `useful ${object} ${actor}`;
  if (type === "Block") return `suspended ${object}`;
  if (type === "Lock") return `locked ${object}`;
  if (type === "Delete") return `removed ${object}`;
  return type === "ChooseAnswer" ? `answer ${await rootOf(tx, object)}` : null;
}

/** One answer of a thread is accepted at a time, so that the thread must be known. */
async function rootOf(tx: WriteContext, answerIri: string): Promise<string> {
  const root = await findRootIri(tx.sql, answerIri);
  if (root !== null) return root;
  throw new NotHereYet((await findMissingAncestor(tx.sql, answerIri)) ?? answerIri);
}
