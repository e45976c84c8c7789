import { lineOf } from "../text/visible.ts";
import { FILE_LIMITS } from "./limits.ts";

/** What is made of a file of this kind before it is kept. */
export type Handling = "picture" | "archive" | "text" | "document";

/** One kind of file that may be uploaded (W07). */
export interface FileKind {
  readonly mediaType: string;
  /** What browsers and programs call it besides. */
  readonly alsoCalled: readonly string[];
  readonly handling: Handling;
}

const OFFICE = "application/vnd.openxmlformats-officedocument";
const OPEN = "application/vnd.oasis.opendocument";

const kind = (mediaType: string, handling: Handling, ...alsoCalled: string[]): FileKind => ({
  mediaType,
  handling,
  alsoCalled,
});

const JPEG = kind("image/jpeg", "picture", "image/jpg", "image/pjpeg");

/** Everything that may be uploaded, by the end of its name. */
const KINDS: Readonly<Record<string, FileKind>> = {
  pdf: kind("application/pdf", "document", "application/x-pdf"),
  docx: kind(`${OFFICE}.wordprocessingml.document`, "archive"),
  xlsx: kind(`${OFFICE}.spreadsheetml.sheet`, "archive"),
  pptx: kind(`${OFFICE}.presentationml.presentation`, "archive"),
  odt: kind(`${OPEN}.text`, "archive"),
  ods: kind(`${OPEN}.spreadsheet`, "archive"),
  odp: kind(`${OPEN}.presentation`, "archive"),
  png: kind("image/png", "picture"),
  jpg: JPEG,
  jpeg: JPEG,
  webp: kind("image/webp", "picture"),
  gif: kind("image/gif", "picture"),
  // Windows with Excel calls these what Excel opens.
  csv: kind("text/csv", "text", "application/vnd.ms-excel", "application/csv", "text/plain"),
  txt: kind("text/plain", "text"),
  md: kind("text/markdown", "text", "text/x-markdown", "text/plain"),
};

/** Ends of names that may be uploaded, for a file chooser and for sentences. */
export const FILE_ENDINGS: readonly string[] = Object.keys(KINDS);

/** The kind that a name says a file is; null for one that may not be uploaded. */
export function kindOfName(name: string): FileKind | null {
  const ending = /\.([a-z]{2,4})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(KINDS, ending) ? (KINDS[ending] ?? null) : null;
}

/** The kind of this media type, and an end of a name that says so; null for one that is not on the list. */
export function kindOfType(mediaType: string): { readonly kind: FileKind; readonly ending: string } | null {
  const found = Object.entries(KINDS).find(([, { mediaType: own }]) => own === mediaType);
  return found ? { kind: found[1], ending: found[0] } : null;
}

/** Whether a declared type may stand on a file of this kind; none, and "some bytes", say nothing. */
export function mayBeCalled(kind: FileKind, declared: string): boolean {
  const type = declared.split(";")[0]?.trim().toLowerCase() ?? "";
  return ["", "application/octet-stream", kind.mediaType, ...kind.alsoCalled].includes(type);
}

/** Whether a picture of this type was made anew here, so that a page may show it. */
export function isPicture(mediaType: string): boolean {
  return ["image/png", "image/jpeg", "image/webp", "image/gif"].includes(mediaType);
}

/**
 * The name of a file as it is kept and shown: one visible line without a path, at most 120 characters with its ending.
 * Empty where nothing is left of it.
 */
export function fileNameOf(text: string): string {
  const last = text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf("\\")) + 1);
  const line = lineOf(last.replace(/[<>:"|?*]/g, "_"), 1_000).replace(/^\.+/, "");
  if (line.length <= FILE_LIMITS.nameCharacters) return line;
  const ending = /\.[a-z]{2,4}$/i.exec(line)?.[0] ?? "";
  return `${lineOf(line, FILE_LIMITS.nameCharacters - ending.length)}${ending}`;
}
