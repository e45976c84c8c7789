-- Which entry of a community's log decided last on something that can be done and undone (a pin, a lock, a removal, a
-- useful mark, the accepted answer, a role): a log read in any order then ends as when it is read forwards.
create table log_decisions (
  community_id uuid not null references communities,
  topic text not null,
  epoch text not null,
  seq bigint not null,
  primary key (community_id, topic)
);
