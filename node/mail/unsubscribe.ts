import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import type { UnsubscribeScope } from "./types.ts";

const KINDS = ["digest", "community", "thread", "invitations"] as const;
const MAC_BYTES = 16;

/**
 * The secret that signs the one-click links; made once. A link says itself whom and what it stops, so that it works
 * for as long as the mail lies in a mailbox; it can stop mails and do nothing else.
 */
export async function unsubscribeKey(sql: Reader): Promise<Buffer> {
  const read = async () => {
    const [row] = await sql<
      { value: string }[]
    >`select value from node_settings where key = 'unsubscribe-key'`;
    return row ? Buffer.from(row.value, "base64") : null;
  };
  const found = await read();
  if (found) return found;
  const made = randomBytes(32).toString("base64");
  await sql`insert into node_settings (key, value) values ('unsubscribe-key', ${sql.json(made)}) on conflict do nothing`;
  return (await read()) ?? refuse("not-found");
}

/** The text of a link that stops something with one click. */
export function unsubscribeToken(key: Buffer, scope: UnsubscribeScope): string {
  const plain = Buffer.concat([Buffer.from([KINDS.indexOf(scope.what)]), whomOf(scope)]);
  return Buffer.concat([plain, macOf(key, plain)]).toString("base64url");
}

/** What a link stops; refuses `not-found` for one that this node did not make. */
export function readUnsubscribeToken(key: Buffer, token: string): UnsubscribeScope {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== 33 + MAC_BYTES) refuse("not-found");
  const plain = bytes.subarray(0, 33);
  if (!timingSafeEqual(bytes.subarray(33), macOf(key, plain))) refuse("not-found");
  const what = KINDS[bytes[0] ?? -1] ?? refuse("not-found");
  if (what === "invitations") return { what, mark: bytes.subarray(1, 33).toString("hex") };
  const accountId = uuidOf(bytes.subarray(1, 17));
  return what === "digest" ? { accountId, what } : { accountId, what, id: uuidOf(bytes.subarray(17, 33)) };
}

/** 32 bytes: an account and what of it, or the mark of an address. */
function whomOf(scope: UnsubscribeScope): Buffer {
  if (scope.what === "invitations") return Buffer.from(scope.mark, "hex");
  const id = scope.what === "digest" ? Buffer.alloc(16) : bytesOf(scope.id);
  return Buffer.concat([bytesOf(scope.accountId), id]);
}

function macOf(key: Buffer, plain: Buffer): Buffer {
  return createHmac("sha256", key).update("unsubscribe").update(plain).digest().subarray(0, MAC_BYTES);
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
