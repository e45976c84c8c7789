import { createHash, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";

const slow = promisify<Buffer, string, number, { N: number; r: number; p: number }, Buffer>(scrypt);

/** The same on every node, so that a hash made by one is found by another. */
const SALT = "moothall invitations 1";
/** About five milliseconds an address: 200 are checked within a second, and guessing through a directory takes its time. */
const COST = { N: 2048, r: 8, p: 1 };
/** Hashes that one node publishes, and that are taken from one. */
export const MOST_OPT_OUTS = 5000;

/** What stands for an address in a link that stops invitations: its SHA-256, hexadecimal. `address` in lower case. */
export function addressMark(address: string): string {
  return createHash("sha256").update(address).digest("hex");
}

/** The hash under which an opt-out is stored and told: scrypt over the SHA-256 of the address. */
export function optOutHash(mark: string): Promise<Buffer> {
  return slow(Buffer.from(mark, "hex"), SALT, 32, COST);
}

/** No invitations by mail any more, from here or from connected nodes; `mark` as of `addressMark`. Twice changes nothing. */
export async function optOut(ctx: NodeContext, mark: string): Promise<void> {
  const hash = await optOutHash(mark);
  await inTransaction(ctx, async (tx) => {
    await tx.sql`insert into invitation_opt_outs (hash, since) values (${hash}, ${tx.now}) on conflict do nothing`;
  });
}

/** Takes `optOut` back. */
export async function optIn(ctx: NodeContext, mark: string): Promise<void> {
  const hash = await optOutHash(mark);
  await inTransaction(ctx, async (tx) => {
    await tx.sql`delete from invitation_opt_outs where hash = ${hash}`;
  });
}

/** Which of these addresses want no invitations by mail, as far as this node and connected ones know. */
export async function optedOut(sql: Reader, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  const [any] = await sql`
    select 1 from invitation_opt_outs union all select 1 from peer_opt_outs limit 1`;
  if (!any || addresses.length === 0) return new Set();
  const hashes = await Promise.all(
    addresses.map(async (address) => (await optOutHash(addressMark(address))).toString("hex")),
  );
  const asked = sql`(select decode(asked.hash, 'hex') from unnest(${hashes}::text[]) as asked (hash))`;
  const rows = await sql<{ hash: string }[]>`
    select encode(hash, 'hex') as hash from invitation_opt_outs where hash in ${asked}
    union select encode(o.hash, 'hex') from peer_opt_outs o join peers p on p.id = o.peer_id
    where p.state = 'accepted' and o.hash in ${asked}`;
  const found = new Set(rows.map(({ hash }) => hash));
  return new Set(addresses.filter((_, at) => found.has(hashes[at] ?? "")));
}

/** The hashes that this node tells connected nodes, newest first; base64url. */
export async function listOptOuts(ctx: { readonly sql: Reader }): Promise<readonly string[]> {
  const rows = await ctx.sql<{ hash: Buffer }[]>`
    select hash from invitation_opt_outs order by since desc limit ${MOST_OPT_OUTS}`;
  return rows.map(({ hash }) => hash.toString("base64url"));
}

/** What a connected node tells, in place of what it told before. */
export async function takePeerOptOuts(
  tx: WriteContext,
  peerId: string,
  told: readonly string[],
): Promise<void> {
  const hashes = [...new Set(told.slice(0, MOST_OPT_OUTS))]
    .map((text) => Buffer.from(text, "base64url"))
    .filter((hash) => hash.length === 32)
    .map((hash) => hash.toString("hex"));
  await tx.sql`delete from peer_opt_outs where peer_id = ${peerId} and encode(hash, 'hex') <> all(${hashes}::text[])`;
  await tx.sql`insert into peer_opt_outs (peer_id, hash)
    select ${peerId}, decode(told.hash, 'hex') from unnest(${hashes}::text[]) as told (hash) on conflict do nothing`;
}
