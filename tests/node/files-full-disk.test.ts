import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { keepSmaller, remakePicture } from "../../node/files/pictures.ts";
import { sweepFiles } from "../../node/files/sweep.ts";
import { joinAs, refusalIn } from "../support/accounts.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import { uploadText } from "../support/files.ts";
import { pictureOf } from "../support/sample-files.ts";

const dataDir = mkdtempSync(join(tmpdir(), "moothall-full-"));
let node: TestNode;
let amara = "";
/** What every open file of Node is made of: the disk under it is full where this says so. */
let handles: { writev(...given: unknown[]): Promise<unknown>; sync(): Promise<void> };
beforeAll(async () => {
  node = await openTestNode({
    config: { dataDir, councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"] }] },
  });
  amara = (await joinAs(node.ctx, "Amara Okafor", "amara.okafor@somerset.gov.example")).actorId;
  writeFileSync(join(dataDir, "any"), "");
  const any = await open(join(dataDir, "any"));
  handles = Object.getPrototypeOf(any);
  await any.close();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

function diskSays(code: string): Error {
  return Object.assign(new Error(`${code}: no space left on device, write`), { code });
}

/** Files of the store and on their way in. */
function kept(): number {
  const all = readdirSync(join(dataDir, "files"), { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).length;
}

test.each([
  ["the first piece cannot be written", "writev", "ENOSPC"],
  ["the quota of the disk is used up", "writev", "EDQUOT"],
  ["a file may not grow any more", "writev", "EFBIG"],
  ["the disk says so as the file is brought to it", "sync", "ENOSPC"],
] as const)(
  "R08: where %s, a file is refused in words, nothing is acknowledged, and nothing else is lost",
  async (_, at, code) => {
    const before = await uploadText(node.ctx, amara, "Kept before.");
    const count = kept();
    vi.spyOn(handles, at).mockRejectedValue(diskSays(code));
    const refused = await refusalIn(uploadText(node.ctx, amara, "x".repeat(2_000_000)));
    expect([refused.code, refused.facts.field]).toEqual(["no-room", "upload"]);
    vi.restoreAllMocks();
    expect(kept()).toBe(count);
    node.clock.advance(6);
    await sweepFiles(node.ctx);
    expect(kept()).toBe(count);
    const rows = await node.ctx.sql<{ id: string }[]>`select id from files`;
    expect(rows).toHaveLength(count);
    await uploadText(node.ctx, amara, "There is room again.");
    expect(before.id).not.toBe("");
    expect(kept()).toBe(count + 1);
  },
);

test("R08: a picture that cannot be written because the disk is full is refused as such, and not as broken", async () => {
  const from = join(dataDir, "from.png");
  writeFileSync(from, await pictureOf("png", { width: 600, height: 400 }));
  // A disk without room that every Linux has.
  const full = { from, to: "/dev/full", small: "/dev/full", mediaType: "image/png", name: "a.png" };
  expect((await refusalIn(remakePicture(full))).code).toBe("no-room");
  const page = { width: 400, height: 400, pixels: randomBytes(400 * 400 * 4) };
  expect((await refusalIn(keepSmaller(page, "/dev/full"))).code).toBe("no-room");
});
