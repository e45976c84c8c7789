import { createPublicKey, type KeyObject } from "node:crypto";

/** The multibase form `z…` (base58btc) of bytes. */
export function encodeMultibase(bytes: Uint8Array): string {
  return `z${encodeBase58(bytes)}`;
}

/** The bytes behind `z…`; null for another base, a foreign character or more than `most` characters. */
export function decodeMultibase(text: string, most = 128): Uint8Array | null {
  return text.startsWith("z") && text.length <= most ? decodeBase58(text.slice(1)) : null;
}

/** The Multikey form (`z6Mk…`) of an Ed25519 public key (FEP-521a). */
export function multikeyOf(publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: "jwk" });
  if (publicKey.asymmetricKeyType !== "ed25519" || x === undefined) throw new TypeError("not an Ed25519 key");
  return encodeMultibase(Buffer.concat([ED25519_PREFIX, Buffer.from(x, "base64url")]));
}

/** The Ed25519 public key behind a Multikey; null for any other key type or form. */
export function readMultikey(text: string): KeyObject | null {
  const bytes = decodeMultibase(text);
  if (bytes?.length !== 34 || bytes[0] !== ED25519_PREFIX[0] || bytes[1] !== ED25519_PREFIX[1]) return null;
  const x = Buffer.from(bytes.subarray(2)).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

function encodeBase58(bytes: Uint8Array): string {
  const digits = convert(bytes, { from: 256, to: 58 });
  return ZERO.repeat(leadingZeros(bytes)) + digits.map((digit) => ALPHABET[digit]).join("");
}

function decodeBase58(text: string): Uint8Array | null {
  const digits = [...text].map((character) => ALPHABET.indexOf(character));
  if (digits.includes(-1)) return null;
  const bytes = convert(digits, { from: 58, to: 256 });
  return Uint8Array.from([...new Array<number>(leadingZeros(digits)).fill(0), ...bytes]);
}

/** The digits of the same number in another base, highest first, without leading zeros. Quadratic: short input only. */
function convert(digits: Iterable<number>, base: { from: number; to: number }): number[] {
  const result: number[] = [];
  for (const digit of digits) {
    let carry = digit;
    for (let i = 0; i < result.length; i++) {
      carry += (result[i] ?? 0) * base.from;
      result[i] = carry % base.to;
      carry = (carry / base.to) | 0;
    }
    for (; carry > 0; carry = (carry / base.to) | 0) result.push(carry % base.to);
  }
  return result.reverse();
}

/** Base58 writes each leading zero byte as one "1". */
function leadingZeros(items: Iterable<number>): number {
  let count = 0;
  for (const item of items) {
    if (item !== 0) break;
    count++;
  }
  return count;
}

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const ZERO = "1";

/** multicodec `ed25519-pub` (0xed) as a varint. */
const ED25519_PREFIX = Buffer.from([0xed, 0x01]);
