import { Agent, type Dispatcher } from "undici";
import type { Log } from "../log.ts";
import { Outage, Refusal } from "../refusal.ts";
import type { PrivateNetwork } from "./addresses.ts";
import { certificateEndOf } from "./certificate.ts";
import { createConnect, isPublicOrigin, originOfEntry } from "./connect.ts";
import { EgressFailed, EgressRefused, egressErrorOf } from "./errors.ts";
import type { Resolve } from "./resolve.ts";

/** One outgoing request. `maxBytes` bounds the answer's body, `deadlineMs` everything from DNS to the last byte. */
export type EgressRequest = {
  method: "GET" | "POST" | "HEAD";
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array | string;
  maxBytes?: number;
  deadlineMs?: number;
};

/** An answer of any status, redirects included; header names in lower case, repeated ones joined by ", ". */
export type EgressResponse = { status: number; headers: Record<string, string>; body: Uint8Array };

/** The same while its body comes; reading beyond `maxBytes` or the deadline throws. */
export type EgressStream = Omit<EgressResponse, "body"> & { body: AsyncIterable<Uint8Array> };

/** The one way out of a node. */
export type Egress = {
  /** Throws `EgressRefused` for a forbidden target, `EgressFailed` when no usable answer came. */
  request(request: EgressRequest): Promise<EgressResponse>;
  /** The same for what is too large to be held: `take` reads the body, and what it throws of its own passes unchanged. */
  stream<T>(request: EgressRequest, take: (answer: EgressStream) => Promise<T>): Promise<T>;
  /** When the certificate behind an address ends, null without TLS. Throws as `request` does. */
  certificateEnds(url: string): Promise<Date | null>;
  /** Ends every connection; running requests fail with `closed`. */
  close(): Promise<void>;
};

export type EgressOptions = {
  privateNetworks: readonly PrivateNetwork[];
  /** Replaces DNS, for tests. */
  resolve?: Resolve | undefined;
  /** A further certificate authority, PEM. */
  extraCa?: string;
  log: Log;
};

/**
 * Opens the node's only door to the network (security §2.3): https to global unicast addresses on port 443;
 * http, other ports and private ranges only for an exact origin plus CIDR of `privateNetworks`.
 * No redirect is followed, no compressed answer accepted, every answer counted while it streams.
 * Throws on a malformed entry of `privateNetworks`.
 */
export function createEgress(options: EgressOptions): Egress {
  const privateOrigins = new Set(options.privateNetworks.map((network) => originOfEntry(network.origin)));
  const connect = createConnect(options);
  const agent = new Agent({
    connect,
    connections: CONNECTIONS_PER_HOST,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
    maxHeaderSize: 16 * 1024,
    allowH2: false,
  });

  async function stream<T>(request: EgressRequest, take: (answer: EgressStream) => Promise<T>): Promise<T> {
    try {
      return await exchange(agent, request, { url: permittedUrlOf(request, privateOrigins), take });
    } catch (error) {
      if (error instanceof Refusal || error instanceof Outage) throw error;
      const known = egressErrorOf(request.url, error);
      options.log.info("{method} {origin}: {outcome}", lineOf(request, known));
      throw known;
    }
  }

  return {
    stream,
    request: (request) =>
      stream(request, async ({ body, ...head }) => ({ ...head, body: await wholeOf(body) })),
    async certificateEnds(text) {
      try {
        const url = permittedUrlOf({ method: "HEAD", url: text }, privateOrigins);
        return url.protocol === "https:" ? await certificateEndOf(connect, url, DEADLINE_MS) : null;
      } catch (error) {
        throw egressErrorOf(text, error);
      }
    },
    close: () => agent.destroy(new EgressFailed("", "closed")),
  };
}

/** The origin only: paths and queries may name people and searches. */
function lineOf({ method, url }: EgressRequest, error: Error): Record<string, string> {
  const outcome = error instanceof EgressFailed ? error.why : error.message;
  return { method, origin: URL.parse(url)?.origin ?? "no URL", outcome };
}

/** What can be refused without asking DNS: scheme, port, user name in the URL, a Host header of another name. */
function permittedUrlOf({ url: text, headers }: EgressRequest, privateOrigins: ReadonlySet<string>): URL {
  const url = URL.parse(text);
  if (url === null) throw new EgressRefused(text, "not a URL");
  if (url.username !== "" || url.password !== "")
    throw new EgressRefused(text, "the URL carries a user name");
  if (url.hostname.endsWith(".")) throw new EgressRefused(text, "the host ends with a dot");
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (name.toLowerCase() === "host" && value !== url.host)
      throw new EgressRefused(text, "another Host header");
  }
  if (isPublicOrigin(url.origin) || privateOrigins.has(url.origin)) return url;
  throw new EgressRefused(text, `${url.protocol} and port ${url.port || "by default"} are not open`);
}

interface Taking<T> {
  readonly url: URL;
  readonly take: (answer: EgressStream) => Promise<T>;
}

async function exchange<T>(agent: Agent, request: EgressRequest, { url, take }: Taking<T>): Promise<T> {
  const deadlineMs = request.deadlineMs ?? DEADLINE_MS;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new EgressFailed(request.url, "timeout")), deadlineMs);
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: { ...request.headers, "accept-encoding": "identity" },
      body: request.body ?? null,
      signal: abort.signal,
      headersTimeout: Math.min(deadlineMs, IDLE_MS),
      bodyTimeout: Math.min(deadlineMs, IDLE_MS),
    });
    const headers = headersOf(answer);
    // Whoever takes no interest in the body leaves it: the connection goes with it.
    answer.body.on("error", () => {});
    try {
      return await take({ status: answer.statusCode, headers, body: bodyOf(answer, headers, request) });
    } finally {
      if (!answer.body.readableEnded) answer.body.destroy();
    }
  } finally {
    clearTimeout(timer);
  }
}

function headersOf(answer: Dispatcher.ResponseData): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  return headers;
}

/** Every byte is counted as it comes. */
async function* bodyOf(
  answer: Dispatcher.ResponseData,
  headers: Record<string, string>,
  { url, maxBytes = MAX_BYTES }: EgressRequest,
): AsyncIterable<Uint8Array> {
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding.toLowerCase() !== "identity") throw new EgressFailed(url, "encoded");
  if (Number(headers["content-length"] ?? 0) > maxBytes) throw new EgressFailed(url, "too-large");
  let size = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new EgressFailed(url, "too-large");
    yield chunk;
  }
}

async function wholeOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const CONNECTIONS_PER_HOST = 8;
const DEADLINE_MS = 10_000;
/** Nothing at all comes for so long. */
const IDLE_MS = 15_000;
const MAX_BYTES = 1024 * 1024;
