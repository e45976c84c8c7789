-- Files that people add to what they write. The bytes stand in the file store under the id of the row (node/files/store.ts).

create table files (
  id uuid primary key,
  -- Stands in the address under which the file is served; nobody finds it by guessing.
  secret uuid not null unique,
  owner_id uuid not null references actors (id) on delete cascade,
  -- Null while it was only uploaded.
  post_id uuid references posts (id) on delete cascade,
  -- That of the post, so that what a community takes is counted without looking at posts.
  community_id uuid references communities (id),
  -- Order under the post.
  place int not null default 0,
  name text not null,
  -- What a picture shows, for who cannot see it.
  alt text not null default '',
  media_type text not null,
  bytes bigint not null,
  -- Of the bytes as they are served.
  sha256 bytea not null,
  -- Of pictures, in pixels.
  width int,
  height int,
  -- There is a smaller one beside it, for lists.
  small boolean not null default false,
  -- ready: may be read. waiting: a virus check has not said yes. infected: it said no, and the bytes are gone.
  state text not null default 'ready' check (state in ('ready', 'waiting', 'infected')),
  uploaded timestamptz not null
);
create index files_post on files (post_id, place) where post_id is not null;
create index files_community on files (community_id) where community_id is not null;
create index files_owner on files (owner_id, uploaded);
create index files_unposted on files (uploaded) where post_id is null;
create index files_waiting on files (uploaded) where state = 'waiting';

-- The second lock (0900): a file is seen with its post, and before that by who uploaded it.
alter table files enable row level security;
create policy readers on files using (
  (select viewer_is_node()) or (post_id is null and owner_id = (select viewer_person()))
  or exists (select 1 from posts p where p.id = post_id)) with check (true);
