import { findRelated } from "../../node/discovery/related.ts";
import { placeTextOf } from "../../node/drafts/place.ts";
import { findDraft } from "../../node/drafts/read.ts";
import { uuidOf } from "../../node/ids.ts";
import { findLateness } from "../../node/peers/lateness.ts";
import type { ThreadPage } from "../../node/posts/types.ts";
import type { WebContext } from "../env.ts";
import type { FormState } from "../forms.ts";
import { councilsFor } from "../own-council.ts";

/** What stands around a thread: read side by side, so that the page waits for the slowest only. */
export async function beside(c: WebContext, thread: ThreadPage) {
  const ctx = c.get("ctx");
  const session = c.get("session");
  const place = placeTextOf({ kind: "reply", postId: thread.id });
  const [related, draft, ownCouncil, late] = await Promise.all([
    findRelated(ctx, c.get("viewer"), thread),
    session ? findDraft(ctx, session.accountId, place) : null,
    session ? { councils: [], remembered: null } : councilsFor(c),
    thread.community.local ? null : findLateness(ctx, thread.community.iri),
  ]);
  return { related, draft, ownCouncil, late };
}

/** The reply that is answered, where it stands on this page. */
export function answeredIn(c: WebContext, thread: ThreadPage, form: FormState) {
  const to = uuidOf(c.req.query("to") ?? "");
  const post = thread.posts.find((one) => one.id === to || one.id === form.text.to);
  return post?.kind === "reply" ? { id: post.id, number: post.number, name: post.author.name } : null;
}
