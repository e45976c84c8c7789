import crypto, { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";

// Loaded before each file of tests. Every actor has an RSA key of its own, which takes 50 to 200 ms to make: the tenth part
// of what a run does. Here the first file that needs an nth key makes it, and the others get the same as their nth. Within a
// file no two are alike, and nothing else about them is different from any other key.

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const everywhere = globalThis as typeof globalThis & { moothallMakesKeys?: typeof crypto.generateKeyPair };
everywhere.moothallMakesKeys ??= crypto.generateKeyPair;
const make = everywhere.moothallMakesKeys;
const makeAsync = promisify(make) as (type: string, options?: object) => Promise<Pair>;
const folder = inject("keyFolder");
let used = 0;

async function nextPair(options: object): Promise<Pair> {
  const path = join(folder, `${++used}.pem`);
  const kept = await readFile(path, "utf8").catch(() => null);
  if (kept !== null) {
    const privateKey = createPrivateKey(kept);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  }
  const pair = await makeAsync("rsa", options);
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, pair.privateKey.export({ type: "pkcs8", format: "pem" }));
  await rename(draft, path);
  return pair;
}

/** Only for those who promisify it, as the product does. */
function generateKeyPair(...given: Parameters<typeof make>): void {
  make(...given);
}
Object.defineProperty(generateKeyPair, promisify.custom, {
  value: (type: string, options: object = {}) =>
    type === "rsa" ? nextPair(options) : makeAsync(type, options),
});
Object.assign(crypto, { generateKeyPair });
syncBuiltinESMExports();
