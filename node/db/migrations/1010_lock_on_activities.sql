-- The second lock (0900) on activities kept as bytes, on logs, and on what is served to other nodes: these read as the node
-- that asked, or as anyone.

-- The node that asks, whether it is connected (`peer:`) or only read by its own signature (`stranger:`); null for anyone else.
create function viewer_origin() returns text language sql stable parallel safe as $$
  select case
    when current_setting('moothall.viewer', true) like 'peer:%' then substr(current_setting('moothall.viewer', true), 6)
    when current_setting('moothall.viewer', true) like 'stranger:%' then substr(current_setting('moothall.viewer', true), 10)
  end
$$;

-- The closed communities whose own node is the one that looks: what was written here for them is theirs (profile D-06).
create function viewer_homes() returns setof uuid language sql stable parallel safe rows 5 as $$
  select c.id from peers p join actors g on g.peer_id = p.id join communities c on c.actor_id = g.id
  where p.origin = case
      when current_setting('moothall.viewer', true) like 'peer:%' then substr(current_setting('moothall.viewer', true), 6) end
    and p.state = 'accepted' and c.level = 'closed'
$$;
create policy homes on posts for select using (closed and community_id in (select viewer_homes()));

-- Whom an activity is for stands in it (`readers`), of closed and hidden communities too: what is for anyone costs no look.
alter table activities enable row level security;
create policy readers on activities using (
  readers in ('anyone', 'peers') or (select viewer_is_node())
  or (readers = 'holders' and (community_id in (select viewer_rooms()) or community_id in (select viewer_homes())))
  or (readers = 'addressees' and exists (select 1 from unnest(addressees) a
    where a = (select viewer_origin()) or starts_with(a, (select viewer_origin()) || '/'))))
  with check (true);

-- Logs name what was written, and when.
create index communities_closed on communities (id) where closed;
alter table log_entries enable row level security;
create policy readers on log_entries using (
  (select viewer_is_node()) or community_id not in (select c.id from communities c where c.closed)
  or community_id in (select viewer_rooms())) with check (true);

-- Entries of other nodes' logs as they came, kept or waiting: the node's own work, and of the kept ones what the community's
-- own node asks for.
alter table waiting_entries enable row level security;
create policy readers on waiting_entries using ((select viewer_is_node())) with check (true);
alter table kept_entries enable row level security;
create policy readers on kept_entries using (
  (select viewer_is_node()) or community_id in (
    select c.id from peers p join actors g on g.peer_id = p.id join communities c on c.actor_id = g.id
    where p.origin = (select viewer_origin()))) with check (true);
