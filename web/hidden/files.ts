import { z } from "zod";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import type { FileView } from "../../node/files/types.ts";
import type { HiddenAsk } from "../../node/hidden/asks.ts";
import { Outage, refuse } from "../../node/refusal.ts";
import type { WebContext } from "../env.ts";
import { attempt } from "../forms.ts";
import type { SentFile } from "../parts.ts";
import type { FileKeeper } from "../uploads.ts";
import type { HiddenScene } from "./scene.ts";
import { fileAt } from "./shapes.ts";

/** The node of the community keeps the files of a form; here they pass through the memory of this process, and no more. */
export function keptThere(c: WebContext, scene: HiddenScene, post: string | null = null): FileKeeper {
  return {
    take: (file) => attempt(() => passOn(c, scene, file)),
    async list(ids) {
      if (ids.length === 0) return [];
      const ask: HiddenAsk = { ask: "files", ids: [...ids], post };
      return scene.ask(z.array(fileAt(scene.at)).max(20), ask).catch((error: unknown) => {
        // While it is away the form must not lose them: they are there, and cannot be described.
        if (error instanceof Outage) return ids.map(undescribed);
        throw error;
      });
    },
  };
}

function undescribed(id: string): FileView {
  const facts = { mediaType: "", bytes: 0, alt: "", picture: null, path: "", smallPath: null };
  return { id, name: id, state: "waiting", ...facts };
}

/** Sends one file on as it came. Refuses what its node refuses, and `too-large` beyond 25 MB. */
export async function passOn(
  c: WebContext,
  scene: HiddenScene,
  file: SentFile,
): Promise<{ readonly id: string }> {
  const ctx = c.get("ctx");
  const bytes = await bytesOf(file);
  const ask = { ask: "upload", name: file.name.slice(-300), type: file.type.slice(0, 200) } as const;
  const answer = fileAt(scene.at).safeParse(await ctx.ports.remote.askHidden(ctx, scene.place, ask, bytes));
  if (!answer.success) throw new Outage("unfit-answer");
  return answer.data;
}

async function bytesOf({ source, name }: SentFile): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of source) {
    size += part.byteLength;
    if (size > FILE_LIMITS.fileBytes)
      refuse("too-large", { field: "upload", reason: "too-large", name, most: FILE_LIMITS.fileBytes });
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

/** One part of a file and what the file is, as its node gives it now. */
export async function filePart(
  c: WebContext,
  { place, at }: HiddenScene,
  ask: Extract<HiddenAsk, { ask: "file" }>,
) {
  const ctx = c.get("ctx");
  const { facts, bytes } = await ctx.ports.remote.hiddenFile(ctx, place, ask);
  const file = fileAt(at).safeParse(facts);
  if (!file.success) throw new Outage("unfit-answer");
  return { file: file.data, bytes };
}
