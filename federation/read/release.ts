import { z } from "zod";
import type { ReleaseFacts } from "../../node/posts/release-types.ts";
import { anInstant, iriOf, recordOf, typeOf } from "./values.ts";
import { wordsOf } from "./words.ts";

const SHAPE = z.object({ published: anInstant });

/** The release that an object says it is, by its own author (profile C.10); null for any other. */
export function releaseOf(object: Readonly<Record<string, unknown>>, authorIri: string): ReleaseFacts | null {
  const release = recordOf(object["cop:release"]);
  if (release === null || typeOf(release) !== "cop:Release" || iriOf(release.attributedTo) !== authorIri)
    return null;
  const parsed = SHAPE.safeParse(release);
  const made = parsed.success ? parsed.data.published : null;
  return made === null ? null : { reason: wordsOf(release.summary).slice(0, 1000), made };
}
