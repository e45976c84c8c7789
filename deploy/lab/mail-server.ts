import { createServer, type Socket } from "node:net";

/** A mail server on loopback that takes every mail (RFC 5321, as little of it as a node needs) and keeps whom each was for. */
export interface MailServer {
  readonly received: { readonly to: readonly string[]; readonly raw: string }[];
  close(): Promise<void>;
}

/** Opens it on a port; until then mails to it wait. */
export async function openMailServer(port: number): Promise<MailServer> {
  const received: MailServer["received"] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    converse(socket, (mail) => received.push(mail));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  return {
    received,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, keep: (mail: MailServer["received"][number]) => void): void {
  let waiting = "";
  let to: string[] = [];
  let lines: string[] | null = null;
  const say = (line: string) => socket.write(`${line}\r\n`);
  const take = (line: string) => {
    if (lines && line !== ".") return void lines.push(line);
    if (lines) {
      keep({ to, raw: lines.join("\n") });
      [to, lines] = [[], null];
      return say("250 taken");
    }
    const [word = ""] = line.split(" ");
    if (/^rcpt/i.test(word)) to.push(/<([^>]*)>/.exec(line)?.[1] ?? "");
    if (/^data/i.test(word)) lines = [];
    if (/^quit/i.test(word)) return void socket.end("221 goodbye\r\n");
    return say(lines ? "354 go on" : "250 well");
  };
  socket.on("data", (piece: Buffer) => {
    const [last = "", ...whole] = (waiting + piece.toString("latin1")).split("\r\n").reverse();
    waiting = last;
    for (const line of whole.reverse()) take(line);
  });
  say("220 ready");
}
