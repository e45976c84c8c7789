import type { JsonObject } from "../jcs.ts";
import { encodeMultibase } from "../multibase.ts";

/** A file under a post. */
export interface AttachedFile {
  readonly url: string;
  readonly name: string;
  readonly alt: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: Uint8Array;
  /** Of pictures. */
  readonly width: number | null;
  readonly height: number | null;
}

/** sha2-256, 32 bytes (multihash table). */
const SHA256 = [0x12, 0x20];

/**
 * A file as `Document`, a picture as `Image` (W-05), with the digest of its bytes (profile C.5). What a picture shows is
 * its `name`, as Mastodon reads it; without such words, and of other files, the name is that of the file.
 */
export function fileFor(file: AttachedFile): JsonObject {
  const { url, mediaType, width, height } = file;
  const picture = width !== null && height !== null;
  return {
    type: picture ? "Image" : "Document",
    url,
    mediaType,
    name: (picture ? file.alt : "") || file.name,
    ...(picture ? { width, height } : {}),
    digestMultibase: digestOf(file.sha256),
    "cop:size": file.bytes,
  };
}

/** The multibase of the multihash of a SHA-256. */
export function digestOf(sha256: Uint8Array): string {
  return encodeMultibase(Uint8Array.from([...SHA256, ...sha256]));
}
