import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { effectOfText } from "./effect.ts";
import { type Door, openDoor } from "./payload-door.ts";
import { bodyIn, payloadFolder, payloadPaths, payloadText } from "./payload-files.ts";
import { EXPECTED } from "./payloads-table.ts";

const folder = payloadFolder();
if (folder === null) {
  console.log("Documents of other programs: folder not present (MOOTHALL_PAYLOADS), own fixtures only.");
}

describe.skipIf(folder === null)("Documents of other programs", () => {
  const present = folder ?? "";
  const paths = folder === null ? [] : payloadPaths(folder);
  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
  });
  afterAll(() => door[Symbol.asyncDispose]());

  it("are all in the table, and nothing else is", () => {
    expect(paths).toEqual([...EXPECTED.keys()].sort());
  });

  it.each(paths)("%s is read, and has its effect, as judged by hand", async (path) => {
    const text = bodyIn(payloadText(present, path));
    expect({ read: effectOfText(text), becomes: await door.hand(text) }).toEqual(EXPECTED.get(path));
  });
});
