import { Agent, createServer, request } from "node:http";
import { expect, test } from "vitest";
import { closeServer } from "../../node/runtime/server.ts";

test("A process that ends answers who sends once more on an open connection, and ends without waiting for them", async () => {
  const first = Promise.withResolvers<void>();
  const server = createServer(async (asked, answer) => {
    if (asked.url === "/slow") await first.promise;
    answer.end("done");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const begun = new Promise<void>((resolve) => server.once("request", () => resolve()));
  const slow = ask({ agent, port, path: "/slow" });
  await begun;
  const closed = closeServer(server);
  const next = ask({ agent, port, path: "/next" });
  first.resolve();
  expect(await slow).toEqual({ status: 200, connection: "keep-alive" });
  expect(await next).toEqual({ status: 200, connection: "close" });
  await closed;
  agent.destroy();
});

function ask({ agent, port, path }: { agent: Agent; port: number; path: string }) {
  return new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
    const sent = request({ agent, port, host: "127.0.0.1", path }, (answer) => {
      const { connection } = answer.headers;
      answer.resume().once("end", () => resolve({ status: answer.statusCode ?? 0, connection }));
    });
    sent.once("error", reject).end();
  });
}
