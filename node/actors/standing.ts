import type { WriteContext } from "../context.ts";

/** This person acts for all to see: their address answers from now on, so that other nodes can read who it was (resolution 22). */
export async function markActed(tx: WriteContext, actorId: string): Promise<void> {
  await tx.sql`update actors set acted = true where id = ${actorId} and peer_id is null and not acted`;
}

/**
 * Remembers that a person of another node is switched off at home, where their node says so just now (`off`). Returns
 * their row id while they are, null for everyone else.
 */
export async function noteSwitchedOff(
  tx: WriteContext,
  iri: string,
  { off }: { readonly off: boolean },
): Promise<string | null> {
  const [actor] = await tx.sql<{ id: string | null }[]>`
    update actors set suspended = coalesce(suspended, ${off ? tx.now : null})
    where iri = ${iri} and peer_id is not null and kind = 'person'
    returning case when suspended is not null then id end as id`;
  return actor?.id ?? null;
}
