import type { NodeContext } from "../../node/context.ts";
import { findActorPath } from "../../node/people/path.ts";
import { findPostPath } from "../../node/posts/path.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";

/** The page of a post for a browser at its id; null when a visitor may not see it. */
export async function pageOfObject(ctx: NodeContext, iri: string): Promise<string | null> {
  return findPostPath(ctx, ANYONE, { iri });
}

/** The page of a person or community for a browser at its id. */
export async function pageOfActor(ctx: NodeContext, iri: string): Promise<string | null> {
  return findActorPath(ctx, iri);
}
