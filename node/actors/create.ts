import type { WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { claimFreeHandle, claimHandle, handleOf } from "./handle.ts";
import { type FreshKeys, storeKeys } from "./keys.ts";

/** A local actor just made. `id` is both the row and what its IRI is built of. */
export interface NewActor {
  readonly id: string;
  readonly iri: string;
  readonly handle: string;
}

export interface NewPerson {
  readonly name: string;
  readonly roleTitle?: string;
  readonly organisationId?: string | null;
  readonly serviceAreas?: readonly string[];
  /** From `makeKeys()`, called before the transaction. */
  readonly keys: FreshKeys;
}

/** Makes the actor of a person of this node: row, IRI, handle from the name (never from the e-mail), sealed keys. */
export async function createPerson(tx: WriteContext, person: NewPerson): Promise<NewActor> {
  const id = newUuid(tx.now);
  const iri = tx.iris.person(id);
  await insertActor(tx, { id, iri, kind: "person", name: person.name, summary: "" });
  const handle = await claimFreeHandle(tx, handleOf(person.name, "person"), id);
  await tx.sql`
    update actors set handle = ${handle}, url = ${tx.iris.page.person(handle)}, role_title = ${person.roleTitle ?? ""},
      organisation_id = ${person.organisationId ?? null}, service_areas = ${[...(person.serviceAreas ?? [])]}
    where id = ${id}`;
  await storeKeys(tx, { id, iri }, person.keys);
  return { id, iri, handle };
}

export interface NewGroup {
  readonly name: string;
  /** Chosen by its founder; else made of the name. 3–20 characters. */
  readonly handle?: string;
  readonly summary?: string;
  /** From `makeKeys()`, called before the transaction. */
  readonly keys: FreshKeys;
}

/** Makes the Group of a community of this node. Refuses `taken` or `invalid` (field `handle`) for a chosen handle. */
export async function createGroupActor(tx: WriteContext, group: NewGroup): Promise<NewActor> {
  const id = newUuid(tx.now);
  const iri = tx.iris.group(id);
  await insertActor(tx, { id, iri, kind: "group", name: group.name, summary: group.summary ?? "" });
  const handle = await groupHandle(tx, group, id);
  await tx.sql`
    update actors set handle = ${handle}, url = ${tx.iris.page.community(handle)}, moderators_iri = ${`${iri}/moderators`}
    where id = ${id}`;
  await storeKeys(tx, { id, iri }, group.keys);
  return { id, iri, handle };
}

async function groupHandle(tx: WriteContext, group: NewGroup, id: string): Promise<string> {
  if (group.handle === undefined) {
    // Room for a number behind it within the 20 characters of a Group's handle (profile A).
    const made = handleOf(group.name, "community").slice(0, 17).replace(/_+$/, "");
    return claimFreeHandle(tx, made.length < 3 ? `${made}_community` : made, id);
  }
  await claimHandle(tx, group.handle, id);
  return group.handle;
}

interface ActorRow {
  readonly id: string;
  readonly iri: string;
  readonly kind: "person" | "group";
  readonly name: string;
  readonly summary: string;
}

async function insertActor(tx: WriteContext, actor: ActorRow): Promise<void> {
  await tx.sql`
    insert into actors (id, iri, kind, handle, name, summary, inbox, shared_inbox, created, updated)
    values (${actor.id}, ${actor.iri}, ${actor.kind}, '', ${actor.name}, ${actor.summary},
      ${`${actor.iri}/inbox`}, ${tx.iris.sharedInbox}, ${tx.now}, ${tx.now})`;
}
