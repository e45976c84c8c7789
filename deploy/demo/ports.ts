import { createServer } from "node:net";
import { StartRefusal } from "../../node/start-refusal.ts";
import { nodes } from "./content/councils.ts";

/** Throws StartRefusal where a port of the sites is taken: better before anything is written, or thrown away, than after. */
export async function checkPorts(): Promise<void> {
  const taken: number[] = [];
  for (const { port } of nodes) if (!(await isFree(port))) taken.push(port);
  if (taken.length === 0) return;
  throw new StartRefusal(
    `The demo needs the ports ${nodes.map(({ port }) => port).join(", ")}, and another program has ${taken.join(", ")}: stop that one, which may be a demo in another folder.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
