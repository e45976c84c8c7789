import { FORUMS } from "./payloads/forums.ts";
import { MBIN } from "./payloads/mbin.ts";
import { MICROBLOGS } from "./payloads/microblogs.ts";
import { OTHERS } from "./payloads/others.ts";

/**
 * What each document of other programs must become here, judged by reading the document: "accepted as …" with who, what
 * and for whom; "ignored because …"; "refused because …". Where a fixture has placeholders for ids, each became an
 * address of its own, so Mbin's `Delete` and `Update` of a person name another address than their actor's.
 */
export const EXPECTED: ReadonlyMap<string, string> = new Map(
  [FORUMS, MBIN, MICROBLOGS, OTHERS].flatMap((table) =>
    table
      .trim()
      .split("\n")
      .map((line): [string, string] => {
        const bar = line.indexOf(" | ");
        return [line.slice(0, bar), line.slice(bar + 3)];
      }),
  ),
);
