import type { ReadContext } from "../context.ts";
import { listPeople, peopleOf } from "../people/read.ts";
import type { PersonLabel } from "../people/types.ts";
import { refuse } from "../refusal.ts";
import type { Viewer } from "../visibility/viewer.ts";

/** Somebody whom a facilitator of a hidden community elsewhere finds on this node, to invite them. */
export interface Invitee {
  readonly person: PersonLabel;
  /** Anybody on the network may know of them, so that the community's node may be asked about them before they are invited. */
  readonly known: boolean;
}

/** People found by these words, without the one who looks; at most 25, none for no words. */
export async function findInvitees(
  r: ReadContext,
  viewer: Viewer,
  text: string,
): Promise<readonly Invitee[]> {
  if (text.trim() === "" || viewer.kind !== "person") return [];
  const { items } = await listPeople(r, viewer, { text, page: 1 });
  const people = items.map(({ person }) => person).filter(({ id }) => id !== viewer.actorId);
  const known = await r.sql<{ id: string }[]>`select id from actors
    where id = any(${people.map(({ id }) => id)}::uuid[]) and profile_visibility in ('everyone', 'network')`;
  const ids = new Set(known.map(({ id }) => id));
  return people.map((person) => ({ person, known: ids.has(person.id) }));
}

/** One of them by row id. Refuses `not-found`, also for whoever does not let themselves be found by the viewer. */
export async function findInvitee(r: ReadContext, viewer: Viewer, id: string): Promise<PersonLabel> {
  const [card] = await peopleOf(r, viewer, [id]);
  return card?.person ?? refuse("not-found", { field: "person" });
}
