-- What facilitators released of communities for members only, into ones that more people can read (profile C.10).

-- That a post is a release of what others wrote, and why; anybody who may read the post reads it.
create table post_releases (
  post_id uuid primary key references posts on delete cascade,
  reason text not null,
  made timestamptz not null
);
alter table post_releases enable row level security;
create policy readers on post_releases using (
  (select viewer_is_node()) or exists (select 1 from posts p where p.id = post_id)) with check (true);

-- Which posts a release was made of. Only who may read those learns of it.
create table release_sources (
  source_id uuid not null references posts on delete cascade,
  release_iri text not null,
  made timestamptz not null,
  primary key (source_id, release_iri)
);
create index release_sources_release on release_sources (release_iri);
alter table release_sources enable row level security;
create policy readers on release_sources using (
  (select viewer_is_node()) or exists (select 1 from posts p where p.id = source_id)) with check (true);
