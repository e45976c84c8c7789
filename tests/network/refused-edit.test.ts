import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { uploadFile } from "../../node/files/upload.ts";
import { composePost } from "../../node/posts/compose.ts";
import { editPost } from "../../node/posts/edit.ts";
import { postByIri } from "../../node/posts/find.ts";
import {
  type ClosedCouncils,
  filesAt,
  pageOf,
  signedInAs,
  startClosedCouncils,
  writeWith,
} from "../support/closed-councils.ts";
import { piecesOf, uploadText } from "../support/files.ts";

// A community for members only at Somerset; Amara of Sunderland changes what she wrote there.
let councils: ClosedCouncils;
let iri = "";
beforeAll(async () => {
  councils = await startClosedCouncils();
  const { net, amara } = councils;
  const { id } = await uploadText(amara.node.ctx, amara.actorId, "First.\n", "first.txt");
  iri = await writeWith(councils, amara, [{ id }]);
  await net.settle();
});
afterAll(() => councils[Symbol.asyncDispose]());

async function change(text: string, fileId: string): Promise<void> {
  const { node, actorId } = councils.amara;
  councils.net.clock.advance(1);
  const post = await postByIri(node.ctx.sql, iri);
  const content = await composePost(node.ctx, {
    ...({ kind: "topic", title: "What crossings cost", text, lang: "en" } as const),
    ...{ communityId: await councils.communityOn(node), parentId: null, themes: [], submission: null },
    files: [{ id: fileId, alt: "" }],
  });
  await editPost(node.ctx, { actorId, postId: post?.id ?? "", content, seen: null });
}

async function upload(text: string): Promise<string> {
  const { node, actorId: ownerId } = councils.amara;
  const declared = { name: "second.txt", type: "text/plain" };
  return (await uploadFile(node.ctx, { ownerId, declared, source: piecesOf(Buffer.from(text)) })).id;
}

async function notices(): Promise<string> {
  return (await (await signedInAs(councils.amara)).get("/notifications")).text;
}

test("D.3: an edit whose file is not what was signed changes nothing elsewhere, and its author reads why in words", async () => {
  const { net, amara, somerset, sunderland, wiltshire } = councils;
  const id = await upload("As signed.\n");
  await change("Changed with a file.", id);
  const file = (await filesAt(sunderland, iri)).find(({ name }) => name === "second.txt");
  const name = file?.id ?? "";
  const path = join(sunderland.dataDir, "files", name.slice(34), name);
  expect(readFileSync(path, "utf8")).toBe("As signed.\n");
  writeFileSync(path, "Swapped...\n");
  await net.settle();
  for (const node of [somerset, wiltshire]) {
    expect((await postByIri(node.ctx.sql, iri))?.html).not.toContain("Changed with a file.");
    expect((await filesAt(node, iri)).map((one) => one.name)).toEqual(["first.txt"]);
  }
  const page = await notices();
  expect(page).toContain("did not accept your change to a post.");
  expect(page).toContain("is not the file you added");
  expect(await pageOf(await signedInAs(amara), iri), "nothing is lost").toContain("Changed with a file.");
  const mails = await sunderland.ctx.sql<{ kind: string; facts: { act: string; code: string } }[]>`
    select kind, facts from notices where kind = 'act-refused'`;
  expect(mails).toEqual([{ kind: "act-refused", facts: { act: "edit", code: "file-changed" } }]);
});

test("D.3: changed once more with a file that is in order it reaches everybody", async () => {
  const { net, somerset, wiltshire } = councils;
  await change("Changed for good.", await upload("In order.\n"));
  await net.settle();
  for (const node of [somerset, wiltshire]) {
    expect((await postByIri(node.ctx.sql, iri))?.html).toContain("Changed for good.");
    expect((await filesAt(node, iri)).map((one) => one.name)).toEqual(["second.txt"]);
  }
});
