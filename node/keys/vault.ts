import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Encrypts private keys at rest. The key-encryption key is never in the database, its folder or a backup. */
export interface KeyVault {
  readonly version: number;
  seal(plain: Uint8Array, about: string): Buffer;
  /** Throws when the box was changed, or sealed for something else. */
  open(box: Uint8Array, about: string): Buffer;
}

/**
 * AES-256-GCM with the key version and `about` (actor and purpose) as associated data.
 * Layout of a box: 1 byte version, 12 bytes nonce, 16 bytes tag, ciphertext.
 */
export function vaultFor(key: Uint8Array, version = 1): KeyVault {
  if (key.length !== 32) throw new Error("The key-encryption key must be 32 bytes.");
  const aad = (about: string) => Buffer.from(`moothall:${version}:${about}`, "utf8");
  return {
    version,
    seal(plain, about) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(aad(about));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), text]);
    },
    open(box, about) {
      if (box[0] !== version)
        throw new Error(`A stored key is sealed with version ${box[0]}, which this node does not have.`);
      const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(1, 13)).setAAD(aad(about));
      decipher.setAuthTag(box.subarray(13, 29));
      return Buffer.concat([decipher.update(box.subarray(29)), decipher.final()]);
    },
  };
}

/**
 * The vault of a node: from the configured key, else a key made once in `<data>/secrets/` (0600).
 * `created` is true at first start, when the recovery sheet must be shown.
 */
export async function openVault(
  dataDir: string,
  configured: Uint8Array | null,
): Promise<{ vault: KeyVault; created: boolean }> {
  if (configured) return { vault: vaultFor(configured), created: false };
  const file = join(dataDir, "secrets", "key");
  try {
    return { vault: vaultFor(Buffer.from((await readFile(file, "utf8")).trim(), "base64")), created: false };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  await mkdir(join(dataDir, "secrets"), { recursive: true, mode: 0o700 });
  const key = randomBytes(32);
  await writeFile(file, `${key.toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  return { vault: vaultFor(key), created: true };
}
