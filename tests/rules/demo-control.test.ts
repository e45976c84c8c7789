import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openControl, speakTo } from "../../deploy/demo/control.ts";

const NOT_RUNNING = "The demo is not running";
let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "moothall-control-"));
});
afterEach(() => rm(data, { recursive: true, force: true }));

test("Another terminal tells the demo that runs what to do, and hears what came of it", async () => {
  const heard: string[][] = [];
  const close = await openControl(data, async (words) => {
    heard.push([...words]);
    return `${words.at(-1)} is stopped.`;
  });
  expect(await speakTo(data, ["stop", "somerset"])).toBe("somerset is stopped.");
  expect(heard).toEqual([["stop", "somerset"]]);
  expect((await stat(join(data, "control.json"))).mode & 0o077, "only its owner reads the secret").toBe(0);
  close();
  await expect(speakTo(data, ["status"])).rejects.toThrow(NOT_RUNNING);
});

test("Without its secret nobody is listened to; a demo that was killed is said not to run", async () => {
  const heard: unknown[] = [];
  const close = await openControl(data, async (words) => {
    heard.push(words);
    return "done";
  });
  const file = join(data, "control.json");
  const { port, secret } = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ port, secret: secret.replace(/^./, "x") }));
  await expect(speakTo(data, ["stop", "somerset"])).rejects.toThrow(NOT_RUNNING);
  expect(heard).toEqual([]);
  close();
  await writeFile(file, JSON.stringify({ port, secret }));
  await expect(speakTo(data, ["status"])).rejects.toThrow(NOT_RUNNING);
});
