import { Agent, request } from "node:http";

/** An answer of a node in JSON. `status` 0: there was none, so that nobody knows whether the act took place. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly location: string | null;
  /** Seconds of Retry-After. */
  readonly retryAfter: number | null;
}

/** Somebody who uses a node over HTTP and nothing else. */
export interface Client {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  /** As a browser without script sends a form, for the page it answers. */
  form(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  readonly cookies: Map<string, string>;
  close(): void;
}

const LONGEST_MS = 20_000;

export interface ClientOptions {
  /** Goes another way than straight to the node. */
  readonly port?: number;
  /** Connections at once; 4, when nothing is said. */
  readonly sockets?: number;
  /** Shared with another client: the same browser. */
  readonly cookies?: Map<string, string>;
}

interface Sending {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Opens a client on a node of this machine. Its address need not resolve; cookies are kept. */
export function openClient(origin: string, options: ClientOptions = {}): Client {
  const { host, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: options.sockets ?? 4 });
  const cookies = options.cookies ?? new Map<string, string>();
  const site = { agent, host, port: options.port ?? port, cookies };
  return {
    get: (path, headers = {}) => exchange(site, { method: "GET", path, headers }),
    post: (path, body) =>
      exchange(site, {
        method: "POST",
        path,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    form: (path, fields) =>
      exchange(site, {
        method: "POST",
        path,
        headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      }),
    cookies,
    close: () => agent.destroy(),
  };
}

interface Asked {
  readonly agent: Agent;
  readonly host: string;
  readonly port: number | string;
  readonly cookies: Map<string, string>;
}

function exchange({ agent, host, port, cookies }: Asked, { body, ...sending }: Sending): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const nothing = () => resolve({ status: 0, body: null, location: null, retryAfter: null });
  const own = { host, accept: "application/json", "sec-fetch-site": "same-origin", ...cookieOf(cookies) };
  const headers = { ...own, ...sending.headers };
  const asked = request({ ...sending, agent, host: "127.0.0.1", port, timeout: LONGEST_MS, headers });
  asked.once("timeout", () => asked.destroy(new Error("no answer in time")));
  asked.once("error", nothing);
  asked.once("response", (response) => {
    const pieces: Buffer[] = [];
    response.on("data", (piece: Buffer) => pieces.push(piece));
    response.once("error", nothing);
    // Cut off in the middle: nobody knows what it would have said.
    response.once("aborted", nothing);
    response.once("end", () => {
      for (const line of response.headers["set-cookie"] ?? []) keepCookie(cookies, line);
      const location = response.headers.location ?? null;
      const retryAfter = Number(response.headers["retry-after"] ?? Number.NaN);
      resolve({
        status: response.statusCode ?? 0,
        body: parsed(Buffer.concat(pieces)),
        location,
        retryAfter: Number.isNaN(retryAfter) ? null : retryAfter,
      });
    });
  });
  asked.end(body);
  return promise;
}

function cookieOf(cookies: ReadonlyMap<string, string>): { cookie?: string } {
  if (cookies.size === 0) return {};
  return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const [name = "", value = ""] = pair.split(/=(.*)/s);
  if (/max-age=0/i.test(line) || value === "") cookies.delete(name);
  else cookies.set(name, value);
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return bytes.toString("utf8");
  }
}
