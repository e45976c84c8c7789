import { Readable } from "node:stream";
import { z } from "zod";
import { reading } from "../../node/context.ts";
import { startExport } from "../../node/exports/start.ts";
import { type Refusal, refuse } from "../../node/refusal.ts";
import { readFacilitated } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { archiveParts } from "../export/archive.ts";
import { zipped } from "../export/zip.ts";
import { formPage } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { CommunityExportPage } from "../pages/community-export.tsx";
import { signedIn } from "../session.ts";

const exportForm = z.strictObject({ reason: z.string().max(2000).default("") });

/** An archive of a community, for its facilitators. */
export function registerCommunityExportRoutes(app: WebApp): void {
  app.get("/c/:name/export", (c) => show(c, EMPTY_FORM));
  app.post("/c/:name/export", send);
}

/** Refuses `not-allowed` to all but facilitators; a community elsewhere is exported there. */
async function facilitated(c: WebContext) {
  signedIn(c);
  const read = await reading(c.get("ctx"), c.get("viewer"), (r) => readFacilitated(c, r));
  return read.community.local ? read : refuse("not-allowed");
}

async function show(c: WebContext, form: FormState, refusal?: Refusal): Promise<Response> {
  const { community, requests } = await facilitated(c);
  const title = `${c.get("speech").t("community.export.title")} – ${community.name}`;
  return formPage(
    c,
    { title, form, refusal, json: { community: community.iri } },
    <CommunityExportPage community={community} requests={requests} form={form} />,
  );
}

async function send(c: WebContext): Promise<Response> {
  const { actorId, accountId, name: by } = signedIn(c);
  const { community } = await facilitated(c);
  const given = await readForm(c, exportForm);
  if (!given.ok) return show(c, given.state);
  const { reason } = given.value;
  const ctx = c.get("ctx");
  const started = await attempt(() =>
    startExport(ctx, { actorId, accountId, communityId: community.id, reason }),
  );
  if (!started.ok) {
    if (started.refusal.facts.field === undefined) throw started.refusal;
    return show(c, refusedForm(given.state, started.refusal, c.get("speech")), started.refusal);
  }
  const viewer = { kind: "person", actorId, accountId } as const;
  const parts = archiveParts({ ctx, viewer, community, speech: c.get("speech"), by, reason });
  const bytes = Readable.from(zipped(parts), { objectMode: false });
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return new Response(Readable.toWeb(bytes) as ReadableStream, {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${community.handle.replace(/[^a-z0-9_-]/gi, "_")}-${day}.zip"`,
      "Content-Security-Policy": "sandbox; default-src 'none'",
      "Cache-Control": "private, no-store",
      Vary: "Authorization, Cookie",
    },
  });
}
