import { z } from "zod";

/** Raised when an older release could not read what a newer one writes. */
export const FORMAT = 1;
export const MANIFEST = "manifest.json";

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const TABLE = z.object({
  name: z.string().regex(/^[a-z_]{1,63}$/),
  columns: z.array(z.string().regex(/^[a-z_0-9]{1,63}$/)).min(1),
  rows: z.int().nonnegative(),
  /** Of its whole text, as COPY writes it. */
  sha256: SHA256,
  parts: z.int().nonnegative(),
});
const MANIFEST_SHAPE = z.object({
  format: z.int().positive(),
  made: z.string(),
  origin: z.string(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), sha256: SHA256 })),
  tables: z.array(TABLE),
  /** Every other member: name and hash. */
  files: z.array(z.object({ name: z.string(), sha256: SHA256 })),
  /** Settings of the file that were left out because they are secret. */
  leftOut: z.array(z.string()),
});

/** What a backup holds, to check it by; the last member of the archive. */
export type Manifest = z.infer<typeof MANIFEST_SHAPE>;
export type TableEntry = z.infer<typeof TABLE>;

/** Reads a manifest; null when it is none. */
export function readManifest(content: Buffer): Manifest | null {
  try {
    const parsed = MANIFEST_SHAPE.safeParse(JSON.parse(content.toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The member that holds a piece of a table; pieces are numbered from 1. */
export function partName(table: string, part: number): string {
  return `database/${table}/${String(part).padStart(6, "0")}.copy`;
}

/** The table that a member is a piece of, or null. */
export function tableOf(member: string): string | null {
  return /^database\/([a-z_]+)\/\d{6}\.copy$/.exec(member)?.[1] ?? null;
}
