import { exmoorPeople } from "./people/exmoor.ts";
import { somersetPeople } from "./people/somerset.ts";
import { sunderlandPeople } from "./people/sunderland.ts";
import { wiltshirePeople } from "./people/wiltshire.ts";
import type { CouncilKey, DemoPerson, NodeKey, PersonEntry } from "./types.ts";

/** Everyone of the demo, every one of them invented; the loader gives all the same password. */
export const people: readonly DemoPerson[] = [
  ...employed(sunderlandPeople, "sunderland", "sunderland"),
  ...employed(somersetPeople, "somerset", "somerset"),
  ...employed(exmoorPeople, "exmoor", "somerset"),
  ...employed(wiltshirePeople, "wiltshire", "wiltshire"),
];

function employed(entries: readonly PersonEntry[], council: CouncilKey, node: NodeKey): DemoPerson[] {
  return entries.map((entry) => ({
    ...entry,
    council,
    node,
    email: `${mailNameOf(entry.name)}@${council}.gov.example`,
  }));
}

function mailNameOf(name: string): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z -]/g, "").replaceAll(" ", ".");
}
