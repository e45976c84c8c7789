-- The tables of the first journey. Forward only; never edited once landed.
-- Every IRI of an actor, object or activity is stored once and never derived on reading.

create table node_settings (
  key text primary key,
  value jsonb not null,
  updated timestamptz not null default now()
);

-- Other nodes, keyed by origin (scheme://host[:port]).
create table peers (
  id uuid primary key default uuidv7(),
  origin text not null unique,
  node_iri text,
  name text not null default '',
  software text,
  delivery_class text not null default 'unknown'
    check (delivery_class in ('profile', 'threadiverse', 'microblog', 'unknown')),
  -- known: seen, nothing decided; asked: we asked; knocking: they asked; accepted; refused; paused; blocked
  state text not null default 'known'
    check (state in ('known', 'asked', 'knocking', 'accepted', 'refused', 'paused', 'blocked')),
  trusted boolean not null default false,
  connect_iri text,
  their_connect_iri text,
  message text,
  reason text,
  councils jsonb not null default '[]',
  key_fingerprint text,
  signature_spec text not null default 'cavage' check (signature_spec in ('rfc9421', 'cavage')),
  bring_history boolean not null default true,
  history_days int not null default 90,
  history_items int not null default 100000,
  directory_read timestamptz,
  directory_due timestamptz,
  created timestamptz not null default now(),
  decided timestamptz,
  last_heard timestamptz
);

-- Councils. Local ones are served by this node; the others are known through the peer that serves them.
create table organisations (
  id uuid primary key default uuidv7(),
  register_id text unique,
  name text not null,
  name_cy text,
  own boolean not null default false,
  local boolean not null default false,
  peer_id uuid references peers,
  accepted boolean not null default false,
  -- named in the configuration: its name and those domains follow the configuration at every start
  from_config boolean not null default false,
  -- no longer served here: nobody joins it any more, the people in it keep their label
  ended timestamptz,
  created timestamptz not null default now(),
  check (local or peer_id is not null)
);
create unique index one_own_council on organisations (own) where own and local;
create unique index organisations_local_name on organisations (lower(name)) where local;

create table organisation_domains (
  organisation_id uuid not null references organisations on delete cascade,
  domain text not null check (domain = lower(domain)),
  from_config boolean not null default false,
  primary key (organisation_id, domain)
);
create index organisation_domains_domain on organisation_domains (domain);

-- People, communities and nodes, local (peer_id null) and remote, in one table.
create table actors (
  id uuid primary key default uuidv7(),
  iri text not null unique,
  kind text not null check (kind in ('person', 'group', 'node', 'service')),
  peer_id uuid references peers,
  handle text not null,
  name text not null,
  summary text not null default '',
  url text,
  organisation_id uuid references organisations,
  organisation_claim text,
  role_title text not null default '',
  topics text[] not null default '{}',
  service_areas text[] not null default '{}',
  spoken text[] not null default '{}',
  profile_visibility text not null default 'network'
    check (profile_visibility in ('hidden', 'council', 'network', 'everyone')),
  inbox text,
  shared_inbox text,
  moderators_iri text,
  document jsonb,
  public_keys jsonb not null default '[]',
  acted boolean not null default false,
  moved_to text,
  fetched timestamptz,
  suspended timestamptz,
  deleted timestamptz,
  created timestamptz not null default now(),
  updated timestamptz not null default now()
);
create index actors_peer on actors (peer_id) where peer_id is not null;
create index actors_local_kind on actors (kind) where peer_id is null;

-- Local handles: one namespace for people and communities, never reused.
create table handles (
  handle text primary key check (handle ~ '^[a-z0-9_]{1,30}$'),
  actor_id uuid not null references actors,
  since timestamptz not null default now(),
  ended timestamptz
);

create table actor_keys (
  id uuid primary key default uuidv7(),
  actor_id uuid not null references actors,
  purpose text not null check (purpose in ('rsa', 'ed25519')),
  key_iri text not null unique,
  public_key text not null,
  private_key bytea not null,
  kek_version int not null,
  created timestamptz not null default now(),
  revoked timestamptz
);
create unique index actor_keys_current on actor_keys (actor_id, purpose) where revoked is null;

create table accounts (
  id uuid primary key default uuidv7(),
  actor_id uuid not null unique references actors,
  email text not null unique check (email = lower(email)),
  -- null: signs in by other means (single sign-on, passkey)
  password_hash text,
  language text not null default 'en' check (language in ('en', 'cy')),
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  administrator boolean not null default false,
  -- awaiting: the domain belongs to several councils, an administrator confirms the one chosen
  employer text not null default 'verified' check (employer in ('verified', 'awaiting', 'invited')),
  -- what the person chose, until it is confirmed; labels read actors.organisation_id only
  claimed_organisation_id uuid references organisations,
  invited_by uuid references accounts,
  digest_hour int not null default 8,
  digest_default text not null default 'weekly' check (digest_default in ('each', 'daily', 'weekly', 'none')),
  welcomed timestamptz,
  last_visit timestamptz,
  this_visit timestamptz,
  disabled timestamptz,
  created timestamptz not null default now()
);

create table sessions (
  id uuid primary key default uuidv7(),
  token_hash bytea not null unique,
  account_id uuid not null references accounts on delete cascade,
  -- by what the person proved who they are: password; later otp, passkey, sso
  factors text[] not null default '{password}',
  authenticated timestamptz not null,
  seen timestamptz not null,
  expires timestamptz not null,
  device text not null default '',
  ended timestamptz
);
create index sessions_account on sessions (account_id);

-- Links sent by mail and handed out: hash only, purpose-bound, single use.
create table tokens (
  id uuid primary key default uuidv7(),
  hash bytea not null unique,
  purpose text not null check (purpose in ('administrator', 'register', 'invite', 'reset', 'email', 'unsubscribe', 'decide')),
  email text,
  -- whom it is for; of an invitation: who invites
  account_id uuid references accounts on delete cascade,
  facts jsonb not null default '{}',
  created timestamptz not null default now(),
  expires timestamptz not null,
  used timestamptz
);
create index tokens_email on tokens (email, purpose);
create index tokens_account on tokens (account_id, purpose) where account_id is not null;

-- Tries counted against a limit. "key" names what is limited; people and addresses stand in it as hashes.
create table login_attempts (
  key text primary key,
  count int not null,
  until timestamptz not null,
  -- failures in a row, and until when the next try waits because of them
  failures int not null default 0,
  wait_until timestamptz
);
create index login_attempts_until on login_attempts (until);

create table communities (
  id uuid primary key default uuidv7(),
  number int generated always as identity (start with 1000) unique,
  actor_id uuid not null unique references actors,
  level text not null check (level in ('open', 'restricted', 'closed', 'confidential')),
  join_policy text not null default 'open' check (join_policy in ('open', 'approval', 'invitation')),
  post_policy text not null default 'members' check (post_policy in ('anyone', 'members', 'facilitators')),
  purpose text not null,
  charter jsonb not null default '{}',
  themes text[] not null default '{}',
  language text not null default 'en',
  indexable boolean not null default false,
  feed boolean not null default false,
  listed boolean not null default true,
  join_code text,
  first_post timestamptz,
  archived timestamptz,
  -- the log: written only here for a local community; what is known and applied for a remote one
  epoch text not null,
  seq bigint not null default 0,
  applied int8multirange not null default '{}',
  history_floor bigint not null default 0,
  history_state text not null default 'none' check (history_state in ('none', 'wanted', 'bringing', 'complete')),
  history_checked timestamptz,
  stub boolean not null default false,
  members int not null default 0,
  councils int not null default 0,
  last_activity timestamptz,
  created timestamptz not null default now(),
  updated timestamptz not null default now()
);

create table memberships (
  id uuid primary key default uuidv7(),
  community_id uuid not null references communities,
  actor_id uuid not null references actors,
  role text not null default 'member' check (role in ('member', 'facilitator', 'owner')),
  state text not null check (state in ('requested', 'active', 'refused', 'suspended', 'ended')),
  grant_iri text,
  request_iri text,
  request jsonb,
  words text not null default '',
  reason text not null default '',
  requested timestamptz not null,
  decided timestamptz,
  decided_by uuid references actors,
  ended timestamptz,
  unique (community_id, actor_id)
);
create index memberships_actor on memberships (actor_id);
create unique index memberships_request on memberships (request_iri) where request_iri is not null;

-- Readers: followers that are not members (other nodes, followers of restricted communities, foreign accounts).
create table follows (
  id uuid primary key default uuidv7(),
  community_id uuid not null references communities,
  actor_id uuid not null references actors,
  state text not null check (state in ('requested', 'active', 'refused', 'ended')),
  follow_iri text,
  follow jsonb,
  since timestamptz not null,
  ended timestamptz,
  unique (community_id, actor_id)
);
create index follows_actor on follows (actor_id);

create table posts (
  id uuid primary key default uuidv7(),
  iri text not null unique,
  community_id uuid not null references communities,
  author_id uuid not null references actors,
  root_id uuid references posts,
  parent_id uuid references posts,
  parent_iri text,
  kind text not null check (kind in ('topic', 'question', 'reply')),
  title text not null default '',
  source text not null default '',
  html text not null default '',
  summary text not null default '',
  lang text not null default 'en',
  lang_source text not null default 'guessed' check (lang_source in ('guessed', 'stated', 'corrected')),
  themes text[] not null default '{}',
  hashtags text[] not null default '{}',
  revision int not null default 1,
  -- pending: waiting for the community's node; held: from outside, for the facilitator
  state text not null check (state in ('pending', 'accepted', 'declined', 'removed', 'deleted', 'held')),
  reason text not null default '',
  removed_by uuid references actors,
  seq bigint,
  raw bytea,
  content_hash bytea,
  submission uuid,
  url text,
  context_iri text,
  delivered timestamptz,
  published timestamptz not null,
  updated timestamptz,
  received timestamptz not null default now(),
  pinned timestamptz,
  locked timestamptz,
  lock_reason text not null default '',
  accepted_answer_id uuid references posts,
  accepted_by uuid references actors,
  useful int not null default 0,
  replies int not null default 0,
  last_reply timestamptz,
  last_reply_by uuid references actors,
  unique (author_id, submission)
);
create index posts_community on posts (community_id, last_reply desc nulls last) where parent_iri is null;
create index posts_thread on posts (root_id, seq);
create index posts_author on posts (author_id, published desc);
create index posts_orphans on posts (parent_iri) where parent_id is null and parent_iri is not null;

create table post_revisions (
  post_id uuid not null references posts,
  number int not null,
  title text not null,
  source text not null,
  html text not null,
  made timestamptz not null,
  primary key (post_id, number)
);

-- Ids of what was deleted, remembered so that a late copy cannot bring it back (400 days).
create table tombstones (
  iri text primary key,
  community_id uuid references communities,
  author_iri text,
  deleted timestamptz not null
);

create table useful_marks (
  post_id uuid not null references posts on delete cascade,
  actor_id uuid not null references actors,
  activity_iri text,
  made timestamptz not null,
  primary key (post_id, actor_id)
);

create table mentions (
  post_id uuid not null references posts on delete cascade,
  actor_id uuid not null references actors,
  primary key (post_id, actor_id)
);

-- The append-only record of acts: outbox and history of what happened here.
create table changes (
  id uuid primary key default uuidv7(),
  position bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null,
  actor_id uuid,
  community_id uuid,
  subject_id uuid,
  subject_iri text,
  revision int,
  facts jsonb not null default '{}',
  origin text,
  happened timestamptz not null
);
create index changes_order on changes (xid, position);
create index changes_subject on changes (subject_id);

-- How far each consumer of the record has come.
create table consumers (
  name text primary key,
  xid xid8 not null default '0',
  position bigint not null default 0
);

-- Activities of this node, and exact copies of those it relays. `bytes` is fixed when first rendered.
create table activities (
  iri text primary key,
  actor_iri text not null,
  type text not null,
  object_iri text,
  community_id uuid references communities,
  change_id uuid,
  -- who may GET it: anyone, peers, or the addressees' nodes only
  readers text not null default 'addressees' check (readers in ('anyone', 'peers', 'addressees')),
  addressees text[] not null default '{}',
  facts jsonb not null default '{}',
  bytes bytea,
  created timestamptz not null
);
create index activities_object on activities (object_iri);
create index activities_actor on activities (actor_iri, created desc);

-- The numbered log of local communities.
create table log_entries (
  community_id uuid not null references communities,
  epoch text not null,
  seq bigint not null,
  announce_iri text not null unique,
  activity_iri text not null,
  object_iri text,
  type text not null,
  -- live: served whole; spent: superseded, erased or undone, served as a Tombstone
  state text not null default 'live' check (state in ('live', 'spent')),
  private boolean not null default false,
  published timestamptz not null,
  primary key (community_id, epoch, seq)
);
create index log_entries_object on log_entries (community_id, object_iri);
create index log_entries_activity on log_entries (activity_iri);

-- Entries of a log elsewhere that speak of something which has not arrived; applied when it does.
create table waiting_entries (
  community_id uuid not null references communities,
  epoch text not null,
  seq bigint not null,
  object_iri text not null,
  entry bytea not null,
  primary key (community_id, epoch, seq)
);
create index waiting_entries_object on waiting_entries (object_iri);

-- One effect per activity, whatever the road it came by.
create table effects (
  actor_iri text not null,
  activity_iri text not null,
  outcome text not null,
  happened timestamptz not null default now(),
  primary key (activity_iri, actor_iri)
);

-- Deliveries: one lane per origin.
create table lanes (
  origin text primary key,
  failures int not null default 0,
  open_from timestamptz not null default now(),
  failing_since timestamptz,
  parked timestamptz,
  leased_until timestamptz,
  leased_by text,
  last_success timestamptz,
  last_error text,
  last_error_at timestamptz
);
create index lanes_due on lanes (open_from);

create table deliveries (
  id bigint generated always as identity primary key,
  origin text not null references lanes,
  inbox text not null,
  activity_iri text not null,
  kind text not null check (kind in ('relay', 'letter')),
  form text not null default 'activity' check (form in ('activity', 'id')),
  community_id uuid,
  seq bigint,
  attempts int not null default 0,
  created timestamptz not null,
  failed timestamptz,
  error text
);
create index deliveries_lane on deliveries (origin, id) where failed is null;
create index deliveries_activity on deliveries (activity_iri);

create table drafts (
  id uuid primary key default uuidv7(),
  account_id uuid not null references accounts on delete cascade,
  place text not null check (length(place) between 1 and 200),
  body jsonb not null,
  updated timestamptz not null,
  unique (account_id, place)
);

-- How a person wants to hear of a community.
create table notice_levels (
  account_id uuid not null references accounts on delete cascade,
  community_id uuid not null references communities,
  level text not null check (level in ('each', 'daily', 'weekly', 'none')),
  updated timestamptz not null default now(),
  primary key (account_id, community_id)
);

create table notices (
  id uuid primary key default uuidv7(),
  account_id uuid not null references accounts on delete cascade,
  kind text not null check (kind in
    ('reply', 'mention', 'accepted', 'request', 'decided', 'declined', 'removed', 'report', 'report-closed', 'new-post', 'late-letter', 'peer',
     'role', 'held')),
  -- one event is told once, whatever the number of reasons
  event text not null,
  community_id uuid references communities,
  post_id uuid references posts on delete cascade,
  actor_id uuid references actors,
  facts jsonb not null default '{}',
  -- listed: on the notification page; the others only remember that a digest told of it
  listed boolean not null default true,
  created timestamptz not null,
  read timestamptz,
  unique (account_id, event)
);
create index notices_account on notices (account_id, created desc) where listed;
create index notices_unread on notices (account_id) where listed and read is null;
create index notices_post on notices (post_id) where post_id is not null;

-- Letters to people. No text of a post stands here: it is read, and the right to read it asked, when the mail leaves.
create table mails (
  id uuid primary key default uuidv7(),
  message_id text not null unique,
  account_id uuid references accounts on delete cascade,
  notice_id uuid references notices on delete cascade,
  recipient text not null,
  kind text not null,
  language text not null check (language in ('en', 'cy')),
  facts jsonb not null default '{}',
  links jsonb not null default '{}',
  created timestamptz not null,
  due timestamptz not null,
  expires timestamptz,
  attempts int not null default 0,
  leased_until timestamptz,
  sent timestamptz,
  failed timestamptz,
  error text
);
create index mails_due on mails (due) where sent is null and failed is null;
create index mails_waiting on mails (account_id) where sent is null and failed is null;
create index mails_notice on mails (notice_id) where notice_id is not null;

create table digests (
  account_id uuid not null references accounts on delete cascade,
  period text not null,
  until timestamptz not null,
  items int not null,
  primary key (account_id, period)
);

create table reports (
  id uuid primary key default uuidv7(),
  iri text unique,
  community_id uuid not null references communities,
  post_id uuid references posts on delete set null,
  post_iri text not null,
  reporter_account_id uuid references accounts,
  reporter_peer_id uuid references peers,
  reporter_email text,
  category text not null default 'conduct',
  words text not null default '',
  state text not null default 'open' check (state in ('open', 'removed', 'dismissed')),
  outcome text not null default '',
  decided_by uuid references actors,
  created timestamptz not null,
  decided timestamptz
);

-- Where each reader has read to, per thread.
create table reading (
  account_id uuid not null references accounts on delete cascade,
  root_id uuid not null references posts on delete cascade,
  read_to timestamptz not null,
  primary key (account_id, root_id)
);

create table audit_events (
  id bigint generated always as identity primary key,
  kind text not null,
  account_id uuid,
  actor_iri text,
  subject text,
  facts jsonb not null default '{}',
  happened timestamptz not null
);
create index audit_events_account on audit_events (account_id, happened) where account_id is not null;
create table audit_addresses (
  event_id bigint primary key references audit_events on delete cascade,
  address text not null
);
