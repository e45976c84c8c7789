import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { dropUpload } from "../../node/files/drop.ts";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import { listOwnFiles } from "../../node/files/read.ts";
import { checkWaiting } from "../../node/files/scan.ts";
import { fileStore } from "../../node/files/store.ts";
import { sweepFiles } from "../../node/files/sweep.ts";
import type { FileChoice } from "../../node/files/types.ts";
import { newUuid } from "../../node/ids.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { composePost } from "../../node/posts/compose.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { editPost } from "../../node/posts/edit.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { removePost } from "../../node/posts/remove.ts";
import { joinAs, refusalIn } from "../support/accounts.ts";
import { draftCommunity, type Place } from "../support/attack-scene.ts";
import { openClamd, type ScriptedClamd } from "../support/clamd.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import { piecesOf, uploadText } from "../support/files.ts";

const dataDir = mkdtempSync(join(tmpdir(), "moothall-files-"));
let clamd: ScriptedClamd;
let node: TestNode;
let place: Place;
let [amara, fay] = ["", ""];
beforeAll(async () => {
  mkdirSync(join(dataDir, "files/incoming"), { recursive: true });
  clamd = await openClamd();
  const councils = [{ name: "Somerset Council", domains: ["somerset.gov.example"] }];
  node = await openTestNode({ config: { dataDir, councils, clamav: clamd.where } });
  amara = (await joinAs(node.ctx, "Amara Okafor", "amara.okafor@somerset.gov.example")).actorId;
  fay = (await joinAs(node.ctx, "Fay Quinn", "fay.quinn@somerset.gov.example")).actorId;
  place = await createCommunity(node.ctx, { actorId: fay }, draftCommunity("Road safety"));
  await joinCommunity(node.ctx, { actorId: amara, communityId: place.id });
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await clamd.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Every file of the store and on its way in, by name. */
function kept(): readonly string[] {
  const all = readdirSync(join(dataDir, "files"), { recursive: true, withFileTypes: true });
  return all.flatMap((one) => (one.isFile() ? [one.name] : []));
}

async function rows(): Promise<readonly string[]> {
  const found = await node.ctx.sql<{ id: string }[]>`select id from files where state <> 'infected'`;
  return found.map(({ id }) => id);
}

const composed = (text: string, files: readonly FileChoice[] | null) =>
  composePost(node.ctx, {
    kind: "topic",
    communityId: place.id,
    title: "A crossing",
    text,
    parentId: null,
    themes: [],
    lang: "en",
    submission: null,
    files,
  });

async function post(files: readonly FileChoice[], authorId = amara) {
  return publishPost(node.ctx, { authorId, content: await composed("By the school.", files) });
}

/** Once what follows a commit is done, rows and files are the same. */
async function settled(): Promise<void> {
  await expect.poll(() => [...new Set(kept())].sort()).toEqual([...(await rows())].sort());
}

describe("Files and the post they are under", () => {
  test("go with the post that its author deletes, and with nothing else", async () => {
    const [one, other] = [await uploadText(node.ctx, amara), await uploadText(node.ctx, amara)];
    const { id } = await post([{ id: one.id, alt: "" }]);
    const stays = await post([{ id: other.id, alt: "" }]);
    await deletePost(node.ctx, { actorId: amara, postId: id });
    await settled();
    const found = await node.ctx.sql`select 1 from files where post_id = ${stays.id}`;
    expect([found.length, (await rows()).length]).toEqual([1, 1]);
  });

  test("stay while a facilitator's removal may be taken back", async () => {
    const { id: file } = await uploadText(node.ctx, amara);
    const { id } = await post([{ id: file, alt: "" }]);
    await removePost(node.ctx, { actorId: fay, postId: id, reason: "Names a child." });
    expect(await node.ctx.sql`select 1 from files where post_id = ${id}`).toHaveLength(1);
  });

  test("change with an edit that names them, stay with one that does not, and only one's own are taken", async () => {
    const [one, two, foreign] = [
      await uploadText(node.ctx, amara),
      await uploadText(node.ctx, amara),
      await uploadText(node.ctx, fay),
    ];
    const { id } = await post([{ id: one.id, alt: "" }]);
    const edit = async (text: string, files: readonly FileChoice[] | null) =>
      editPost(node.ctx, { actorId: amara, postId: id, content: await composed(text, files), seen: null });
    const names = async () =>
      (await node.ctx.sql<{ alt: string }[]>`select alt from files where post_id = ${id} order by place`).map(
        ({ alt }) => alt,
      );
    await edit("By the old school.", null);
    expect(await names()).toEqual([""]);
    const changed = await edit("By the old school.", [
      { id: two.id, alt: "Two" },
      { id: one.id, alt: "One" },
    ]);
    expect([changed.revision, await names()]).toEqual([3, ["Two", "One"]]);
    expect((await refusalIn(edit("Again", [{ id: foreign.id, alt: "" }]))).facts.reason).toBe("gone");
    expect((await refusalIn(post([{ id: two.id, alt: "" }]))).facts.reason).toBe("gone");
    await edit("By the old school.", []);
    expect(await names()).toEqual([]);
    await settled();
  });

  test("are at most ten, and one's own that were not posted can be taken back", async () => {
    const { id } = await uploadText(node.ctx, amara);
    const many = Array.from({ length: 11 }, () => ({ id, alt: "" }));
    expect((await refusalIn(post(many))).code).toBe("too-many");
    expect((await refusalIn(dropUpload(node.ctx, { ownerId: fay, id }))).code).toBe("not-found");
    await dropUpload(node.ctx, { ownerId: amara, id });
    expect((await refusalIn(dropUpload(node.ctx, { ownerId: amara, id }))).code).toBe("not-found");
    await settled();
  });
});

describe("W10: how much there may be", () => {
  test("W10: 25 MB a file, read to its end and not kept beyond", async () => {
    const before = kept();
    const over = Buffer.alloc(FILE_LIMITS.fileBytes + 1, "a");
    expect(await refusalIn(uploadText(node.ctx, amara, over.toString()))).toMatchObject({
      code: "too-large",
      facts: { most: FILE_LIMITS.fileBytes },
    });
    expect(kept()).toEqual(before);
    const { id } = await uploadText(node.ctx, amara, over.subarray(1).toString());
    await dropUpload(node.ctx, { ownerId: amara, id });
  });

  test("W10: 500 MB a person within a day, counted also when they come together", async () => {
    const { id } = await uploadText(node.ctx, amara, "12345");
    const { sql } = node.ctx;
    await sql`update files set bytes = ${FILE_LIMITS.personDayBytes - 20} where owner_id = ${amara} and post_id is null`;
    const tries = await Promise.allSettled([1, 2, 3, 4, 5].map(() => uploadText(node.ctx, amara, "12345")));
    // Those of the tests before count too.
    expect(tries.filter(({ status }) => status === "fulfilled").length).toBeLessThan(5);
    expect((await refusalIn(uploadText(node.ctx, amara, "x".repeat(30)))).facts.reason).toBe("day");
    node.clock.advance(25 * 60);
    await uploadText(node.ctx, amara, "x".repeat(30));
    await dropUpload(node.ctx, { ownerId: amara, id });
  });

  test("W10: 5 GB a community", async () => {
    const { id } = await uploadText(node.ctx, fay);
    const first = await post([{ id, alt: "" }], fay);
    await node.ctx.sql`update files set bytes = ${FILE_LIMITS.communityBytes} where post_id = ${first.id}`;
    const next = await uploadText(node.ctx, amara);
    expect((await refusalIn(post([{ id: next.id, alt: "" }]))).facts.reason).toBe("community");
    expect(await listOwnFiles(node.ctx, { ownerId: amara, ids: [next.id] })).toHaveLength(1);
    await deletePost(node.ctx, { actorId: fay, postId: first.id });
  });
});

describe("R04: what a kill leaves behind", () => {
  test("R04: uploads that nobody posts, bytes without a row and halves go; rows keep their bytes", async () => {
    const { ctx, clock } = node;
    const posted = await uploadText(ctx, amara);
    await post([{ id: posted.id, alt: "" }]);
    const old = await uploadText(ctx, amara);
    clock.advance(25 * 60);
    const fresh = await uploadText(ctx, amara);
    // Killed between the bytes and the row: they are there under a name that no row has.
    const store = fileStore(ctx);
    for (const content of ["stray", "young"]) {
      const { path } = await store.receive(piecesOf(content), 100);
      await store.keep(path, newUuid(ctx.clock.now()), ctx.clock.now());
      if (content === "stray") clock.advance(6);
    }
    writeFileSync(join(dataDir, "files/incoming/half"), "half");
    utimesSync(join(dataDir, "files/incoming/half"), new Date(0), new Date(0));
    await sweepFiles(ctx);
    const left = await listOwnFiles(ctx, { ownerId: amara, ids: [old.id, fresh.id] });
    expect(left.map(({ id }) => id)).toEqual([fresh.id]);
    expect(kept().filter((name) => name === "half")).toEqual([]);
    // The young one may get its row yet; a little later it goes too.
    await expect.poll(async () => kept().length - (await rows()).length).toBe(1);
    clock.advance(6);
    await sweepFiles(ctx);
    await settled();
  });
});

describe("W11, R24: the virus check", () => {
  const stateOf = async (id: string) =>
    (await listOwnFiles(node.ctx, { ownerId: amara, ids: [id] }))[0]?.state;

  test("W11: what it finds something in is refused and not kept; it sees the whole file", async () => {
    const before = kept();
    const refused = await refusalIn(uploadText(node.ctx, amara, `${"a".repeat(200_000)} EICAR`));
    expect(refused.facts.reason).toBe("infected");
    expect(clamd.seen.at(-1)?.length).toBe(200_006);
    expect(kept()).toEqual(before);
  });

  test.each([
    ["hangs up", () => null],
    ["fails", () => "INSTREAM size limit exceeded. ERROR"],
    ["says something else", () => "stream: MAYBE"],
  ])(
    "W11, R24: while it %s a file waits, is in its post, and is shown as soon as it has answered",
    async (_what, script) => {
      const usual = clamd.script;
      clamd.script = script;
      const { id } = await uploadText(node.ctx, amara);
      await post([{ id, alt: "" }]);
      await checkWaiting(node.ctx);
      const state = async () => (await node.ctx.sql`select state from files where state = 'waiting'`).length;
      expect(await state()).toBe(1);
      clamd.script = usual;
      await checkWaiting(node.ctx);
      expect(await state()).toBe(0);
    },
  );

  test("W11: what turns out to be infected while it waited loses its bytes, and its line says so", async () => {
    const usual = clamd.script;
    clamd.script = () => null;
    const { id } = await uploadText(node.ctx, amara, "EICAR");
    expect(await stateOf(id)).toBe("waiting");
    clamd.script = usual;
    await checkWaiting(node.ctx);
    expect(await stateOf(id)).toBe("infected");
    await settled();
  });
});
