import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import type { NodeContext } from "../context.ts";
import { type Bucket, type BucketConfig, BucketFailed } from "../egress/s3.ts";
import { bucketOf, prefixOf } from "../files/store.ts";
import { StartRefusal } from "../start-refusal.ts";
import type { FindingCode } from "./codes.ts";
import { finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import type { Finding } from "./types.ts";
import { wordsOf } from "./words.ts";

/** Where files are in a bucket: puts something there, reads it again, deletes it, and compares the clocks. Else nothing. */
export async function checkFileStore(ctx: Pick<NodeContext, "config">): Promise<readonly Finding[]> {
  const { s3, origin } = ctx.config;
  if (s3 === null) return [];
  const about = hostOf(s3);
  const facts = { host: about, bucket: s3.bucket, region: s3.region };
  try {
    const bucket = bucketOf(s3);
    const time = await bucket.time();
    // The clock that signs is the machine's, whatever a test makes of the node's.
    const minutes = time === null ? 0 : Math.round(Math.abs(Date.now() - time.getTime()) / 60_000);
    if (minutes * 60_000 > LIMITS.clockOff) return [finding("files.clock", { ...facts, minutes }, { about })];
    const whole = await givesBack(bucket, `${prefixOf(origin)}doctor`);
    return [finding(whole ? "files.fine" : "files.lost", facts, { about })];
  } catch (error) {
    if (!(error instanceof BucketFailed)) throw error;
    return [finding(codeOf(error), { ...facts, reason: error.code, minutes: "15" }, { about })];
  }
}

/**
 * Refuses to start with a bucket that is not there or that does not let this node in: StartRefusal with what to do. Storage
 * that is away for now stops nobody from reading and writing texts.
 */
export async function checkFileStoreAtStart(ctx: Pick<NodeContext, "config">): Promise<void> {
  const [found] = await checkFileStore(ctx);
  if (found === undefined || ["files.fine", "files.away"].includes(found.code)) return;
  if (found.code === "files.clock" && found.facts.reason === undefined) return;
  const { what, remedy } = wordsOf(found, "en");
  throw new StartRefusal(`${what} ${remedy}`);
}

async function givesBack(bucket: Bucket, key: string): Promise<boolean> {
  const sent = Buffer.from(randomUUID());
  await bucket.put(key, sent);
  const stream = await bucket.get(key);
  const got = stream === null ? null : await buffer(stream);
  await bucket.remove(key);
  return got?.equals(sent) === true && (await bucket.get(key)) === null;
}

const CODES: Readonly<Record<string, FindingCode>> = {
  NoSuchBucket: "files.bucket",
  "http-404": "files.bucket",
  RequestTimeTooSkewed: "files.clock",
  PermanentRedirect: "files.region",
  AuthorizationHeaderMalformed: "files.region",
  "http-301": "files.region",
  "http-307": "files.region",
  InvalidAccessKeyId: "files.keys",
  XAdminUserNotFound: "files.keys",
  SignatureDoesNotMatch: "files.keys",
  AccessDenied: "files.keys",
  "http-401": "files.keys",
  "http-403": "files.keys",
};

function codeOf({ code }: BucketFailed): FindingCode {
  return CODES[code] ?? "files.away";
}

function hostOf({ endpoint }: BucketConfig): string {
  return new URL(endpoint).host;
}
