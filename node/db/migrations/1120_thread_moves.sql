-- Discussions that were moved to another community of the same node (profile C.9). Every move of each, by the activity that
-- says it, so that it has its effect once whatever log it is read in, and the newest counts in whatever order they are read.
create table thread_moves (
  activity_iri text primary key,
  root_iri text not null,
  -- Row id of the first post, where it is or was here: old addresses of its page name it.
  root_id uuid,
  from_iri text not null,
  to_iri text not null,
  moved timestamptz not null
);
create index thread_moves_root on thread_moves (root_iri, moved desc);
create index thread_moves_page on thread_moves (root_id) where root_id is not null;
