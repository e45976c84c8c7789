import { z } from "zod";
import { findCommunity } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { placeTextOf } from "../../node/drafts/place.ts";
import { findDraft, listDrafts } from "../../node/drafts/read.ts";
import { type DraftSaved, saveDraft } from "../../node/drafts/save.ts";
import { uuidOf } from "../../node/ids.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { readForm } from "../forms.ts";
import { DraftsPage } from "../pages/drafts.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { submissionOf } from "../submission.ts";
import { filesOf } from "../uploads.ts";

const LONGEST = 100_000;
const draftForm = z.strictObject({
  /** As `placeTextOf` writes it, or the path of the page the form stands on. */
  place: z.string().max(500),
  title: z.string().max(1000).default(""),
  text: z.string().max(LONGEST).default(""),
  themes: z.array(z.string().max(100)).max(20).default([]),
  lang: z.string().max(20).optional(),
  /** Uploaded and not posted. */
  files: z.array(z.string().max(40)).max(20).default([]),
  /** The number of the form. */
  submission: z.uuid().optional(),
  /** `updated` of the draft that the form knows. */
  seen: z.iso.datetime().optional(),
  /** Throw the draft away. */
  drop: z.literal("yes").optional(),
});

/** Texts that were not sent yet: kept while a person types, found again on the next device. */
export function registerDraftRoutes(app: WebApp): void {
  app.get("/drafts", async (c) => {
    const { accountId } = signedIn(c);
    const place = c.req.query("place");
    if (place !== undefined) {
      const draft = await findDraft(c.get("ctx"), accountId, await placeOf(c, place));
      return json(c, { draft }, { cache: "private" });
    }
    const drafts = await reading(c.get("ctx"), c.get("viewer"), (r) => listDrafts(r, accountId));
    if (wantsJson(c)) return json(c, { items: drafts }, { cache: "private" });
    return page(
      c,
      { title: c.get("speech").t("notices.drafts.title"), cache: "private" },
      <DraftsPage drafts={drafts} />,
    );
  });
  app.post("/drafts", async (c) => {
    const saved = await keepDraft(c);
    if (!wantsJson(c)) return see(c, "/drafts", { done: "saved" });
    return json(c, saved, { cache: "private", status: saved.kind === "newer" ? 409 : 200 });
  });
}

async function keepDraft(c: WebContext): Promise<DraftSaved> {
  const { accountId } = signedIn(c);
  const given = await readForm(c, draftForm);
  if (!given.ok) refuse("invalid", { field: given.state.errors[0]?.field ?? "text" });
  const { themes, lang = null, submission, seen, drop } = given.value;
  const { title, text } = drop ? { title: "", text: "" } : given.value;
  const place = await placeOf(c, given.value.place);
  const files = filesOf(given.value);
  const words = [...(place.startsWith("t/") ? [] : [title]), text, ...files];
  return saveDraft(c.get("ctx"), {
    accountId,
    place,
    body: { title, text, themes, lang, submission: submission ?? null, files },
    seen: seen === undefined ? null : new Date(seen),
    submission: submissionOf(submission, ...words),
  });
}

/** The place of the form on a page: forms know the path they stand on, drafts the row they belong to. */
async function placeOf(c: WebContext, text: string): Promise<string> {
  const [, thread] = /^\/c\/[^/]+\/t\/([0-9a-z]{26})$/.exec(text) ?? [];
  if (thread !== undefined)
    return placeTextOf({ kind: "reply", postId: uuidOf(thread) ?? refuse("not-found") });
  const [, handle, kind] = /^\/c\/([^/?]+)\/new\?kind=(topic|question)$/.exec(text) ?? [];
  if (handle === undefined) return text;
  const { id: communityId } = await reading(c.get("ctx"), c.get("viewer"), (r) =>
    findCommunity(r, c.get("viewer"), decodeURIComponent(handle)),
  );
  return placeTextOf({ kind: kind === "topic" ? "topic" : "question", communityId });
}
