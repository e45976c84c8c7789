-- Emergency access: an administrator reads a closed community of this node for a while, with a reason, and everyone who
-- looks after it is told (security A71).
create table break_glass (
  id uuid primary key,
  community_id uuid not null references communities on delete cascade,
  account_id uuid not null references accounts,
  actor_id uuid not null references actors,
  -- At least 20 characters; its members read it in the moderation log.
  reason text not null,
  opened timestamptz not null,
  -- At most 60 minutes later.
  until timestamptz not null,
  -- Where it was ended before that.
  ended timestamptz,
  check (until > opened and until <= opened + interval '60 minutes')
);
create index break_glass_actor on break_glass (actor_id, until) where ended is null;
create index break_glass_community on break_glass (community_id, opened desc);
alter table break_glass enable row level security;
create policy readers on break_glass using ((select viewer_is_node()) or actor_id = (select viewer_person())) with check (true);

-- The closed communities of this node that the viewer opened and may still read. The application names the time by its own
-- clock, and names none for anybody who opened nothing: then there are none.
create function viewer_opened() returns setof uuid language sql stable parallel safe rows 1 as $$
  select b.community_id from break_glass b
    join accounts ac on ac.id = b.account_id and ac.administrator and ac.disabled is null
    join communities c on c.id = b.community_id and c.level = 'closed'
    join actors g on g.id = c.actor_id and g.peer_id is null
  where b.actor_id = viewer_person() and b.ended is null
    and b.until > nullif(current_setting('moothall.opened', true), '')::timestamptz
$$;
create policy opened on posts for select using (closed and community_id in (select viewer_opened()));
create policy opened on moderation_acts for select using (community_id in (select viewer_opened()));
