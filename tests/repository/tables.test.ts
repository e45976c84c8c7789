import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, read, readSources } from "./source.ts";

/** Whose verbs write a table: a folder of node/, or `search/` for what only the search engine keeps. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  "node/accounts/": ["accounts", "api_tokens", "login_attempts", "sessions", "tokens"],
  "node/actors/": ["actor_keys", "actors", "handles"],
  "node/appeals/": ["appeals"],
  "node/audit/": ["audit_addresses", "audit_events", "audit_progress", "audit_seals"],
  "node/changes/": ["changes", "consumer_failures", "consumers", "effects"],
  "node/communities/": ["closed_charters", "communities"],
  "node/councils/": ["organisation_domains", "organisations"],
  "node/backup/": ["restorations"],
  "node/doctor/": ["findings", "processes"],
  "node/drafts/": ["drafts"],
  "node/hidden/": ["hidden_invitations", "hidden_tellings"],
  "node/erasures/": ["erasures", "legal_holds"],
  "node/files/": ["acts_awaiting_files", "attached_links", "files"],
  "node/invitations/": ["invitation_opt_outs", "invitations", "peer_opt_outs"],
  "node/jobs/": ["job_schedules"],
  "node/break-glass/": ["break_glass"],
  "node/exports/": ["community_exports"],
  "node/lanes/": ["deliveries", "lanes"],
  "node/letters/": ["lead_letters"],
  "node/logs/": ["entries_set_aside", "kept_entries", "log_decisions", "waiting_entries"],
  "node/mail/": ["mails"],
  "node/memberships/": ["follows", "grant_proofs", "memberships"],
  "node/moderation/": ["reports"],
  "node/modlog/": ["moderation_acts"],
  "node/notifications/": ["digests", "muted_threads", "news", "notice_levels", "notices"],
  "node/outbox/": ["activities", "log_entries"],
  "node/peers/": ["peers"],
  "node/places/": ["hidden_places"],
  "node/posts/": [
    "mentions",
    "post_copies",
    "post_releases",
    "post_revisions",
    "post_releases",
    "posts",
    "reading",
    "release_sources",
    "thread_moves",
    "tombstones",
    "useful_marks",
  ],
  "node/receipts/": ["removal_receipts"],
  "node/settings/": ["node_settings"],
  "search/": [
    ...["search_closed", "search_document", "search_open", "search_person", "search_seen", "search_state"],
    ...["search_stem", "search_word"],
  ],
};

/**
 * Files outside the core that name its tables, and which: what was undone, asked or left, found by the id of an
 * activity. This list may only shrink, and a line that no longer holds goes.
 */
const OUTSIDE: readonly string[] = [
  "federation/inbox/act.ts: activities",
  "federation/inbox/act.ts: actors",
  "federation/inbox/membership.ts: follows",
  "federation/inbox/membership.ts: memberships",
];

/**
 * Folders of the core that write what belongs to another, always in the transaction of an act of their own.
 * This list may only shrink.
 */
const ACROSS: readonly string[] = [
  "node/accounts/ writes actors",
  "node/accounts/ writes audit_addresses",
  "node/actors/ writes peers",
  "node/communities/ writes actors",
  "node/communities/ writes log_entries",
  "node/communities/ writes memberships",
  "node/councils/ writes accounts",
  "node/councils/ writes actors",
  "node/lanes/ writes peers",
  "node/logs/ writes communities",
  "node/mail/ writes node_settings",
  "node/memberships/ writes communities",
  "node/notifications/ writes accounts",
  "node/notifications/ writes mails",
  "node/origin.ts/ writes node_settings",
  "node/outbox/ writes communities",
  "node/outbox/ writes deliveries",
  "node/outbox/ writes lanes",
  "node/peers/ writes actors",
  "node/peers/ writes communities",
  "node/peers/ writes deliveries",
  "node/peers/ writes lanes",
  "node/peers/ writes organisations",
  "node/posts/ writes activities",
  "node/posts/ writes actors",
  "node/posts/ writes appeals",
  "node/posts/ writes communities",
  "node/posts/ writes drafts",
  "node/posts/ writes log_entries",
  "node/posts/ writes notices",
  "node/posts/ writes reports",
  "node/settings/ writes actor_keys",
  "node/settings/ writes actors",
  "node/settings/ writes handles",
];

const sources = readSources(["node", "web", "federation", "search"]);
const owners = new Map(
  Object.entries(OWNERS).flatMap(([folder, tables]) => tables.map((one) => [one, folder])),
);

test("Every table belongs to one folder (rule R6)", () => {
  const made = readdirSync(join(ROOT, "node/db/migrations")).flatMap((file) => [
    ...read(`node/db/migrations/${file}`).matchAll(
      /create (?:unlogged )?table (?:if not exists )?([a-z_]+)/gi,
    ),
  ]);
  expect(made.map(([, table = ""]) => table).filter((table) => !owners.has(table))).toEqual([]);
});

test("Nobody outside the core names one of its tables, but for what is listed (rule R6)", () => {
  const outside = sources.filter(({ file }) => !file.startsWith("node/"));
  expect([...new Set(outside.flatMap(({ file, text }) => strangersIn(file, text)))].sort()).toEqual(OUTSIDE);
});

test("Within the core a table is written by the folder it belongs to, but for what is listed (rule R6)", () => {
  const core = sources.filter(({ file }) => file.startsWith("node/") && !file.startsWith("node/db/"));
  const written = core.flatMap(({ file, text }) => strangersIn(file, text, true));
  expect([...new Set(written)].sort()).toEqual(ACROSS);
});

test("The rule sees reads and writes, and leaves words about tables alone", () => {
  const code = "await sql`select 1 from follows f join posts p on true`; sql`update peers set x = 1`;";
  expect(strangersIn("federation/inbox/act.ts", code)).toEqual(
    ["follows", "posts", "peers"].map((table) => `federation/inbox/act.ts: ${table}`),
  );
  expect(strangersIn("node/posts/read.ts", code, true)).toEqual(["node/posts/ writes peers"]);
  expect(strangersIn("node/peers/hold.ts", code, true)).toEqual([]);
  expect(strangersIn("web/app.ts", "// taken from posts\nconst text = `words from posts`;")).toEqual([]);
});

/** Tables of others that the queries of a file name: all of them, or those it `writes`. */
function strangersIn(file: string, text: string, writes = false): string[] {
  const verbs = writes ? "insert into|update|delete from" : "from|join|into|update|delete from";
  const named = new RegExp(`\\b(?:${verbs})\\s+(?:only\\s+)?([a-z_]+)\\b`, "g");
  const queries =
    text.match(/`[^`]*`/g)?.filter((one) => /\b(select|insert|update|delete)\b/.test(one)) ?? [];
  const tables = queries.flatMap((query) => [...query.matchAll(named)].map(([, table = ""]) => table));
  return tables
    .filter((table) => owners.has(table) && !file.startsWith(owners.get(table) ?? ""))
    .map((table) => (writes ? `${file.split("/", 2).join("/")}/ writes ${table}` : `${file}: ${table}`));
}
