import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Config } from "../../node/config.ts";
import { checkFileStore, checkFileStoreAtStart } from "../../node/doctor/check-file-store.ts";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import { listOwnFiles } from "../../node/files/read.ts";
import { fileStore, folderOf, prefixOf } from "../../node/files/store.ts";
import { sweepFiles } from "../../node/files/sweep.ts";
import { uploadFile } from "../../node/files/upload.ts";
import { newUuid } from "../../node/ids.ts";
import { joinAs, refusalIn } from "../support/accounts.ts";
import { openBucketServer, type ScriptedBucket, signatureOf } from "../support/bucket.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import { piecesOf, uploadText } from "../support/files.ts";
import { shellOn } from "../support/shell.ts";

const dataDir = mkdtempSync(join(tmpdir(), "moothall-bucket-"));
let storage: ScriptedBucket;
let node: TestNode;
let amara = "";
const prefix = "sunderland.localhost-8620/";
const { call } = shellOn(() => node);
beforeAll(async () => {
  storage = await openBucketServer();
  const councils = [{ name: "Sunderland City Council", domains: ["sunderland.gov.example"] }];
  node = await openTestNode({ config: { dataDir, councils, s3: storage.settings } });
  amara = (await joinAs(node.ctx, "Amara Okafor", "amara.okafor@sunderland.gov.example")).actorId;
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await storage.close();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  storage.script = () => null;
  storage.ahead = 0;
  storage.asked.length = 0;
});

const BUSY = { status: 503, code: "SlowDown" };

/** Files of the data folder, by name. */
function inFolder(): readonly string[] {
  const all = readdirSync(join(dataDir, "files"), { recursive: true, withFileTypes: true });
  return all.flatMap((one) => (one.isFile() ? [one.name] : []));
}

async function keep(content: string, name = newUuid(node.ctx.clock.now())): Promise<string> {
  const store = fileStore(node.ctx);
  const { path } = await store.receive(piecesOf(content), FILE_LIMITS.fileBytes);
  await store.keep(path, name, node.ctx.clock.now());
  return name;
}

async function contentOf(name: string): Promise<string | null> {
  const stream = await fileStore(node.ctx).read(name);
  return stream === null ? null : text(stream);
}

/** The settings of the node, with these instead of those of its bucket. */
function withBucket(changed: Readonly<Record<string, string>>): { config: Config } {
  const { s3 } = node.ctx.config;
  return { config: { ...node.ctx.config, s3: s3 && { ...s3, ...changed } } };
}

describe("Files in a bucket", () => {
  test("The scripted storage reckons signatures as the example in the documentation of S3 says", () => {
    const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const headers = {
      host: "examplebucket.s3.amazonaws.com",
      range: "bytes=0-9",
      "x-amz-content-sha256": empty,
      "x-amz-date": "20130524T000000Z",
    };
    const example = {
      method: "GET",
      url: new URL("https://examplebucket.s3.amazonaws.com/test.txt"),
      headers: new Map(Object.entries(headers)),
      signed: Object.keys(headers).join(";"),
      day: "20130524",
      region: "us-east-1",
      secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    };
    expect(signatureOf(example)).toBe("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  });

  test("An upload is in the bucket when it is acknowledged, nothing of it stays on this machine, and ranges are read", async () => {
    const content = Array.from({ length: 90_000 }, (_, at) => `line ${at}\n`).join("");
    const { id } = await uploadText(node.ctx, amara, content);
    const [row] = await node.ctx.sql<{ id: string }[]>`select id from files`;
    expect([...storage.objects.keys()]).toEqual([`${prefix}${row?.id}`]);
    expect(inFolder()).toEqual([]);
    expect(await listOwnFiles(node.ctx, { ownerId: amara, ids: [id] })).toMatchObject([{ state: "ready" }]);
    expect(await contentOf(row?.id ?? "")).toBe(content);
    const range = await fileStore(node.ctx).read(row?.id ?? "", { from: 7, to: 12 });
    expect(range && (await text(range))).toBe(content.slice(7, 13));
    expect(await contentOf(newUuid(new Date()))).toBeNull();
    await expect(fileStore(node.ctx).read("../other")).rejects.toThrow("Not a name");
  });

  test("A file of 25 MB goes up and comes down the same", async () => {
    const bytes = Buffer.alloc(FILE_LIMITS.fileBytes, "0123456789abcdef-");
    const name = await keep(bytes.toString("latin1"));
    const stream = await fileStore(node.ctx).read(name);
    expect(stream && (await buffer(stream)).equals(bytes)).toBe(true);
    await fileStore(node.ctx).remove(name);
    expect(storage.objects.has(`${prefix}${name}`)).toBe(false);
  });

  test("What the network or a busy server spoils is asked again, and done once", async () => {
    for (const fault of ["cut", "cut-after", BUSY] as const) {
      let left = 1;
      storage.script = () => (left-- > 0 ? fault : null);
      const name = await keep(`after ${JSON.stringify(fault)}`);
      expect(await contentOf(name)).toBe(`after ${JSON.stringify(fault)}`);
      left = 1;
      await fileStore(node.ctx).remove(name);
      expect(storage.objects.has(`${prefix}${name}`)).toBe(false);
    }
  });

  test("R08: storage that is full or away refuses files in words, acknowledges nothing and keeps no row", async () => {
    const before = await node.ctx.sql`select 1 from files`;
    for (const fault of [
      { status: 507, code: "InsufficientStorage" },
      { status: 403, code: "QuotaExceeded" },
    ]) {
      storage.script = (method) => (method === "PUT" ? fault : null);
      expect((await refusalIn(uploadText(node.ctx, amara))).code).toBe("no-room");
    }
    storage.script = () => "cut";
    expect((await refusalIn(uploadText(node.ctx, amara))).code).toBe("no-room");
    expect(await node.ctx.sql`select 1 from files`).toHaveLength(before.length);
    expect(inFolder()).toEqual([]);
    await expect(fileStore(node.ctx).read(newUuid(new Date()))).rejects.toMatchObject({
      name: "BucketFailed",
    });
  });

  test("R04: bytes without a row go after five minutes by this node's clock, page by page; other nodes' keys stay", async () => {
    const { ctx, clock } = node;
    const rows = await ctx.sql<{ id: string }[]>`select id from files`;
    for (let at = 0; at < 8; at++) await keep(`stray ${at}`);
    const foreign = ["somerset.localhost-8620/01900000-0000-7000-8000-000000000000", `${prefix}notes.txt`];
    for (const key of foreign) storage.objects.set(key, Buffer.from("theirs"));
    await sweepFiles(ctx);
    expect(storage.objects.size).toBe(rows.length + 8 + foreign.length);
    clock.advance(6);
    await sweepFiles(ctx);
    const left = [...rows.map(({ id }) => `${prefix}${id}`), ...foreign];
    expect([...storage.objects.keys()].sort()).toEqual(left.sort());
    for (const key of foreign) storage.objects.delete(key);
  });

  test("R04: a sweep that stops half-way takes nothing that has a row, and the next one finishes it", async () => {
    const { ctx, clock } = node;
    await uploadText(ctx, amara, "Stays.");
    const rows = await ctx.sql<{ id: string }[]>`select id from files`;
    for (let at = 0; at < 4; at++) await keep(`stray ${at}`);
    clock.advance(6);
    let deleted = 0;
    storage.script = (method) => (method === "DELETE" && ++deleted > 2 ? "cut" : null);
    await expect(sweepFiles(ctx)).rejects.toThrow("file-store");
    expect(storage.objects.size).toBe(rows.length + 2);
    storage.script = () => null;
    await sweepFiles(ctx);
    const left = rows.map(({ id }) => `${prefix}${id}`);
    expect([...storage.objects.keys()].sort()).toEqual(left.sort());
  });

  test("An upload that the row refuses leaves nothing in the bucket", async () => {
    const before = [...storage.objects.keys()];
    const nobody = newUuid(new Date());
    const declared = { name: "minutes.txt", type: "text/plain" };
    await expect(
      uploadFile(node.ctx, { ownerId: nobody, declared, source: piecesOf("words") }),
    ).rejects.toThrow();
    node.clock.advance(6);
    await sweepFiles(node.ctx);
    expect([...storage.objects.keys()]).toEqual(before);
  });
});

describe("From the data folder to a bucket and back", () => {
  test("Files from before are read where they are, move with one command, and move back", async () => {
    const folder = folderOf(node.ctx);
    const name = newUuid(node.ctx.clock.now());
    const { path } = await folder.receive(piecesOf("from before"), 100);
    await folder.keep(path, `${name}.small`, node.ctx.clock.now());
    expect(await contentOf(`${name}.small`)).toBe("from before");
    expect((await call("files", "move", "--to", "s3")).out).toContain("1 files were moved");
    expect(inFolder()).toEqual([]);
    expect(await contentOf(`${name}.small`)).toBe("from before");
    const many = storage.objects.size;
    expect((await call("files", "move", "--to", "folder")).out).toContain(`${many} files were moved`);
    expect(storage.objects.size).toBe(0);
    expect(inFolder()).toContain(`${name}.small`);
    expect((await call("files", "move", "--to", "s3")).code).toBe(0);
    expect(storage.objects.size).toBe(many);
    await fileStore(node.ctx).remove(`${name}.small`);
    expect((await call("files", "move", "--to", "tape")).code).toBe(2);
  });

  test("Storage that fails in the middle of a move loses nothing, and the move goes on when it is called again", async () => {
    const before = storage.objects.size;
    let puts = 0;
    storage.script = (method) => (method === "DELETE" && ++puts > 1 ? BUSY : null);
    await keep("one more");
    expect((await call("files", "move", "--to", "folder")).code).toBe(2);
    storage.script = () => null;
    expect(storage.objects.size + inFolder().length).toBeGreaterThanOrEqual(before + 1);
    expect((await call("files", "move", "--to", "s3")).code).toBe(0);
    expect(inFolder()).toEqual([]);
    expect(storage.objects.size).toBe(before + 1);
  });
});

describe("The doctor and the start", () => {
  const lookAt = async (changed: Readonly<Record<string, string>> = {}) =>
    (await checkFileStore(withBucket(changed))).map(({ code }) => code);
  const startOn = (changed: Readonly<Record<string, string>> = {}) =>
    checkFileStoreAtStart(withBucket(changed));

  test("What is put is read and deleted again; of the probe nothing stays", async () => {
    expect(await lookAt()).toEqual(["files.fine"]);
    expect(storage.objects.has(`${prefixOf(node.ctx.config.origin)}doctor`)).toBe(false);
    expect(await checkFileStore({ config: { ...node.ctx.config, s3: null } })).toEqual([]);
    await startOn();
  });

  test.each([
    [{ bucket: "another" }, "files.bucket", "MOOTHALL_S3_BUCKET"],
    [{ region: "us-west-1" }, "files.region", "MOOTHALL_S3_REGION"],
  ])("A wrong setting %j is found, and refuses the start with what to do", async (changed, code, says) => {
    expect(await lookAt(changed)).toEqual([code]);
    await expect(startOn(changed)).rejects.toThrow(says);
  });

  test("Wrong keys, and keys that may not delete, are found and refuse the start", async () => {
    storage.script = () => ({ status: 403, code: "SignatureDoesNotMatch" });
    expect(await lookAt()).toEqual(["files.keys"]);
    storage.script = (method) => (method === "DELETE" ? { status: 403, code: "AccessDenied" } : null);
    expect(await lookAt()).toEqual(["files.keys"]);
    await expect(startOn()).rejects.toThrow("MOOTHALL_S3_SECRET_KEY");
  });

  test("Clocks that differ are told in time; storage that is away stops no start", async () => {
    storage.ahead = 4;
    expect(await lookAt()).toEqual(["files.clock"]);
    await startOn();
    storage.ahead = 20;
    expect(await lookAt()).toEqual(["files.clock"]);
    await expect(startOn()).rejects.toThrow("NTP");
    expect(await lookAt({ endpoint: "http://127.0.0.1:1" })).toEqual(["files.away"]);
    await startOn({ endpoint: "http://127.0.0.1:1" });
  });

  test("Settings of a bucket come together, over TLS, and its keys are shown to nobody", async () => {
    const { bucket, accessKey, secretKey } = storage.settings;
    const environment = {
      MOOTHALL_S3_ENDPOINT: "https://s3.eu-west-2.example",
      MOOTHALL_S3_BUCKET: bucket,
      MOOTHALL_S3_ACCESS_KEY: accessKey,
      MOOTHALL_S3_SECRET_KEY: secretKey,
    };
    const shown = await call({ environment }, "config", "show");
    expect(shown.out).toMatch(/s3\.endpoint +https:\/\/s3\.eu-west-2\.example/);
    expect(shown.out).not.toContain(secretKey);
    expect(shown.out).not.toContain(accessKey);
    const lacking = await call(
      { environment: { ...environment, MOOTHALL_S3_BUCKET: "" } },
      "config",
      "check",
    );
    expect(lacking.err).toContain("MOOTHALL_S3_BUCKET");
    const MOOTHALL_S3_ENDPOINT = "http://s3.example";
    const plain = await call({ environment: { ...environment, MOOTHALL_S3_ENDPOINT } }, "config", "check");
    expect(plain.err).toContain("MOOTHALL_S3_ENDPOINT must be");
  });
});
