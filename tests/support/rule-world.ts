import type { Sql } from "../../node/db/open.ts";
import type { Level } from "../../node/visibility/readable.ts";

/** A world in which everybody is one step away from being told: ids by what they are called. */
export interface RuleWorld {
  readonly community: Readonly<Record<string, string>>;
  readonly person: Readonly<Record<string, string>>;
  readonly account: Readonly<Record<string, string>>;
  /** Row ids of the nodes. */
  readonly peer: Readonly<Record<string, string>>;
}

/** The origin of a node of this world. */
export const originOf = (name: string): string => `https://${name}.gov.example`;

/** Nodes, and what about them is not as it is at one that may hold copies. */
const WRONG: Readonly<Record<string, Readonly<Record<string, string | boolean>>>> = {
  holder: { reads_hidden: true },
  keeper: {},
  memberless: { reads_hidden: true },
  paused: { state: "paused" },
  known: { state: "known" },
  blocked: { state: "blocked" },
  unlike: { delivery_class: "unknown" },
  unmarked: { holds_closed: false, reads_hidden: true },
  unpromising: { keeps_closed: false },
  // Home of communities, and of nobody who is in one.
  distant: { holds_closed: false },
};

/** Names of the nodes. */
export const NODES: readonly string[] = Object.keys(WRONG);

/** Communities: of this node, but for those that say where. */
const COMMUNITIES: Readonly<Record<string, { level: Level; at?: string; heard?: string }>> = {
  open: { level: "open" },
  restricted: { level: "restricted" },
  closed: { level: "closed" },
  hidden: { level: "confidential" },
  other: { level: "closed" },
  shut: { level: "closed" },
  heard: { level: "closed", at: "distant", heard: "1 hour" },
  secret: { level: "confidential" },
  away: { level: "confidential", at: "distant" },
  silent: { level: "closed", at: "distant", heard: "8 days" },
};

interface Person {
  readonly at?: string;
  readonly deleted?: boolean;
  readonly suspended?: boolean;
  /** What it is told by: an inbox of its own and its node's, unless it says less. */
  readonly told?: "alone" | "never";
  readonly kind?: "service";
}

/** People: of this node, but for those that say where; deleted ones are. */
const PEOPLE: Readonly<Record<string, Person>> = {
  active: {},
  suspended: {},
  requested: {},
  refused: {},
  ended: {},
  outsider: {},
  gone: { deleted: true },
  administrator: {},
  second: {},
  former: {},
  disabled: {},
  ...Object.fromEntries(NODES.map((at) => [`of-${at}`, { at }])),
  "left-holder": { at: "holder" },
  "gone-memberless": { at: "memberless", deleted: true },
  "alone-keeper": { at: "keeper", told: "alone" },
  "mute-keeper": { at: "keeper", told: "never" },
  "banned-holder": { at: "holder", suspended: true },
  "service-holder": { at: "holder", kind: "service" },
  "invited-holder": { at: "holder" },
  "late-holder": { at: "holder" },
  "welcome-holder": { at: "holder" },
  author: {},
};

/** Who is in what, as what: community, person, state. */
const MEMBERS: readonly (readonly [string, string, string])[] = [
  ...["active", "suspended", "requested", "refused", "ended"].flatMap((state) =>
    ["closed", "hidden"].map((community) => [community, state, state] as const),
  ),
  ...["heard", "silent"].map((community) => [community, "active", "active"] as const),
  ...["open", "closed", "hidden"].flatMap((community) =>
    ["holder", "paused", "known", "blocked", "unlike", "unmarked", "unpromising"].map(
      (at) => [community, `of-${at}`, "active"] as const,
    ),
  ),
  ["other", "left-holder", "ended"],
  ["other", "gone-memberless", "active"],
  ["other", "alone-keeper", "suspended"],
  ["other", "gone", "active"],
  ["other", "mute-keeper", "active"],
  ["shut", "ended", "ended"],
  ["secret", "left-holder", "active"],
  ["hidden", "left-holder", "ended"],
  ["hidden", "gone-memberless", "active"],
  ["hidden", "banned-holder", "active"],
  ["hidden", "service-holder", "active"],
  ["away", "of-holder", "active"],
];

/** Who follows what: community, person, state. */
const FOLLOWERS: readonly (readonly [string, string, string])[] = [
  ["restricted", "of-keeper", "active"],
  ["restricted", "of-holder", "ended"],
  ["shut", "of-keeper", "active"],
];

/** Invitations to hidden ones: community, person, until when. */
const INVITED: readonly (readonly [string, string, string])[] = [
  ["secret", "invited-holder", "infinity"],
  ["hidden", "welcome-holder", "infinity"],
  ["hidden", "late-holder", "-infinity"],
];

/** Emergency access: community, account, and what about it is not as it is where it is open. */
const OPENED: readonly (readonly [string, string, { over?: boolean; ended?: boolean }])[] = [
  ["closed", "administrator", {}],
  ["hidden", "administrator", {}],
  ["heard", "administrator", {}],
  ["other", "administrator", { over: true }],
  ["shut", "administrator", { ended: true }],
  ["closed", "former", {}],
  ["closed", "disabled", {}],
];

/** Plants all of it. */
export async function plantRuleWorld(sql: Sql): Promise<RuleWorld> {
  const peer: Record<string, string> = {};
  for (const [name, wrong] of Object.entries(WRONG)) {
    const [row] = await sql<{ id: string }[]>`insert into peers ${sql({
      ...{ origin: originOf(name), name, state: "accepted", delivery_class: "profile" },
      ...{ holds_closed: true, keeps_closed: true, reads_hidden: false, ...wrong },
    })} returning id`;
    peer[name] = row?.id ?? "";
  }
  const world = { community: {} as Record<string, string>, person: {} as Record<string, string> };
  for (const [name, who] of Object.entries(PEOPLE)) world.person[name] = await plantActor(sql, name, who);
  for (const [name, { level, at, heard }] of Object.entries(COMMUNITIES)) {
    const [row] = await sql<
      { id: string }[]
    >`insert into communities (actor_id, level, purpose, epoch, home_heard)
      values (${await plantActor(sql, name, { at, kind: "group" })}, ${level}, 'Something', 'e',
        now() - ${heard ?? "0"}::interval) returning id`;
    world.community[name] = row?.id ?? "";
  }
  for (const [community, person, state] of MEMBERS)
    await sql`insert into memberships (community_id, actor_id, state, requested)
      values (${world.community[community] ?? ""}, ${world.person[person] ?? ""}, ${state}, now())`;
  for (const [community, person, state] of FOLLOWERS)
    await sql`insert into follows (community_id, actor_id, state, since)
      values (${world.community[community] ?? ""}, ${world.person[person] ?? ""}, ${state}, now())`;
  await plantWords(sql, world);
  return { ...world, peer, account: await plantEmergencies(sql, world) };
}

async function plantActor(
  sql: Sql,
  name: string,
  who: Omit<Person, "kind" | "at"> & {
    readonly kind?: "service" | "group";
    readonly at?: string | undefined;
  },
): Promise<string> {
  const { at, kind = "person", told } = who;
  const origin = originOf(at ?? "here");
  const own = at === undefined || told === "never" ? null : `${origin}/ap/${name}/inbox`;
  const [row] = await sql<{ id: string }[]>`
    insert into actors (iri, kind, handle, name, peer_id, inbox, shared_inbox, deleted, suspended)
    values (${`${origin}/ap/${kind === "group" ? kind : "person"}/${name}`}, ${kind}, ${name}, ${name},
      (select id from peers where origin = ${origin}), ${own}, ${told === undefined && own !== null ? `${origin}/ap/inbox` : null},
      case when ${who.deleted ?? false} then now() end, case when ${who.suspended ?? false} then now() end)
    returning id`;
  return row?.id ?? "";
}

/** Something said in each community, by somebody who is asked about nowhere; and who is invited to hidden ones. */
async function plantWords(
  sql: Sql,
  { community, person }: Pick<RuleWorld, "community" | "person">,
): Promise<void> {
  for (const [name, id] of Object.entries(community))
    await sql`insert into posts (iri, community_id, author_id, kind, title, html, closed, published, state)
      select ${`https://here.gov.example/ap/o/${name}`}, id, ${person.author ?? ""}, 'topic', ${name}, '<p>Said</p>', closed,
        now(), 'accepted' from communities where id = ${id}`;
  for (const [at, who, ends] of INVITED)
    await sql`insert into hidden_invitations (community_id, actor_id, invited_by, made, ends)
      values (${community[at] ?? ""}, ${person[who] ?? ""}, ${person.author ?? ""}, now() - interval '2 days', ${ends}::text::timestamptz)`;
}

async function plantEmergencies(
  sql: Sql,
  { community, person }: Pick<RuleWorld, "community" | "person">,
): Promise<Record<string, string>> {
  const account: Record<string, string> = {};
  for (const name of ["administrator", "second", "former", "disabled"]) {
    const [row] = await sql<{ id: string }[]>`
      insert into accounts (actor_id, email, administrator, disabled)
      values (${person[name] ?? ""}, ${`${name}@somerset.gov.example`}, ${name !== "former"},
        case when ${name === "disabled"} then now() end) returning id`;
    account[name] = row?.id ?? "";
  }
  for (const [at, who, { over = false, ended = false }] of OPENED)
    await sql`insert into break_glass (id, community_id, account_id, actor_id, reason, opened, until, ended)
      values (uuidv7(), ${community[at] ?? ""}, ${account[who] ?? ""}, ${person[who] ?? ""}, 'A reason that is long enough',
        now() - interval '50 minutes', now() + ${over ? "-10 minutes" : "5 minutes"}::interval,
        case when ${ended} then now() end)`;
  return account;
}
