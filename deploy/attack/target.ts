import { type ClientRequest, request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import type { Came, Sent, Target } from "./types.ts";

const LONGEST_MS = 30_000;
const MOST_CHARACTERS = 2_000_000;

/** A node by its address; `*.localhost` names lead to this machine. */
export function targetAt(address: string): Target {
  const { origin } = new URL(address);
  return { origin, send: (sent) => send(origin, sent) };
}

function send(origin: string, sent: Sent): Promise<Came> {
  const { protocol, hostname, port, host } = new URL(origin);
  const tls = protocol === "https:";
  const here = hostname === "localhost" || hostname.endsWith(".localhost");
  const headers = Object.entries({ host, "user-agent": "Moothall attack", ...sent.headers }).flat();
  const length =
    sent.body === undefined || sent.open ? [] : ["content-length", String(Buffer.byteLength(sent.body))];
  const declared = sent.headers?.["content-length"] === undefined ? length : [];
  const options = {
    host: here ? "127.0.0.1" : hostname,
    servername: hostname,
    port: port === "" ? (tls ? 443 : 80) : Number(port),
    method: sent.method ?? "GET",
    path: sent.path,
    headers: [...headers, ...declared],
    agent: false as const,
    timeout: LONGEST_MS,
    setHost: false,
  };
  const outgoing = tls ? requestTls(options) : requestPlain(options);
  const answer = answerOf(outgoing);
  if (sent.open) outgoing.write(sent.body ?? "");
  else outgoing.end(sent.body);
  return answer;
}

function answerOf(outgoing: ClientRequest): Promise<Came> {
  const { promise, resolve } = Promise.withResolvers<Came>();
  const nothing = () => resolve({ status: 0, headers: new Map(), text: "" });
  outgoing.once("error", nothing);
  outgoing.once("close", nothing);
  outgoing.once("timeout", () => outgoing.destroy());
  outgoing.once("response", (response) => {
    const headers = new Map(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
    let text = "";
    const done = () => {
      resolve({ status: response.statusCode ?? 0, headers, text });
      outgoing.destroy();
    };
    response.on("data", (part: Buffer) => {
      if (text.length < MOST_CHARACTERS) text += part.toString("utf8");
    });
    for (const end of ["end", "error", "aborted"]) response.once(end, done);
  });
  return promise;
}
