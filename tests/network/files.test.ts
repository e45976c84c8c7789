import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getDocument, signedGet } from "../../federation/get-document.ts";
import { digestOf } from "../../federation/objects/file.ts";
import { groupCollectionsOf } from "../../federation/objects/group.ts";
import { communityHome } from "../../node/communities/home.ts";
import { inTransaction } from "../../node/context.ts";
import { dropRowsWithout } from "../../node/files/drop.ts";
import { keepLinks } from "../../node/files/links.ts";
import { uploadFile } from "../../node/files/upload.ts";
import { idOf, newUuid } from "../../node/ids.ts";
import { actorById, actorByIri } from "../../node/people/actor.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { postByIri } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import { refusalIn } from "../support/accounts.ts";
import {
  type ClosedCouncils,
  filesAt,
  pageOf,
  signedInAs,
  startClosedCouncils,
  writeWith,
} from "../support/closed-councils.ts";
import { piecesOf, uploadText } from "../support/files.ts";
import { pdfOf } from "../support/sample-pdf.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { postIdOn } from "../support/three-councils.ts";

// A community for members only at Somerset; Amara writes at Sunderland, Rhian reads at Wiltshire.
let councils: ClosedCouncils;
beforeAll(async () => {
  councils = await startClosedCouncils();
});
afterAll(() => councils[Symbol.asyncDispose]());

const WORDS = "Road,Cost\nA4,12\n";

/** Names in a node's file store. */
function stored({ dataDir }: NetworkNode): readonly string[] {
  const all = readdirSync(join(dataDir, "files"), { recursive: true, withFileTypes: true });
  return all.flatMap((one) => (one.isFile() ? [one.name] : []));
}

const stateOf = async (node: NetworkNode, iri: string) => (await postByIri(node.ctx.sql, iri))?.state ?? null;

test("D-10: a file in a closed community is fetched, checked and kept by its node before the post is announced, and opens at every member's council", async () => {
  const { net, amara, rhian, martin, somerset, wiltshire } = councils;
  const { id } = await uploadText(amara.node.ctx, amara.actorId, WORDS, "costs.txt");
  const iri = await writeWith(councils, amara, [{ id }]);
  await amara.node.settle();
  expect(await stateOf(somerset, iri), "the file is not there yet").toBeNull();
  expect(await somerset.ctx.sql`select 1 from acts_awaiting_files`).toHaveLength(1);
  await net.settle();
  expect(await somerset.ctx.sql`select 1 from acts_awaiting_files`).toHaveLength(0);
  for (const reader of [martin, rhian]) {
    expect(await stateOf(reader.node, iri), reader.name).toBe("accepted");
    const [file] = await filesAt(reader.node, iri);
    const browser = await signedInAs(reader);
    const path = `/files/${idOf(file?.secret ?? "")}`;
    expect(await pageOf(browser, iri)).toContain(`href="${path}"`);
    const served = await browser.get(path);
    expect([served.status, served.text]).toEqual([200, WORDS]);
    expect(served.headers.get("cache-control")).toBe("private, no-store");
    expect((await reader.node.get(path)).status, "without a session").toBe(404);
    const part = await browser.get(path, { range: "bytes=5-8" });
    expect([part.status, part.text]).toEqual([206, "Cost"]);
  }
  expect(await stateOf(amara.node, iri)).toBe("accepted");
  expect(stored(wiltshire).filter((name) => name.includes(".exact"))).toEqual([]);
});

test("D-05, D-06, W12: the mirror is there for holders alone, and the author's council gives the file to the community's node alone", async () => {
  const { net, amara, martin, somerset, sunderland, wiltshire, groupIri } = councils;
  const { id } = await uploadText(sunderland.ctx, amara.actorId, "For members.\n", "members.txt");
  const iri = await writeWith(councils, amara, [{ id }]);
  await net.settle();
  const [at, own] = [(await filesAt(somerset, iri))[0], (await filesAt(sunderland, iri))[0]];
  const digest = digestOf(at?.digest ?? Buffer.alloc(0));
  const mirror = groupCollectionsOf(groupIri).media.replace("{digest}", digest);
  const atAuthors = `${sunderland.origin}/files/${idOf(own?.secret ?? "")}`;
  const as = (node: NetworkNode, url: string) => signedGet(node.node.wire, url, {}).then((one) => one.status);
  expect(await as(wiltshire, mirror)).toBe(200);
  expect((await somerset.get(mirror.slice(somerset.origin.length))).status).toBe(404);
  expect(await as(somerset, atAuthors)).toBe(200);
  expect(await as(wiltshire, atAuthors)).toBe(404);
  expect((await sunderland.get(new URL(atAuthors).pathname)).status).toBe(404);
  // Whoever holds nothing any more gets nothing any more, at once.
  await somerset.ctx.sql`update peers set holds_closed = false where origin = ${wiltshire.origin}`;
  expect(await as(wiltshire, mirror)).toBe(404);
  await somerset.ctx.sql`update peers set holds_closed = true where origin = ${wiltshire.origin}`;
  // Hidden by a facilitator it is hidden to nodes too, and goes from those that only hold it.
  const about = { actorId: martin.actorId, postId: await postIdOn(somerset, iri), reason: "Names a child." };
  await removePost(somerset.ctx, about);
  expect(await as(wiltshire, mirror)).toBe(404);
  await net.settle();
  expect(await filesAt(wiltshire, iri)).toEqual([]);
  const group = await getDocument(wiltshire.node.wire, groupIri);
  expect(group.ok && group.document["cop:media"]).toBe(groupCollectionsOf(groupIri).media);
});

test("W08, A75: a picture is shown made anew with its words, and the bytes that were signed go on to other councils", async () => {
  const { net, amara, rhian, somerset, wiltshire } = councils;
  const made = await sharp({ create: { width: 900, height: 300, channels: 3, background: "#c33" } })
    .jpeg()
    .toBuffer();
  const declared = { name: "crossing.jpg", type: "image/jpeg" };
  const upload = { ownerId: amara.actorId, declared, source: piecesOf(made) };
  const { id } = await uploadFile(amara.node.ctx, upload);
  const iri = await writeWith(councils, amara, [{ id, alt: "A zebra crossing" }]);
  await net.settle();
  const [here, there] = [(await filesAt(somerset, iri))[0], (await filesAt(wiltshire, iri))[0]];
  expect([here?.alt, there?.alt, there?.name]).toEqual([
    "A zebra crossing",
    "A zebra crossing",
    "picture.jpg",
  ]);
  expect(stored(somerset)).toEqual(expect.arrayContaining([`${here?.id}.small`, `${here?.id}.exact`]));
  expect(stored(wiltshire)).toContain(`${there?.id}.small`);
  const browser = await signedInAs(rhian);
  const page = await pageOf(browser, iri);
  expect(page).toContain('alt="A zebra crossing"');
  const small = await browser.get(`/files/${idOf(there?.secret ?? "")}?size=small`);
  expect([small.status, small.headers.get("content-type")]).toEqual([200, "image/webp"]);
});

test("W12: the first page of a PDF from another council is drawn at each council, and erased there with its post", async () => {
  const { net, amara, rhian, somerset, wiltshire } = councils;
  const declared = { name: "minutes.pdf", type: "application/pdf" };
  const upload = { ownerId: amara.actorId, declared, source: piecesOf(pdfOf()) };
  const { id } = await uploadFile(amara.node.ctx, upload);
  const iri = await writeWith(councils, amara, [{ id, alt: "" }]);
  await net.settle();
  const browser = await signedInAs(rhian);
  for (const node of [somerset, wiltshire])
    expect(stored(node)).toContain(`${(await filesAt(node, iri))[0]?.id}.small`);
  const there = (await filesAt(wiltshire, iri))[0];
  const path = `/files/${idOf(there?.secret ?? "")}?size=small`;
  expect((await browser.get(path)).headers.get("content-type")).toBe("image/webp");
  const post = await postByIri(amara.node.ctx.sql, iri);
  await deletePost(amara.node.ctx, { actorId: amara.actorId, postId: post?.id ?? "" });
  await net.settle();
  expect((await browser.get(path)).status).toBe(404);
  await expect.poll(() => stored(wiltshire)).not.toContain(`${there?.id}.small`);
});

test("An edit brings the files it adds and takes away those it leaves out, and a deletion takes the mirror from everywhere", async () => {
  const { net, amara, somerset, sunderland, wiltshire } = councils;
  const { id } = await uploadText(sunderland.ctx, amara.actorId, "To go.\n", "going.txt");
  const iri = await writeWith(councils, amara, [{ id }]);
  await net.settle();
  const names = [somerset, wiltshire].map((node) => filesAt(node, iri));
  expect((await Promise.all(names)).map((files) => files.map(({ name }) => name))).toEqual([
    ["going.txt"],
    ["going.txt"],
  ]);
  const ids = (await Promise.all(names)).flat().map((file) => file.id);
  await deletePost(sunderland.ctx, { actorId: amara.actorId, postId: await postIdOn(sunderland, iri) });
  await net.settle();
  for (const node of [somerset, wiltshire]) expect(await filesAt(node, iri)).toEqual([]);
  await expect
    .poll(() => [...stored(somerset), ...stored(wiltshire)].filter((name) => ids.includes(name)))
    .toEqual([]);
});

test("A file whose council is off is asked for again, and nothing is announced or lost meanwhile", async () => {
  const { net, amara, somerset, sunderland, wiltshire } = councils;
  const { id } = await uploadText(sunderland.ctx, amara.actorId, "Later.\n", "later.txt");
  const iri = await writeWith(councils, amara, [{ id }]);
  await sunderland.settle();
  await sunderland.stop();
  await somerset.settle();
  const [waiting] = await somerset.ctx.sql<{ tries: number }[]>`select tries from acts_awaiting_files`;
  expect(waiting?.tries).toBe(1);
  await sunderland.start();
  net.clock.advance(2);
  await net.settle();
  for (const node of [somerset, sunderland, wiltshire]) expect(await stateOf(node, iri)).toBe("accepted");
  expect(await filesAt(wiltshire, iri)).toHaveLength(1);
});

test("What a restored node lacks is fetched again, and its page says so until it is there", async () => {
  const { net, amara, rhian, somerset, wiltshire } = councils;
  const { id } = await uploadText(amara.node.ctx, amara.actorId, "Again.\n", "again.txt");
  const iri = await writeWith(councils, amara, [{ id }]);
  await net.settle();
  // As after a restore from a backup without bytes.
  await dropRowsWithout(wiltshire.ctx.sql, []);
  await wiltshire.ctx.sql`update attached_links set due = ${net.clock.now()} where due is not null`;
  const browser = await signedInAs(rhian);
  expect(await pageOf(browser, iri)).toContain("Being fetched from");
  await somerset.stop();
  for (let tries = 0; tries < 3; tries++) {
    await wiltshire.settle();
    net.clock.advance(16);
  }
  expect(await pageOf(browser, iri)).toContain("Could not be fetched so far");
  await somerset.start();
  net.clock.advance(60);
  await net.settle();
  expect(await filesAt(wiltshire, iri)).toHaveLength(1);
  expect(await pageOf(browser, iri)).not.toContain("fetched");
});

test("D-10: a file whose bytes its author did not sign is refused in a closed community", async () => {
  const { amara, somerset } = councils;
  const { ctx } = somerset;
  const author = await actorByIri(ctx.sql, (await actorById(amara.node.ctx.sql, amara.actorId)).iri);
  const community = await communityHome(ctx.sql, await councils.communityOn(somerset));
  const link = {
    href: `${amara.node.origin}/files/x`,
    name: "x.txt",
    host: "x",
    mediaType: "text/plain",
    bytes: 1,
  };
  const activity = { iri: "x", actorIri: "x", type: "Create", bytes: Buffer.alloc(0) };
  const keep = (file: boolean) =>
    inTransaction(ctx, async (tx) => {
      if (!author) return;
      const to = {
        postId: newUuid(tx.now),
        community,
        author,
        origin: { road: "letter", activity },
      } as const;
      await keepLinks(tx, to, [{ ...link, digest: null, sha256: null, file }]);
      throw new Error("kept");
    });
  expect((await refusalIn(keep(true))).facts.reason).toBe("unsigned");
  await expect(keep(false), "a mere address is none").rejects.toThrow(/kept|foreign key/);
});

test("Where what its council serves is not what was signed, nothing is announced, and its author reads why", async () => {
  const { net, amara, somerset, sunderland, wiltshire } = councils;
  const { id } = await uploadText(sunderland.ctx, amara.actorId, "As signed.\n", "signed.txt");
  const iri = await writeWith(councils, amara, [{ id }]);
  const [file] = await filesAt(sunderland, iri);
  const name = file?.id ?? "";
  const path = join(sunderland.dataDir, "files", name.slice(34), name);
  expect(readFileSync(path, "utf8")).toBe("As signed.\n");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(path, "Swapped...\n");
  await net.settle();
  expect([await stateOf(somerset, iri), await stateOf(wiltshire, iri)]).toEqual([null, null]);
  expect(await stateOf(sunderland, iri)).toBe("declined");
  const page = await pageOf(await signedInAs(amara), iri);
  expect(page).toContain("is not the file you added");
  expect(await somerset.ctx.sql`select 1 from files where post_id is null`).toHaveLength(0);
});
