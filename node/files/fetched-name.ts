import { lineOf } from "../text/visible.ts";
import { fileNameOf, isPicture, kindOfName, kindOfType } from "./kinds.ts";
import { FILE_LIMITS } from "./limits.ts";
import type { WantedFile } from "./types.ts";

/**
 * What a file of another council is called here, so that its name and its type say the same, and what its picture shows: on
 * the wire both stand in one `name`. Null for a type that may not be uploaded.
 */
export function namedAs({
  name,
  mediaType,
}: Pick<WantedFile, "name" | "mediaType">): { readonly name: string; readonly alt: string } | null {
  const found = mediaType === null ? null : kindOfType(mediaType);
  if (found === null) return null;
  const own = fileNameOf(name);
  if (kindOfName(own)?.mediaType === found.kind.mediaType) return { name: own, alt: "" };
  if (isPicture(found.kind.mediaType))
    return { name: `picture.${found.ending}`, alt: lineOf(name, FILE_LIMITS.altCharacters) };
  return { name: fileNameOf(`${own || "file"}.${found.ending}`), alt: "" };
}
