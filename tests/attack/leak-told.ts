/** What people are told without asking, by hand: see leak-table.ts for the letters. */

/**
 * Every kind of notice about a post of a members-only or a hidden community: what its line tells a member, and what it tells
 * somebody who has left since. Who left one for members keeps where what they were told of was, and never what was said;
 * who left a hidden one keeps nothing that says that it exists.
 */
export const NOTICES: Readonly<Record<string, readonly [member: string, left: string, leftHidden: string]>> =
  {
    reply: ["ENPB", "", ""],
    mention: ["ENPB", "", ""],
    accepted: ["ENPB", "", ""],
    "new-post": ["ENPB", "", ""],
    request: ["ENB", "EN", ""],
    decided: ["ENPB", "ENP", ""],
    declined: ["ENPB", "ENP", ""],
    removed: ["ENPB", "ENP", ""],
    report: ["ENB", "EN", ""],
    "report-closed": ["ENPB", "ENP", ""],
    "late-letter": ["ENPB", "ENP", ""],
    peer: ["ENB", "EN", ""],
    role: ["ENPB", "ENP", ""],
    held: ["ENB", "EN", ""],
    employer: ["ENB", "EN", ""],
    "post-restored": ["ENPB", "ENP", ""],
    locked: ["ENPB", "ENP", ""],
    unlocked: ["ENPB", "ENP", ""],
    moved: ["ENPB", "ENP", ""],
    "without-lead": ["ENB", "EN", ""],
    appeal: ["ENB", "EN", ""],
    "appeal-closed": ["ENPB", "ENP", ""],
    "lead-letter": ["ENB", "EN", ""],
    opened: ["ENB", "EN", ""],
    "act-refused": ["ENPB", "ENP", ""],
    hidden: ["ENB", "EN", ""],
    released: ["ENPB", "ENP", ""],
    "release-withdrawn": ["ENPB", "ENP", ""],
    "release-changed": ["ENPB", "ENP", ""],
    // Whoever left is invited again: that they may know.
    invited: ["ENB", "EN", "EN"],
  };

/** What the mail of any notice tells: of a members-only community which one, where and what kind of thing; of a hidden one nothing. */
export const IN_NOTICE_MAILS = { closed: "ENP", confidential: "" };

/**
 * Every text of a mail, by what it may be about: `account`, the person's own or the node; `open`, communities that anyone may
 * read, and no other; `closed`, also those for members only; `hidden`, one that nobody may be told the name of.
 */
export const MAIL_TEXTS: Readonly<Record<string, "account" | "open" | "closed" | "hidden">> = {
  ...{ register: "account", "register-known": "account", invite: "account", reset: "account" },
  ...{ "reset-unknown": "account", "password-changed": "account", "email-change": "account" },
  ...{ "email-changed": "account", test: "account", employer: "account" },
  ...{ "peer-asked": "account", "peer-accepted": "account", "peer-refused": "account" },
  ...{ "peer-lost-silent": "account", "peer-lost-lied": "account" },
  ...{ reply: "open", answer: "open", mention: "open", accepted: "open", "new-topic": "open" },
  ...{ "new-question": "open", "new-reply": "open", request: "open", joined: "open", refused: "open" },
  ...{ ended: "open", suspended: "open", restored: "open", "decided-already": "open", declined: "open" },
  ...{ removed: "open", "post-restored": "open", locked: "open", unlocked: "open", moved: "open" },
  ...{ appeal: "open" },
  ...{ "appeal-restored": "open", "appeal-upheld": "open", report: "open", "report-removed": "open" },
  ...{ "report-dismissed": "open", "late-letter": "open", "role-given": "open", "role-taken": "open" },
  ...{ "digest-daily": "open", "digest-weekly": "open", "lead-letter": "open", "act-refused": "open" },
  ...{ "without-lead": "open", "edit-refused": "open", "release-withdrawn": "open" },
  ...{ "release-changed": "open" },
  ...{ closed: "closed", invited: "closed", "invited-address": "closed", "invited-again": "closed" },
  ...{ hidden: "hidden", "hidden-invited": "hidden", "invited-hidden": "hidden" },
  ...{ "invited-hidden-address": "hidden" },
};

/** What a text for more than open communities may speak of, in braces. */
export const MAIL_FACTS = { closed: ["community", "kind", "site", "who"], hidden: ["site"] };

/** Every figure, with its labels: routes, kinds and outcomes from closed lists, and nodes; no word, name or id has a place. */
export const FIGURES: Readonly<Record<string, readonly string[]>> = {
  moothall_http_request_duration_seconds: ["le", "method", "route", "status"],
  moothall_page_render_duration_seconds: ["le"],
  moothall_inbox_activities_total: ["outcome", "type"],
  moothall_deliveries_total: ["kind", "outcome"],
  moothall_deliveries_waiting: ["peer"],
  moothall_lane_age_seconds: ["peer"],
  moothall_lanes: ["state"],
  moothall_jobs_total: ["name", "outcome"],
  moothall_changes_total: ["consumer"],
  moothall_changes_behind_seconds: ["consumer"],
  moothall_changes_set_aside: ["consumer"],
  moothall_mails_total: ["outcome"],
  moothall_mails_waiting: [],
  moothall_mails_age_seconds: [],
  moothall_sign_ins_total: ["outcome"],
  moothall_database_up: [],
  moothall_database_connections: ["pool"],
  moothall_event_loop_delay_seconds: ["quantile"],
  process_resident_memory_bytes: [],
  process_cpu_seconds_total: [],
};

/** What `/metrics` says of itself. */
export const FROM_THE_EXPORTER = ["target_info"];
