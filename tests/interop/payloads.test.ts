import { describe, expect, it } from "vitest";
import { effectOfText } from "./effect.ts";
import { bodyIn, payloadFolder, payloadPaths, payloadText } from "./payload-files.ts";
import { EXPECTED } from "./payloads-table.ts";

const folder = payloadFolder();
if (folder === null) {
  console.log("Documents of other programs: folder not present (MOOTHALL_PAYLOADS), own fixtures only.");
}

describe.skipIf(folder === null)("Documents of other programs", () => {
  const present = folder ?? "";
  const paths = folder === null ? [] : payloadPaths(folder);

  it("are all in the table, and nothing else is", () => {
    expect(paths).toEqual([...EXPECTED.keys()].sort());
  });

  it.each(paths)("%s is read as judged by hand", (path) => {
    expect(effectOfText(bodyIn(payloadText(present, path)))).toBe(EXPECTED.get(path));
  });
});
