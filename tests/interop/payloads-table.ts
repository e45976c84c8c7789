import { FORUMS } from "./payloads/forums.ts";
import { MBIN } from "./payloads/mbin.ts";
import { MICROBLOGS } from "./payloads/microblogs.ts";
import { OTHERS } from "./payloads/others.ts";

/** How a document of another program is read, and what becomes of it when its program hands it to a council's site. */
export interface Judged {
  readonly read: string;
  readonly becomes: string;
}

/**
 * Judged by reading each document. How it is read: "accepted as …" with who, what and for whom; "ignored because …";
 * "refused because …". What becomes of it where its server is one that the site meets, the community it is for is one of
 * ours, and what it answers or likes a question there: rows and pages; "ignored because …"; "refused because …", told to
 * its author; or "refused 4xx because …", before anything is read. Where a fixture has placeholders for ids, each became
 * an address of its own, so Mbin's `Delete` and `Update` of a person name another address than their actor's.
 */
export const EXPECTED: ReadonlyMap<string, Judged> = new Map(
  [FORUMS, MBIN, MICROBLOGS, OTHERS].flatMap((table) =>
    table
      .trim()
      .split("\n")
      .map((line): [string, Judged] => {
        const [path = "", read = "", becomes = ""] = line.split(" | ");
        return [path, { read, becomes }];
      }),
  ),
);
