import { type AddressInfo, createServer, type Socket } from "node:net";

/** A virus checker that does as it is told: `answer` of what it was sent, or null to hang up without a word. */
export interface ScriptedClamd {
  readonly where: string;
  /** What was sent to it, whole files. */
  readonly seen: Buffer[];
  script: (file: Buffer) => string | null;
  close(): Promise<void>;
}

/** Opens one on a port of this machine, that speaks INSTREAM (clamd(8)). */
export async function openClamd(): Promise<ScriptedClamd> {
  const seen: Buffer[] = [];
  const server = createServer((socket) => void serve(socket));
  const serve = async (socket: Socket) => {
    const pieces: Buffer[] = [];
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      pieces.push(chunk);
      // A piece of no bytes is the end.
      const file = chunk.subarray(-4).every((byte) => byte === 0) ? fileIn(Buffer.concat(pieces)) : null;
      if (file === null) continue;
      seen.push(file);
      const said = clamd.script(file);
      if (said === null) socket.destroy();
      else socket.end(`${said}\0`);
      return;
    }
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const clamd: ScriptedClamd = {
    where: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    script: (file) => (file.includes("EICAR") ? "stream: Eicar-Signature FOUND" : "stream: OK"),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return clamd;
}

/** The file in what was sent, once it is whole; null before. */
function fileIn(held: Buffer): Buffer | null {
  const command = "zINSTREAM\0";
  if (held.length < command.length) return null;
  const pieces: Buffer[] = [];
  for (let at = command.length; at + 4 <= held.length; ) {
    const size = held.readUInt32BE(at);
    if (size === 0) return Buffer.concat(pieces);
    pieces.push(held.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return null;
}
