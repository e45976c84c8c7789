-- The log of a community elsewhere as its Group proved it, entry by entry, without what was deleted or replaced: what its
-- node asks for when it was brought back to an earlier state (FEDERATION.md, "A node that was restored").
create table kept_entries (
  community_id uuid not null references communities,
  epoch text not null,
  seq bigint not null,
  object_iri text,
  type text not null,
  bytes bytea not null,
  primary key (community_id, epoch, seq)
);
create index kept_entries_object on kept_entries (object_iri) where type in ('Create', 'Update');

-- The logs of this node's communities as they stood: id of the community, its IRI, the epoch that ended, the last number.
alter table restorations add column logs jsonb not null default '[]';
-- Nodes that were asked, and entries that came back from them; entries whose author's account is gone.
alter table restorations add column asked text[] not null default '{}';
alter table restorations add column recovered int not null default 0;
alter table restorations add column lost int not null default 0;
-- The change that the database was found not to hold any more.
alter table restorations add column missing uuid;
