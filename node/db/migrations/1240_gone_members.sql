-- As readableCommunities has it (node/visibility/readable.ts): somebody whose account was deleted is nobody by whom their
-- node may read on; what is sent left them out already.
create or replace function viewer_rooms() returns setof uuid language sql stable parallel safe rows 20 as $$
  select m.community_id from memberships m join communities c on c.id = m.community_id and c.closed
    join actors g on g.id = c.actor_id
  where m.state in ('active', 'suspended') and m.actor_id = viewer_person()
    and (g.peer_id is null or c.home_heard > now() - interval '7 days')
  union all
  select m.community_id from memberships m join actors a on a.id = m.actor_id and a.deleted is null
    join peers p on p.id = a.peer_id join communities c on c.id = m.community_id
  where p.origin = case
      when current_setting('moothall.viewer', true) like 'peer:%' then substr(current_setting('moothall.viewer', true), 6) end
    and p.state = 'accepted' and p.delivery_class = 'profile' and p.holds_closed and p.keeps_closed
    and m.state in ('active', 'suspended') and c.level = 'closed'
$$;
