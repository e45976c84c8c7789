-- The author's one appeal against the removal of a post, where it was made and where the community lives.
create table appeals (
  id uuid primary key default uuidv7(),
  -- The Flag that carries it to the Group.
  iri text not null unique,
  community_id uuid not null references communities on delete cascade,
  post_id uuid not null references posts on delete cascade,
  author_id uuid not null references actors,
  -- The Delete it is against: one appeal each.
  removal_iri text not null,
  words text not null,
  state text not null default 'open' check (state in ('open', 'restored', 'upheld', 'withdrawn')),
  outcome text not null default '',
  created timestamptz not null,
  decided timestamptz,
  decided_by uuid references actors,
  unique (removal_iri, post_id)
);
create index appeals_community on appeals (community_id, created desc);
create index appeals_post on appeals (post_id);
