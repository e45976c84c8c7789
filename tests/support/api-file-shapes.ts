import { z } from "zod";

const count = z.int().nonnegative();

/** A file under a post, or uploaded for one. */
export const File = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    mediaType: z.string(),
    bytes: count,
    alt: z.string(),
    picture: z.strictObject({ width: count, height: count }).nullable(),
    state: z.enum(["ready", "waiting", "infected"]),
    path: z.string(),
    smallPath: z.string().nullable(),
  })
  .meta({ id: "File" });

/** What is attached to a post that came from elsewhere. */
export const AttachedLink = z
  .strictObject({
    href: z.string(),
    name: z.string(),
    host: z.string(),
    mediaType: z.string().nullable(),
    bytes: count.nullable(),
    digest: z.string().nullable(),
  })
  .meta({ id: "AttachedLink" });
