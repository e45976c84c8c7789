import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What a request is answered with instead of what it asked: an S3 error, or a connection that is cut, before or after. */
export type Fault = { readonly status: number; readonly code: string } | "cut" | "cut-after" | null;

/**
 * Object storage with one bucket, `files`, in memory. It checks each signature from the text of the AWS documentation
 * (signature version 4), the digest of each body and the time, and answers ranges and lists as S3 does.
 */
export interface ScriptedBucket {
  readonly settings: Readonly<Record<"endpoint" | "bucket" | "region" | "accessKey" | "secretKey", string>>;
  readonly objects: Map<string, Buffer>;
  /** Request lines so far, without the list's own. */
  readonly asked: string[];
  script: (method: string, key: string) => Fault;
  /** By how much its clock is ahead, in minutes. */
  ahead: number;
  close(): Promise<void>;
}

const [ACCESS, SECRET, REGION, BUCKET] = ["AKIDMOOTHALL", "a secret/of+tests", "eu-west-2", "files"];
/** Names in one page of a list: few, so that tests see several. */
const PAGE = 3;

/** Opens one on a port of this machine. */
export async function openBucketServer(): Promise<ScriptedBucket> {
  const server = createServer((request, response) => {
    serve(bucket, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const bucket: ScriptedBucket = {
    settings: { endpoint, bucket: BUCKET, region: REGION, accessKey: ACCESS, secretKey: SECRET },
    objects: new Map(),
    asked: [],
    script: () => null,
    ahead: 0,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return bucket;
}

async function serve(bucket: ScriptedBucket, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? "", bucket.settings.endpoint);
  const [, name = "", ...rest] = url.pathname.split("/");
  const [method, key] = [request.method ?? "", rest.join("/")];
  if (key !== "") bucket.asked.push(`${method} ${key}`);
  const now = new Date(Date.now() + bucket.ahead * 60_000);
  response.sendDate = false;
  response.setHeader("date", now.toUTCString());
  const fault = bucket.script(method, key);
  if (fault === "cut") return void request.socket.destroy();
  const body = await buffer(request);
  const wrong = (fault === "cut-after" ? null : fault) ?? refusalOf(request, url, { body, name, now });
  if (wrong !== null) return void error(response, wrong.status, wrong.code);
  if (method === "PUT") bucket.objects.set(key, body);
  if (method === "DELETE") bucket.objects.delete(key);
  if (fault === "cut-after") return void request.socket.destroy();
  if (method === "PUT") return void response.writeHead(200).end();
  if (method === "DELETE") return void response.writeHead(204).end();
  if (key === "") return void response.writeHead(200).end(listOf(bucket, url.searchParams));
  give(response, bucket.objects.get(key), request.headers.range);
}

function error(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status)
    .end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>No.</Message></Error>`);
}

function give(response: ServerResponse, object: Buffer | undefined, range: string | undefined): void {
  if (object === undefined) {
    error(response, 404, "NoSuchKey");
    return;
  }
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  if (from === undefined) {
    response.writeHead(200, { "content-length": object.length }).end(object);
    return;
  }
  if (Number(from) >= object.length) {
    error(response, 416, "InvalidRange");
    return;
  }
  const part = object.subarray(Number(from), Number(to) + 1);
  const last = Number(from) + part.length - 1;
  response.writeHead(206, {
    "content-length": part.length,
    "content-range": `bytes ${from}-${last}/${object.length}`,
  });
  response.end(part);
}

function listOf({ objects }: ScriptedBucket, query: URLSearchParams): string {
  const [prefix, after] = [query.get("prefix") ?? "", query.get("start-after") ?? ""];
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const contents = keys.slice(0, PAGE).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  const truncated = `<IsTruncated>${keys.length > PAGE}</IsTruncated>`;
  return `<ListBucketResult>${truncated}${contents.join("")}</ListBucketResult>`;
}

type Wrong = { readonly status: number; readonly code: string } | null;

function refusalOf(
  { method = "", headers }: IncomingMessage,
  url: URL,
  { body, name, now }: { body: Buffer; name: string; now: Date },
): Wrong {
  const all = new Map(Object.entries(headers).map(([key, value]) => [key, String(value)]));
  const [, id = "", day = "", region = "", signed = "", given = ""] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      all.get("authorization") ?? "",
    ) ?? [];
  if (id !== ACCESS) return { status: 403, code: "InvalidAccessKeyId" };
  if (region !== REGION) return { status: 400, code: "AuthorizationHeaderMalformed" };
  if (skewOf(all.get("x-amz-date") ?? "", now) > 15 * 60_000)
    return { status: 403, code: "RequestTimeTooSkewed" };
  const expected = signatureOf({ method, url, headers: all, signed, day, region, secret: SECRET });
  // Everything that S3 tells a request by must be under the signature.
  const covered = ["host", "x-amz-date", "x-amz-content-sha256"].every((one) =>
    signed.split(";").includes(one),
  );
  if (given !== expected || !covered) return { status: 403, code: "SignatureDoesNotMatch" };
  if (createHash("sha256").update(body).digest("hex") !== all.get("x-amz-content-sha256"))
    return { status: 400, code: "XAmzContentSHA256Mismatch" };
  return name === BUCKET ? null : { status: 404, code: "NoSuchBucket" };
}

function skewOf(stamp: string, now: Date): number {
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return Math.abs(new Date(iso).getTime() - now.getTime());
}

/** A request as it is signed; `signed`: names of its headers, with ; between. */
export interface Signable {
  readonly method: string;
  readonly url: URL;
  readonly headers: ReadonlyMap<string, string>;
  readonly signed: string;
  readonly day: string;
  readonly region: string;
  readonly secret: string;
}

/** The signature that a request must have (AWS: "Signature Calculations for the Authorization Header"). */
export function signatureOf({ method, url, headers, signed, day, region, secret }: Signable): string {
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const encoded = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
  const canonical = [
    method,
    url.pathname,
    query.join("&"),
    ...signed.split(";").map((name) => `${name}:${(headers.get(name) ?? "").trim()}`),
    "",
    signed,
    headers.get("x-amz-content-sha256"),
  ].join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const text = ["AWS4-HMAC-SHA256", headers.get("x-amz-date"), scope, hash].join("\n");
  return hmac(key, text).toString("hex");
}
