import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

export interface Asked {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks an origin on this computer by its own name, over connections that are kept; the body as bytes. */
export function ask(origin: string, asked: Asked): Promise<{ status: number; body: Buffer }> {
  const { host, port } = new URL(origin);
  const headers = { ...asked.headers, host };
  return new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      port,
      path: asked.path,
      method: asked.method ?? "GET",
      headers,
      agent,
    };
    const sent = request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
      answer.on("error", reject);
    });
    sent.on("error", reject).end(asked.body);
  });
}
