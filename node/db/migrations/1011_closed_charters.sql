-- The charter of a closed or hidden community is for its members: it stands in a table of its own behind the second lock
-- (0900). That of an open one stays with the community.
create table closed_charters (
  community_id uuid primary key references communities on delete cascade,
  charter jsonb not null
);
insert into closed_charters (community_id, charter) select id, charter from communities where closed and charter <> '{}';
update communities set charter = '{}' where closed and charter <> '{}';
alter table closed_charters enable row level security;
create policy readers on closed_charters using (
  (select viewer_is_node()) or community_id in (select viewer_rooms()) or community_id in (select viewer_opened()))
  with check (true);
