import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtProgram } from "../support/built.ts";
import { freePort } from "../support/ports.ts";
import { getFrom } from "../support/start-nodes.ts";

/** A process of a node, with what it has said so far. */
interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

let folder: string;
let program: string;
let port: number;
let node: Started;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moothall-start-"));
  program = await builtProgram();
  port = await freePort();
});
afterAll(async () => {
  node?.child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

test("On an empty folder it starts, says where, and prints the one-time link that makes the administrator", async () => {
  node = run("data", { port });
  await saying(node, "Open this link once");
  expect(node.said()).toContain(`Moothall is ready at http://town.localhost:${port}/`);
  const [link] = /http:\S+\/first\/\S+/.exec(node.said()) ?? [];
  const page = await get(new URL(link ?? "").pathname);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Trial: this address cannot become a live node");
  expect((await get("/first/somebody-elses-guess")).status).toBe(404);
});

test("A second one on the same folder, on the same port, or at another address gets one sentence, and harms nothing", async () => {
  const same = run("data", { port: await freePort() });
  expect(await same.ended).toBe(1);
  expect(sentencesOf(same)).toHaveLength(1);

  const taken = run("elsewhere", { port });
  expect(await taken.ended).toBe(1);
  expect(sentencesOf(taken)).toEqual([
    `Port ${port} is taken by another program: stop it, or set MOOTHALL_PORT to a free one.`,
  ]);
  expect((await get("/")).status).toBe(200);
});

test("Ctrl-C ends it with nothing left behind, and the folder keeps its address", async () => {
  const [pid] = (await readFile(join(folder, "data/postgres/postmaster.pid"), "utf8")).split("\n");
  expect(isRunning(Number(pid))).toBe(true);
  node.child.kill("SIGINT");
  expect(await node.ended).toBe(0);
  expect(isRunning(Number(pid))).toBe(false);

  const moved = run("data", { port, host: "other.localhost" });
  expect(await moved.ended).toBe(1);
  expect(sentencesOf(moved)).toHaveLength(1);
  expect(moved.said()).toContain(`http://town.localhost:${port}`);

  node = run("data", { port });
  await saying(node, "is ready at");
  node.child.kill("SIGTERM");
  expect(await node.ended).toBe(0);
});

test("A live one without a named contact starts, and warns of it", async () => {
  const live = run("live", { port: await freePort(), origin: "https://communities.town.gov.example" });
  await saying(live, "Warning: nobody is named");
  expect(live.said()).toContain("is ready at https://communities.town.gov.example/");
  live.child.kill("SIGTERM");
  expect(await live.ended).toBe(0);
  expect(node.said()).not.toContain("Warning");
});

function run(
  data: string,
  at: { readonly port: number; readonly host?: string; readonly origin?: string },
): Started {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      MOOTHALL_DATA_DIR: join(folder, data),
      MOOTHALL_PORT: String(at.port),
      MOOTHALL_ORIGIN: at.origin ?? `http://${at.host ?? "town.localhost"}:${at.port}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said, ended: once(child, "close").then(([code]) => code as number | null) };
}

/** Resolves when it has said this. Throws with all it said when it ends before. */
async function saying({ said, child, ended }: Started, words: string): Promise<void> {
  while (!said().includes(words)) {
    const more = Promise.race([once(child.stdout ?? child, "data"), ended.then(() => "ended")]);
    if ((await more) === "ended" && !said().includes(words)) throw new Error(`It ended: ${said()}`);
  }
}

/** What was said but for the preparations of the built-in PostgreSQL. */
function sentencesOf({ said }: Started): readonly string[] {
  return said()
    .split("\n")
    .filter((line) => line !== "" && !line.endsWith("…"));
}

function get(path: string): Promise<Response> {
  return getFrom({ origin: `http://town.localhost:${port}`, listen: "127.0.0.1" }, path);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
