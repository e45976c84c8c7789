import { type DraftPlace, placeTextOf } from "../node/drafts/place.ts";
import { saveDraft } from "../node/drafts/save.ts";
import type { DraftBody } from "../node/drafts/types.ts";
import type { RefusalCode } from "../node/refusal.ts";
import type { WebContext } from "./env.ts";
import { attempt } from "./forms.ts";

/** Refusals after which the page has no box any more: who may not write here, or not yet, and where nobody may. */
const WITHOUT_BOX: readonly RefusalCode[] = ["not-a-member", "needs-approval", "suspended", "locked"];

/** Keeps what was sent and refused as a draft where the page that answers has no box for it: no word of it is lost. */
export async function keepRefusedText(
  c: WebContext,
  refused: { readonly code: RefusalCode; readonly accountId: string; readonly place: DraftPlace },
  body: Omit<DraftBody, "submission">,
): Promise<void> {
  if (!WITHOUT_BOX.includes(refused.code)) return;
  const ctx = c.get("ctx");
  const { accountId } = refused;
  const place = placeTextOf(refused.place);
  // What was just sent is newer than anything kept.
  const draft = {
    accountId,
    place,
    body: { ...body, submission: null },
    seen: ctx.clock.now(),
    submission: null,
  };
  await attempt(() => saveDraft(ctx, draft));
}
