import { type ClientRequest, request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Came, Sent, Target } from "./types.ts";

const LONGEST_MS = 30_000;
const MOST_CHARACTERS = 2_000_000;

/** A node by its address; `*.localhost` names lead to this machine. */
export function targetAt(address: string): Target {
  const { origin } = new URL(address);
  return { origin, send: (sent) => send(origin, sent), hold: (text) => hold(origin, text) };
}

function send(origin: string, sent: Sent): Promise<Came> {
  const { host } = new URL(origin);
  const { tls, ...place } = placeOf(origin);
  const headers = Object.entries({ host, "user-agent": "Moothall attack", ...sent.headers }).flat();
  const length = sent.body === undefined ? [] : ["content-length", String(Buffer.byteLength(sent.body))];
  const declared = sent.headers?.["content-length"] === undefined ? length : [];
  const options = {
    ...place,
    method: sent.method ?? "GET",
    path: sent.path,
    headers: [...headers, ...declared],
    agent: false as const,
    timeout: LONGEST_MS,
    setHost: false,
  };
  const outgoing = tls ? requestTls(options) : requestPlain(options);
  const answer = answerOf(outgoing);
  outgoing.end(sent.body);
  return answer;
}

function placeOf(origin: string) {
  const { protocol, hostname, port } = new URL(origin);
  const tls = protocol === "https:";
  const here = hostname === "localhost" || hostname.endsWith(".localhost");
  return {
    tls,
    host: here ? "127.0.0.1" : hostname,
    servername: hostname,
    port: port === "" ? (tls ? 443 : 80) : Number(port),
  };
}

function hold(origin: string, text: string): Promise<void> {
  const { tls, ...place } = placeOf(origin);
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = tls ? connectTls(place) : connect(place);
  socket.once("error", () => {});
  socket.once("close", () => resolve());
  socket.resume();
  socket.write(text);
  return promise;
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
