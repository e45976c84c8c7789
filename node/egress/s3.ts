import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { AwsV4Signer } from "aws4fetch";
import { Agent, type Dispatcher } from "undici";
import { Outage } from "../refusal.ts";
import type { Secret } from "../secret.ts";

/** A bucket as the settings name it, reached as `endpoint/bucket/key`. */
export interface BucketConfig {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: Secret;
  readonly secretKey: Secret;
}

/** The object storage did not do what it was asked. `code`: its own (NoSuchBucket …), `http-…`, or that of the connection. */
export class BucketFailed extends Outage {
  readonly code: string;
  constructor(code: string, options?: { cause?: unknown }) {
    super(`file-store ${code}`, options);
    this.name = "BucketFailed";
    this.code = code;
  }
}

/** What Moothall asks of object storage. Everything but an object that is not there fails with BucketFailed. */
export interface Bucket {
  /** Puts bytes, or the file at a path, with their SHA-256 in the signature: a server that got others refuses. */
  put(key: string, content: Buffer | { readonly path: string }): Promise<void>;
  /** Its bytes, or those from a first to a last one (both included); null where there is no such object. */
  get(key: string, range?: { readonly from: number; readonly to: number }): Promise<Readable | null>;
  /** Gone without a word when it is gone already. */
  remove(key: string): Promise<void>;
  /** The keys that begin so, in their order. */
  keys(prefix: string): AsyncIterable<string>;
  /** What its clock says; null where it does not say. */
  time(): Promise<Date | null>;
}

/** Of one request; what the network or a busy server spoils is asked again after these milliseconds. */
const AGAIN_AFTER_MS = [200, 1_000];
const EMPTY = createHash("sha256").digest("hex");

interface Ask {
  readonly method: "GET" | "PUT" | "DELETE";
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sha256?: string;
  /** Made anew for each attempt. */
  readonly body?: () => Buffer | Readable;
}

type Answer = Dispatcher.ResponseData;

/**
 * Speaks to a bucket by the S3 protocol (signature version 4, addresses with the bucket in the path). Only the settings say
 * where it is, as with the database: the rules for addresses that others send do not hold here.
 */
export function openBucket(config: BucketConfig): Bucket {
  const agent = new Agent({ connect: { timeout: 5_000 }, headersTimeout: 30_000, bodyTimeout: 30_000 });
  const ask = (what: Ask) => asked(agent, config, what);
  return {
    async put(key, content) {
      const { body, bytes, sha256 } = await described(content);
      const headers = { "content-length": String(bytes), "content-type": "application/octet-stream" };
      await done(await ask({ method: "PUT", key, headers, sha256, body }));
    },
    async get(key, range) {
      const headers = range && { range: `bytes=${range.from}-${range.to}` };
      const answer = await ask({ method: "GET", key, ...(headers ? { headers } : {}) });
      if (answer.statusCode === (range ? 206 : 200)) return answer.body;
      if (answer.statusCode < 300) throw await refused(answer, "range-ignored");
      return whereMissing(answer, null);
    },
    async remove(key) {
      const answer = await ask({ method: "DELETE", key });
      if (answer.statusCode >= 300) await whereMissing(answer, null);
      else await answer.body.dump();
    },
    keys: (prefix) => keysOf(ask, prefix),
    async time() {
      const answer = await done(await ask({ method: "GET", query: { "list-type": "2", "max-keys": "1" } }));
      const date = new Date(String(answer.headers.date));
      return Number.isNaN(date.getTime()) ? null : date;
    },
  };
}

async function described(content: Buffer | { readonly path: string }) {
  const hash = createHash("sha256");
  if (Buffer.isBuffer(content))
    return { body: () => content, bytes: content.length, sha256: hash.update(content).digest("hex") };
  const { path } = content;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return {
    body: () => createReadStream(path),
    bytes: (await stat(path)).size,
    sha256: hash.digest("hex"),
  };
}

async function asked(agent: Agent, config: BucketConfig, what: Ask): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const last = attempt >= AGAIN_AFTER_MS.length;
    try {
      const answer = await askOnce(agent, config, what);
      if (last || (answer.statusCode < 500 && answer.statusCode !== 429)) return answer;
      await answer.body.dump();
    } catch (cause) {
      const code = String((cause as NodeJS.ErrnoException).code ?? "connection");
      if (last) throw new BucketFailed(code, { cause });
    }
    await delay(AGAIN_AFTER_MS[attempt]);
  }
}

async function askOnce(agent: Agent, config: BucketConfig, what: Ask): Promise<Answer> {
  const { method, key = "", query = {}, sha256 = EMPTY, body } = what;
  const url = new URL(`${config.endpoint.replace(/\/$/, "")}/${config.bucket}${key === "" ? "" : `/${key}`}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const signed = await new AwsV4Signer({
    method,
    url: url.href,
    headers: { ...what.headers, "x-amz-content-sha256": sha256 },
    accessKeyId: config.accessKey.reveal(),
    secretAccessKey: config.secretKey.reveal(),
    service: "s3",
    region: config.region,
  }).sign();
  const headers = Object.fromEntries(signed.headers);
  return agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method,
    headers,
    ...(body ? { body: body() } : {}),
  });
}

async function* keysOf(ask: (what: Ask) => Promise<Answer>, prefix: string): AsyncIterable<string> {
  for (let after: string | null = ""; after !== null; ) {
    const query = { "list-type": "2", prefix, ...(after === "" ? {} : { "start-after": after }) };
    const answer = await done(await ask({ method: "GET", query }), true);
    const text = await answer.body.text();
    // Our own keys have no character that XML writes in another way; others are passed over by whoever reads them.
    const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => key);
    yield* keys;
    after = text.includes("<IsTruncated>true</IsTruncated>") ? (keys.at(-1) ?? null) : null;
  }
}

/** The answer where it is a yes, read to its end unless somebody reads it. */
async function done(answer: Answer, read = false): Promise<Answer> {
  if (answer.statusCode < 200 || answer.statusCode >= 300) throw await refused(answer);
  if (!read) await answer.body.dump();
  return answer;
}

async function whereMissing<T>(answer: Answer, missing: T): Promise<T> {
  const failed = await refused(answer);
  if (failed.code === "NoSuchKey" || failed.code === "http-404") return missing;
  throw failed;
}

const MOST_OF_ERROR = 16 * 1024;

async function refused(answer: Answer, code?: string): Promise<BucketFailed> {
  if (code !== undefined) {
    answer.body.on("error", () => {}).destroy();
    return new BucketFailed(code);
  }
  let text = "";
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    text += chunk.toString("utf8");
    if (text.length > MOST_OF_ERROR) break;
  }
  return new BucketFailed(/<Code>(\w{1,60})<\/Code>/.exec(text)?.[1] ?? `http-${answer.statusCode}`);
}
