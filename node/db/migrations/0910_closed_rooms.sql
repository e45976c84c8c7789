-- Communities for members only that have members on other nodes (profile D.1).

-- Whether the administrator here says that a node may hold copies of what is written in closed communities of this one,
-- and whether that node says of itself that it keeps them closed (`#closed-1`). Both are asked at each delivery.
alter table peers add column holds_closed boolean not null default false;
alter table peers add column keeps_closed boolean not null default false;

-- Names of the nodes that keep copies of a closed community elsewhere, as its own node says; null where it says nothing.
alter table communities add column holders text[];
-- When a closed community elsewhere last told this node who of its people are members.
alter table communities add column home_heard timestamptz;

-- What is written in a closed community is for the nodes that hold it, and nobody else.
alter table activities drop constraint activities_readers_check;
alter table activities add constraint activities_readers_check check (readers in ('anyone', 'peers', 'addressees', 'holders'));

-- As readableCommunities has it: holders by their marks, and people of a community elsewhere while its node was heard
-- within seven days (profile B-15).
create or replace function viewer_rooms() returns setof uuid language sql stable parallel safe rows 20 as $$
  select m.community_id from memberships m join communities c on c.id = m.community_id and c.closed
    join actors g on g.id = c.actor_id
  where m.state in ('active', 'suspended') and m.actor_id = viewer_person()
    and (g.peer_id is null or c.home_heard > now() - interval '7 days')
  union all
  select m.community_id from memberships m join actors a on a.id = m.actor_id join peers p on p.id = a.peer_id
    join communities c on c.id = m.community_id
  where p.origin = case
      when current_setting('moothall.viewer', true) like 'peer:%' then substr(current_setting('moothall.viewer', true), 6) end
    and p.state = 'accepted' and p.delivery_class = 'profile' and p.holds_closed and p.keeps_closed
    and m.state in ('active', 'suspended') and c.level = 'closed'
$$;
