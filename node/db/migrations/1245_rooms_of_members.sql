update memberships m set here = true from communities c join actors g on g.id = c.actor_id
where c.id = m.community_id and g.peer_id is null and not m.here;

-- As readableCommunities has it (node/visibility/readable.ts). Rooms that anyone may read are among a person's here: nothing
-- is kept from them there anyway.
create or replace function viewer_rooms() returns setof uuid language sql stable parallel safe rows 20 as $$
  select m.community_id from memberships m
  where m.state in ('active', 'suspended') and m.actor_id = viewer_person()
    and (m.here or exists (select 1 from communities c
      where c.id = m.community_id and c.home_heard > now() - interval '7 days'))
  union all
  select m.community_id from memberships m join actors a on a.id = m.actor_id and a.deleted is null
    join peers p on p.id = a.peer_id join communities c on c.id = m.community_id
  where p.origin = case
      when current_setting('moothall.viewer', true) like 'peer:%' then substr(current_setting('moothall.viewer', true), 6) end
    and p.state = 'accepted' and p.delivery_class = 'profile' and p.holds_closed and p.keeps_closed
    and m.state in ('active', 'suspended') and c.level = 'closed'
$$;
