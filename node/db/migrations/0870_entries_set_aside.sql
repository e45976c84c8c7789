-- Entries of a log elsewhere that this node failed on time and again: they are asked for no more, and taken when they are
-- delivered again.
create table entries_set_aside (
  community_id uuid not null references communities,
  epoch text not null,
  seq bigint not null,
  primary key (community_id, epoch, seq)
);
