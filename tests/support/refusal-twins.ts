import { createHash } from "node:crypto";
import { digestOf } from "../../federation/objects/file.ts";
import { idOf, newUuid } from "../../node/ids.ts";
import type { MatrixScene } from "./matrix-scene.ts";

/** Says the same of what is not there: every name of a room is replaced by one that nothing has, and back. */
export interface Twin {
  missing(text: string): string;
  real(text: string): string;
}

/** Names of a room that anybody outside must not tell from names of nothing: of a members-only one all but its own. */
export async function twinOf(
  scene: MatrixScene,
  level: "closed" | "confidential",
  who: "people too" | "things only",
): Promise<Twin> {
  const { home, other, rooms, canaries, people } = scene;
  const { id, topic, reply, removed, deleted, reportId, file, iri, handle } = rooms[level];
  const { sql } = home.ctx;
  const uuids = [topic, reply, removed, deleted].map((post) => post.id);
  const tails = [topic, reply, removed, deleted].map((post) => post.iri.slice(-26));
  const acts = await Promise.all(
    [home, other].map(
      ({ ctx }) => ctx.sql<{ iri: string }[]>`select v.iri from activities v
        join communities c on c.id = v.community_id join actors g on g.id = c.actor_id where g.iri = ${iri}
        union select grant_iri from memberships m join communities c on c.id = m.community_id
        join actors g on g.id = c.actor_id where g.iri = ${iri} and grant_iri is not null`,
    ),
  );
  const copies = await other.ctx.sql<{ id: string; iri: string }[]>`select p.id, p.iri from posts p
    join communities c on c.id = p.community_id join actors g on g.id = c.actor_id where g.iri = ${iri}`;
  const notices = await sql<{ id: string }[]>`select id from notices where community_id = ${id}`;
  const files = await sql<
    { id: string; sha256: Buffer }[]
  >`select id, sha256 from files where community_id = ${id}`;
  const invented = new Map<string, string>();
  for (const uuid of [
    ...[...uuids, reportId, ...Object.values(scene.appeals), scene.placeId],
    ...[...copies, ...notices, ...files].map((row) => row.id),
    ...(level === "confidential" ? [id] : []),
  ]) {
    const nothing = newUuid(home.ctx.clock.now());
    invented.set(uuid, nothing).set(idOf(uuid), idOf(nothing));
  }
  const ofActs = [...acts.flat(), ...copies].map((row) => row.iri.slice(-26));
  for (const tail of [...tails, ...ofActs, file, ...(level === "confidential" ? [iri.slice(-26)] : [])])
    if (!invented.has(tail)) invented.set(tail, idOf(newUuid(home.ctx.clock.now())));
  for (const { sha256 } of files)
    invented.set(digestOf(sha256), digestOf(createHash("sha256").update(sha256).digest()));
  // Who is in it, and who is not; that there is such a person, anyone may know.
  if (who === "people too") invented.set(idOf(people.member.actorId), idOf(people.outsider.actorId));
  if (level === "confidential") {
    invented.set(
      handle,
      `h${createHash("sha256")
        .update(handle)
        .digest("hex")
        .slice(0, handle.length - 1)}`,
    );
    const [mark, bait] = [otherWord(canaries[level].mark), otherWord(canaries[level].bait)];
    invented.set(canaries[level].mark, mark).set(canaries[level].bait, bait);
    invented.set(canaries[level].bait.slice(0, 6), bait.slice(0, 6));
  }
  return { missing: replacing([...invented]), real: replacing([...invented].map(([a, b]) => [b, a])) };
}

/** A word of the same length that stands nowhere. */
function otherWord(word: string): string {
  const letters = createHash("sha256").update(word).digest();
  return [...word]
    .map((letter, at) => (at < 2 ? letter : "ghijklmnop".charAt((letters[at] ?? 0) % 10)))
    .join("");
}

function replacing(pairs: readonly (readonly [string, string])[]): (text: string) => string {
  const by = new Map(pairs);
  const longestFirst = [...by.keys()].sort((a, b) => b.length - a.length);
  const all = new RegExp(longestFirst.join("|"), "g");
  return (text) => text.replaceAll(all, (found) => by.get(found) ?? found);
}
