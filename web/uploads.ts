import { z } from "zod";
import { FILE_LIMITS } from "../node/files/limits.ts";
import { listOwnFiles } from "../node/files/read.ts";
import type { FileChoice, FileView } from "../node/files/types.ts";
import { uploadFile } from "../node/files/upload.ts";
import type { Refusal } from "../node/refusal.ts";
import type { WebContext } from "./env.ts";
import {
  attempt,
  type Body,
  checkForm,
  type FormReading,
  type FormState,
  readBody,
  refusedForm,
  shapedBody,
} from "./forms.ts";
import type { Speech } from "./language.ts";
import { mayHoldFiles, readParts, type SentFile, UPLOAD_FIELD } from "./parts.ts";
import { sentenceOf } from "./refusals.ts";
import { wantsJson } from "./respond.tsx";
import { signedIn } from "./session.ts";

const MOST = FILE_LIMITS.perPost + 10;

/** Fields of every form that files belong to. Of `files` an empty one says that the form knows of them. */
export const uploadFields = {
  files: z.array(z.string().max(40)).max(MOST).optional(),
  /** What the pictures show, in the order of `files`. */
  alts: z.array(z.string().max(2_000)).max(MOST).default([]),
  /** Only upload what was chosen, and show the form again. */
  attach: z.string().max(10).optional(),
  /** Take this one out, and show the form again. */
  unattach: z.string().max(40).optional(),
};

type WithFiles = z.ZodObject<typeof uploadFields>;

/** Where the files of a form are: on this node, or with the node of a hidden community. */
export interface FileKeeper {
  take(file: SentFile): ReturnType<typeof takeFile>;
  /** One's own files by their ids, in this order. */
  list(ids: readonly string[]): Promise<readonly FileView[]>;
}

/** A form that was read with its files. `again`: it is to be shown again before anything is posted. */
export type FilesReading<T> = FormReading<T> & { readonly again: boolean };

/**
 * Reads a form that may come with files, as `readForm` does. What was chosen is uploaded even where the rest of the form
 * is wrong, and stays listed in the form that comes back. Pictures that came with the form are asked about once, unless
 * a program sent them. `postId`: the post that is edited, whose own files may stand in the form.
 */
export async function readFormWithFiles<T extends WithFiles>(
  c: WebContext,
  schema: T,
  postId?: string,
  keeper: FileKeeper = keptHere(c, postId),
): Promise<FilesReading<z.output<T>>> {
  const { body, refusals, added } = await bodyWithFiles(c, schema, keeper);
  const reading = checkForm(c, schema, body);
  const ids = listIn(body.files).filter((id) => id !== "");
  const files = withWords(await keeper.list(ids), choicesIn(body));
  const errors = refusals.map((refusal) => ({
    field: UPLOAD_FIELD,
    text: fileSentence(refusal, c.get("speech")),
  }));
  const state = { ...reading.state, files, errors: [...reading.state.errors, ...errors] };
  const asks = files.some(({ id, picture, alt }) => added.includes(id) && picture !== null && alt === "");
  const again = Boolean(body.attach || body.unattach) || (asks && !wantsJson(c));
  return reading.ok && errors.length === 0
    ? { ...reading, state, again }
    : { ok: false, state, again: false };
}

/** Which files a form says that a post is to have; null where it says nothing about them. */
export function filesIn(form: {
  files?: string[] | undefined;
  alts: string[];
}): readonly FileChoice[] | null {
  return form.files === undefined ? null : choicesIn(form);
}

/** The sentence for a file that was not taken: what is wrong with it, and how large it may be in megabytes. */
export function fileSentence(refusal: Refusal, speech: Speech): string {
  const { reason, name, most } = refusal.facts;
  const why = typeof reason === "string" ? reason : refusal.code;
  const key = `files.error.${why}`;
  const megabytes = Math.floor(Number(most ?? 0) / (1024 * 1024));
  const sentence = speech.t(key, {
    name: String(name ?? ""),
    most: why === "too-many" ? Number(most) : megabytes,
  });
  return sentence === key ? sentenceOf(refusal, speech) : sentence;
}

/** Ids of the files that a form has, in their order. */
export function filesOf(form: { files?: readonly string[] | undefined }): readonly string[] {
  return (form.files ?? []).filter((id) => id !== "");
}

/** What a draft remembers of files and is still there, for its form. */
export function filesOfDraft(
  c: WebContext,
  ids: readonly string[] | undefined,
): Promise<readonly FileView[]> {
  const session = c.get("session");
  if (session === null || !ids) return Promise.resolve([]);
  return listOwnFiles(c.get("ctx"), { ownerId: session.actorId, ids });
}

/** The form again, with what a verb refused; what is wrong with files in the words for files. */
export function refusedWithFiles(c: WebContext, state: FormState, refusal: Refusal): FormState {
  const speech = c.get("speech");
  if (refusal.facts.field !== UPLOAD_FIELD) return refusedForm(state, refusal, speech);
  return { ...state, errors: [{ field: UPLOAD_FIELD, text: fileSentence(refusal, speech) }] };
}

/** Uploads one file that a form brought. */
export function takeFile(c: WebContext, { name, type, source }: SentFile) {
  const { actorId } = signedIn(c);
  const upload = { ownerId: actorId, declared: { name, type }, source };
  return attempt(() => uploadFile(c.get("ctx"), upload));
}

function keptHere(c: WebContext, postId: string | undefined): FileKeeper {
  const { actorId: ownerId } = signedIn(c);
  return {
    take: (file) => takeFile(c, file),
    list: (ids) => listOwnFiles(c.get("ctx"), { ownerId, ids, ...(postId === undefined ? {} : { postId }) }),
  };
}

async function bodyWithFiles(c: WebContext, schema: z.ZodObject, keeper: FileKeeper) {
  if (!mayHoldFiles(c)) return { body: without(await readBody(c, schema)), refusals: [], added: [] };
  const { fields, taken } = await readParts(c, keeper.take);
  const body = shapedBody(fields, schema);
  const added = taken.flatMap((one) => (one.ok ? [one.value.id] : []));
  if (added.length > 0) {
    const [files, alts] = [listIn(body.files), listIn(body.alts)];
    body.alts = [...files.map((_, at) => alts[at] ?? ""), ...added.map(() => "")];
    body.files = [...files, ...added];
  }
  return { body: without(body), added, refusals: taken.flatMap((one) => (one.ok ? [] : [one.refusal])) };
}

/** The form without the file that is to be taken out of it. */
function without(body: Body): Body {
  if (typeof body.unattach !== "string" || !Array.isArray(body.files)) return body;
  const [files, alts] = [listIn(body.files), listIn(body.alts)];
  const stays = (_: unknown, at: number) => files[at] !== body.unattach;
  return { ...body, files: files.filter(stays), alts: alts.filter(stays) };
}

function choicesIn(body: { readonly files?: unknown; readonly alts?: unknown }): readonly FileChoice[] {
  const alts = listIn(body.alts);
  return listIn(body.files)
    .map((id, at) => ({ id, alt: alts[at] ?? "" }))
    .filter(({ id }) => id !== "");
}

function withWords(files: readonly FileView[], choices: readonly FileChoice[]): readonly FileView[] {
  const words = new Map(choices.map(({ id, alt }) => [id, alt]));
  return files.map((file) => ({ ...file, alt: words.get(file.id) ?? file.alt }));
}

function listIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
