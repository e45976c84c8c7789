import { expect } from "vitest";
import { postByIri } from "../../node/posts/find.ts";
import type { Scene } from "./attack-scene.ts";
import type { Listener } from "./listener.ts";
import { contentBy } from "./peer-group.ts";
import type { Answered, Peer } from "./peerkit.ts";
import { changedRows, rowsOf } from "./row-counts.ts";

/** One case of security-reliability-ops.md §2.4. */
export interface Attack {
  readonly no: string;
  readonly what: string;
  /** Sends it; gives what was answered. */
  readonly send: (scene: Scene) => Promise<Answered | readonly Answered[]>;
  /** Any of these statuses, for every answer. */
  readonly status: readonly number[];
  /** Tables that may change, with why in the case's own words; none by default (NS). */
  readonly but?: readonly string[];
  /** Refused before anything was asked of anybody (R). */
  readonly before?: "any fetch";
  /** Must not be connected to (NF). */
  readonly notAsked?: (scene: Scene) => readonly (Peer | Listener)[];
}

/** Cases that have something in common; each says itself what it has otherwise. */
export function attacks(
  common: Partial<Attack> & Pick<Attack, "status">,
  cases: readonly (Pick<Attack, "no" | "what" | "send"> & Partial<Attack>)[],
): Attack[] {
  return cases.map((one) => ({ ...common, ...one }));
}

/** Rows in which a refusal of an authenticated activity is recorded and told to its author (resolution 9). */
export const REJECTED = ["audit_events", "effects", "activities", "deliveries", "lanes", "peers"];

/** The rows that move when a known actor's document is read again, or its node was heard from. */
export const HEARD = ["actors", "lanes", "peers"];

/** Sends a case and checks what every case must leave behind: its answer, NF, R, NS, and a victim who can go on. */
export async function checkAttack(scene: Scene, attack: Attack): Promise<void> {
  const { north, net } = scene;
  const peers = [scene.east, scene.evil, scene.stranger];
  // What is refused at the door leaves no work; where something is taken in, all work is done before rows are compared.
  const works = attack.status.some((status) => status < 300);
  if (works) await net.settle();
  const before = await rowsOf(north.ctx);
  const forbidden = attack.notAsked?.(scene) ?? [];
  const connected = forbidden.map((one) => one.connections());
  const asked = peers.map((peer) => peer.requests.length);

  const answers = [await attack.send(scene)].flat();
  for (const { status, text } of answers) expect(attack.status, `${status} ${text}`).toContain(status);
  if (attack.before) expect(peers.map((peer) => peer.requests.length)).toEqual(asked);
  if (works) await net.settle();
  expect(forbidden.map((one) => one.connections())).toEqual(connected);
  expect(changedRows(before, await rowsOf(north.ctx), attack.but)).toEqual([]);
  await expectVictimWorks(scene);
}

/** OK-after: what Ann writes still arrives, whoever used her name meanwhile. */
export async function expectVictimWorks({ net, north, east, ann, open, martins }: Scene): Promise<void> {
  // Two minutes later, so that one case's budget of fetches is not the next one's.
  net.clock.advance(2);
  const reply = contentBy(east, ann, { in: open.iri, at: net.clock.now(), inReplyTo: martins.iri });
  const members = { object: reply, audience: open.iri };
  const { status, text } = await east.post(north, east.write(ann, "Create", members, net.clock.now()));
  expect(status, text).toBe(202);
  expect((await postByIri(north.ctx.sql, reply.id))?.state).toBe("accepted");
}
