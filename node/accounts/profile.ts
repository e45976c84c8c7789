import { inTransaction, type NodeContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { personChanged } from "../people/tell-changed.ts";
import type { ProfileVisibility } from "../people/types.ts";
import { refuse } from "../refusal.ts";
import { lineOf, visibleOf } from "../text/visible.ts";
import { checkName, LONGEST_ROLE } from "./create.ts";

/** What a person says of themself. Name and council always stand beside what they post. */
export interface Profile {
  readonly name: string;
  readonly roleTitle: string;
  readonly summary: string;
  /** Topics they can help with, at most 20 of 60 characters. */
  readonly topics: readonly string[];
  /** Keys of service areas, at most five. */
  readonly serviceAreas: readonly string[];
  /** Languages they can be written to in: `en`, `cy` and other BCP 47 tags. */
  readonly spoken: readonly string[];
  readonly visibility: ProfileVisibility;
}

export const PROFILE_LIMITS = { summary: 1_000, topics: 20, topic: 60, serviceAreas: 5, spoken: 10 } as const;

/** A person's own profile, all of it. Refuses `not-found`. */
export async function findOwnProfile(r: { readonly sql: Reader }, actorId: string): Promise<Profile> {
  const [row] = await r.sql<Profile[]>`
    select name, role_title as "roleTitle", summary, topics, service_areas as "serviceAreas", spoken,
      profile_visibility as visibility
    from actors where id = ${actorId} and kind = 'person' and peer_id is null`;
  return row ?? refuse("not-found");
}

/**
 * A person changes what they say of themself; what is not given stays. Refuses `required`, `too-long`, `too-many`,
 * `invalid` with the field.
 */
export function updateProfile(ctx: NodeContext, actorId: string, given: Partial<Profile>): Promise<void> {
  const change = tidied(given);
  check(change);
  return inTransaction(ctx, async (tx) => {
    const before = await findOwnProfile(tx, actorId);
    const next = { ...before, ...change };
    await tx.sql`
      update actors set name = ${next.name}, role_title = ${next.roleTitle}, summary = ${next.summary},
        topics = ${[...next.topics]}, service_areas = ${[...next.serviceAreas]}, spoken = ${[...next.spoken]},
        profile_visibility = ${next.visibility}, updated = ${tx.now}
      where id = ${actorId}`;
    await personChanged(tx, actorId);
  });
}

function tidied(given: Partial<Profile>): Partial<Profile> {
  const { name, roleTitle, summary, topics } = given;
  return {
    ...given,
    ...(name === undefined ? {} : { name: oneLine(name) }),
    ...(roleTitle === undefined ? {} : { roleTitle: oneLine(roleTitle) }),
    ...(summary === undefined ? {} : { summary: visibleOf(summary).trim() }),
    ...(topics === undefined
      ? {}
      : { topics: withoutDoubles(topics.map(oneLine).filter((topic) => topic !== "")) }),
  };
}

/** One visible line; how long it may be is said afterwards. */
function oneLine(text: string): string {
  return lineOf(text, Number.POSITIVE_INFINITY);
}

function withoutDoubles(topics: readonly string[]): string[] {
  return topics.filter(
    (topic, i) => topics.findIndex((other) => other.toLowerCase() === topic.toLowerCase()) === i,
  );
}

function check(change: Partial<Profile>): void {
  if (change.name !== undefined) checkName(change.name);
  tooLong("roleTitle", change.roleTitle, LONGEST_ROLE);
  tooLong("summary", change.summary, PROFILE_LIMITS.summary);
  for (const topic of change.topics ?? []) tooLong("topics", topic, PROFILE_LIMITS.topic);
  for (const field of ["topics", "serviceAreas", "spoken"] as const) {
    if ((change[field]?.length ?? 0) > PROFILE_LIMITS[field])
      refuse("too-many", { field, most: PROFILE_LIMITS[field] });
  }
  if (change.serviceAreas?.some((area) => !/^[a-z-]{1,40}$/.test(area)))
    refuse("invalid", { field: "serviceAreas" });
  if (change.spoken?.some((tag) => !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)))
    refuse("invalid", { field: "spoken" });
}

function tooLong(field: string, text: string | undefined, most: number): void {
  if (text !== undefined && text.length > most) refuse("too-long", { field, most });
}
