import { createHash, randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { digestOf } from "../../federation/objects/file.ts";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import { postByIri } from "../../node/posts/find.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
import { type Listener, openListener } from "../support/listener.ts";
import { contentBy } from "../support/peer-group.ts";
import type { Served } from "../support/peerkit.ts";
import { officeFile, zipOf } from "../support/sample-files.ts";

// Ann of `east` is a member of a community at `north`; what her council serves as her files is not what it seems.
let scene: Scene;
let inside: Listener;
beforeAll(async () => {
  inside = await openListener();
  scene = await openScene();
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await inside.close();
});

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();

interface Lie {
  readonly name: string;
  readonly type: string;
  /** What its digest is made of. */
  readonly bytes: Buffer | string;
  /** What is served; the bytes by default. */
  readonly served?: Served;
  readonly url?: string;
  readonly size?: number;
}

/** Ann writes a post with one file, and all is done that is due. */
async function writeWith(lie: Lie): Promise<JsonObject & { id: string }> {
  const { east, ann, north, open, net } = scene;
  const path = `/files/${randomUUID()}`;
  const body = Buffer.from(lie.bytes);
  east.serve(path, lie.served ?? { type: lie.type, body });
  const attachment: Json = {
    type: lie.type.startsWith("image/") ? "Image" : "Document",
    url: lie.url ?? `${east.origin}${path}`,
    mediaType: lie.type,
    name: lie.name,
    digestMultibase: digestOf(sha256(body)),
    "cop:size": lie.size ?? body.length,
  };
  const at = net.clock.now();
  const object = { ...contentBy(east, ann, { in: open.iri, at, title: lie.name }), attachment: [attachment] };
  const create = east.write(ann, "Create", { object, audience: open.iri }, at);
  const answered = await east.post(north, create);
  expect(answered.status, answered.text).toBe(202);
  await net.settle();
  return object as unknown as JsonObject & { id: string };
}

/** What the community answered about a post, as its error. */
function answerAbout(iri: string): Json | undefined {
  const rejects = scene.east.inbox
    .map(({ activity }) => activity as JsonObject)
    .filter(({ type }) => type === "Reject");
  const own = rejects.find((one) => JSON.stringify(one.object).includes(String(iri)));
  return (own ?? rejects.at(-1))?.["cop:error"];
}

async function expectNothing(iri: string): Promise<void> {
  const { ctx } = scene.north;
  expect(await postByIri(ctx.sql, iri)).toBeNull();
  expect(await ctx.sql`select 1 from files where post_id is null`).toHaveLength(0);
  const entries = await ctx.sql`select 1 from log_entries where object_iri = ${iri}`;
  expect(entries, "nothing is announced").toHaveLength(0);
}

const endless = (response: ServerResponse) => {
  const piece = Buffer.alloc(1024 * 1024, "a");
  const pour = () => {
    while (!response.destroyed && response.write(piece)) {}
  };
  response.on("drain", pour);
  pour();
};

const PNG = sharp({ create: { width: 2, height: 2, channels: 3, background: "#fff" } }).png();
const MACROS = officeFile("docx", [{ name: "word/vbaProject.bin", content: "x" }]);

const REFUSED: readonly (readonly [string, string, () => Promise<Lie> | Lie])[] = [
  [
    "W07: a page that says it is a text",
    "file-refused",
    () => ({ name: "a.txt", type: "text/plain", bytes: "<!doctype html><script>1</script>" }),
  ],
  [
    "W07: a program that says it is a picture",
    "file-refused",
    () => ({ name: "a.png", type: "image/png", bytes: "MZ\x00\x01 not a picture" }),
  ],
  [
    "W07: a kind that is not taken",
    "file-refused",
    () => ({ name: "a.exe", type: "application/x-msdownload", bytes: "MZ" }),
  ],
  [
    "A74: a picture that is markup",
    "file-refused",
    () => ({ name: "a.svg", type: "image/svg+xml", bytes: "<svg onload='1'/>" }),
  ],
  [
    "A74: markup that says it is a picture",
    "file-refused",
    () => ({ name: "a.gif", type: "image/gif", bytes: "GIF89a/*<script>*/=1" }),
  ],
  [
    "A75: a picture of 900 million pixels",
    "file-refused",
    async () => ({ name: "big.png", type: "image/png", bytes: await vast() }),
  ],
  [
    "W08: a picture that breaks off",
    "file-refused",
    async () => ({ name: "b.png", type: "image/png", bytes: (await PNG.toBuffer()).subarray(0, 60) }),
  ],
  ["W09: a document with macros", "file-refused", () => ({ name: "m.docx", type: DOCX, bytes: MACROS })],
  [
    "W09: an archive in a document",
    "file-refused",
    () => ({
      name: "z.docx",
      type: DOCX,
      bytes: officeFile("docx", [{ name: "a.zip", content: zipOf([{ name: "x", content: "y" }]) }]),
    }),
  ],
  [
    "D-10: other bytes than were signed",
    "file-changed",
    () => ({
      name: "a.txt",
      type: "text/plain",
      bytes: "As signed.",
      served: { type: "text/plain", body: "Swapped..." },
    }),
  ],
  [
    "W10: one that says it is too large",
    "file-refused",
    () => ({ name: "a.txt", type: "text/plain", bytes: "x", size: FILE_LIMITS.fileBytes + 1 }),
  ],
  [
    "W10: one that is too large and said otherwise",
    "file-refused",
    () => ({
      name: "a.txt",
      type: "text/plain",
      bytes: "x",
      served: { type: "text/plain", body: Buffer.alloc(FILE_LIMITS.fileBytes + 1, "a") },
    }),
  ],
  [
    "W10: one without end",
    "file-refused",
    () => ({ name: "a.txt", type: "text/plain", bytes: "x", served: { type: "text/plain", pour: endless } }),
  ],
  [
    "W10: one that is compressed",
    "file-refused",
    () => ({
      name: "a.txt",
      type: "text/plain",
      bytes: "x",
      served: { type: "text/plain", headers: { "content-encoding": "gzip" }, body: "x" },
    }),
  ],
];
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** A PNG whose head says 30,000 × 30,000. */
async function vast(): Promise<Buffer> {
  const { crc32 } = await import("node:zlib");
  const bytes = await PNG.toBuffer();
  bytes.writeUInt32BE(30_000, 16);
  bytes.writeUInt32BE(30_000, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

describe("Files of another council that are not what they seem", () => {
  test.each(REFUSED)(
    "%s is not kept, its post is not announced, and its author is told",
    async (_what, error, lie) => {
      const { id } = await writeWith(await lie());
      await expectNothing(id);
      expect(answerAbout(id)).toBe(error);
    },
  );

  test("A74: one at an address of this machine or of a third council is never asked for, and stays a link", async () => {
    const { stranger } = scene;
    const before = stranger.connections();
    for (const url of [
      `http://127.0.0.1:${inside.port}/a.txt`,
      `http://localhost:${inside.port}/a.txt`,
      `${stranger.origin}/a.txt`,
    ]) {
      const { id } = await writeWith({ name: "a.txt", type: "text/plain", bytes: "x", url });
      const post = await postByIri(scene.north.ctx.sql, id);
      const links = await scene.north.ctx.sql<
        { state: string }[]
      >`select state from attached_links where post_id = ${post?.id ?? null}`;
      expect(links).toEqual([{ state: "link" }]);
    }
    expect([inside.connections(), stranger.connections()]).toEqual([0, before]);
  });

  test("A04: one that leads elsewhere is not followed, and is asked for again until three days are over", async () => {
    const { north, net } = scene;
    const location = `http://127.0.0.1:${inside.port}/`;
    const { id } = await writeWith({
      name: "a.txt",
      type: "text/plain",
      bytes: "x",
      served: { status: 302, headers: { location } },
    });
    const waits = () => north.ctx.sql`select 1 from acts_awaiting_files where object_iri = ${id}`;
    expect(await waits()).toHaveLength(1);
    for (let tries = 0; tries < 8; tries++) {
      net.clock.advance(25 * 60);
      await net.settle();
    }
    expect(await waits()).toHaveLength(0);
    await expectNothing(id);
    expect(answerAbout(id)).toBe("file-not-fetched");
    expect(inside.connections()).toBe(0);
  });

  test("W12: whoever deletes what waits for its file is obeyed at once", async () => {
    const { east, ann, north, open, net } = scene;
    const { id } = await writeWith({
      name: "a.txt",
      type: "text/plain",
      bytes: "x",
      served: { status: 503 },
    });
    await east.post(north, east.write(ann, "Delete", { object: id, audience: open.iri }, net.clock.now()));
    expect(await north.ctx.sql`select 1 from acts_awaiting_files where object_iri = ${id}`).toHaveLength(0);
    net.clock.advance(25 * 60);
    await net.settle();
    await expectNothing(id);
  });

  test("One whose node is busy is asked for again, and its post is announced when it came", async () => {
    const { north, net, east } = scene;
    const path = `/files/${randomUUID()}`;
    let busy = true;
    east.serve(path, () => (busy ? { status: 503 } : { type: "text/plain", body: "Here." }));
    const { id } = await writeWith({
      name: "a.txt",
      type: "text/plain",
      bytes: "Here.",
      url: `${east.origin}${path}`,
    });
    expect(await postByIri(north.ctx.sql, id)).toBeNull();
    busy = false;
    net.clock.advance(2);
    await net.settle();
    expect((await postByIri(north.ctx.sql, id))?.state).toBe("accepted");
  });
});
