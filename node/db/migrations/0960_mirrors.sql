-- Files of posts from other councils, fetched, checked and kept here (profile D.3, ADR 13).

-- Set for a file that was fetched: SHA-256 of the bytes that its author's activity names. Those of a picture made anew
-- for this node's people differ from them; where others fetch the file from here, both are kept (`exact`).
alter table files add column digest bytea;
alter table files add column exact boolean not null default false;
create index files_digest on files (post_id, digest) where digest is not null;
create index files_fetched on files (owner_id, digest) where digest is not null and post_id is null;

-- wanted: this node keeps it, and fetches it when it is not there. failed: it does not come; `problem` says why.
alter table attached_links add column state text not null default 'link' check (state in ('link', 'wanted', 'failed'));
alter table attached_links add column sha256 bytea;
alter table attached_links add column due timestamptz;
alter table attached_links add column tries int not null default 0;
alter table attached_links add column problem text not null default '';
create index attached_links_due on attached_links (due) where state = 'wanted' and due is not null;

-- What was sent to a community of this node and has no effect before its files are here and checked: nothing of it is
-- announced until then (profile D-10). As it came, for the author's proof stands on these bytes.
create table acts_awaiting_files (
  iri text primary key,
  actor_iri text not null,
  type text not null,
  community_id uuid not null references communities (id) on delete cascade,
  object_iri text not null,
  bytes bytea not null,
  -- What lacks: href, name, mediaType, bytes, sha256 (hexadecimal) of each.
  files jsonb not null,
  received timestamptz not null,
  due timestamptz not null,
  tries int not null default 0
);
create index acts_awaiting_files_due on acts_awaiting_files (due);
create index acts_awaiting_files_object on acts_awaiting_files (object_iri);

alter table acts_awaiting_files enable row level security;
create policy readers on acts_awaiting_files using ((select viewer_is_node())) with check (true);
