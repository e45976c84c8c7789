-- The second lock on what members wrote in closed and hidden communities: PostgreSQL itself shows a post to those who may
-- read its community, whatever a query forgets. The first is readableCommunities (node/visibility/readable.ts).

-- Whether a community is one of these stands in each of its posts, kept true by the foreign key: looking at an open post
-- costs no look at its community.
alter table communities add column closed boolean generated always as (level in ('closed', 'confidential')) stored;
alter table communities add constraint communities_id_closed unique (id, closed);
alter table posts add column closed boolean not null default false;
update posts p set closed = true from communities c where c.id = p.community_id and c.closed;
alter table posts add constraint posts_community_closed foreign key (community_id, closed)
  references communities (id, closed) on update cascade;
alter table posts drop constraint posts_community_id_fkey;

-- Who looks, as node/context.ts names them for each transaction: node, anyone, person:<actor>, peer:<origin>.
create function viewer_is_node() returns boolean language sql stable parallel safe
  as $$ select current_setting('moothall.viewer', true) is not distinct from 'node' $$;

-- The person who looks; null for anyone else.
create function viewer_person() returns uuid language sql stable parallel safe as $$
  select case when current_setting('moothall.viewer', true) like 'person:%'
    then substr(current_setting('moothall.viewer', true), 8)::uuid end
$$;

-- The closed and hidden communities that the viewer may read: a person as a current member, suspended ones included; a
-- connected node where somebody of it is one, closed communities only (profile D.2).
create function viewer_rooms() returns setof uuid language sql stable parallel safe rows 20 as $$
  select m.community_id from memberships m
  where m.state in ('active', 'suspended') and m.actor_id = viewer_person()
  union all
  select m.community_id from memberships m join actors a on a.id = m.actor_id join peers p on p.id = a.peer_id
    join communities c on c.id = m.community_id
  where p.origin = case
      when current_setting('moothall.viewer', true) like 'peer:%' then substr(current_setting('moothall.viewer', true), 6) end
    and p.state = 'accepted' and m.state in ('active', 'suspended') and c.level = 'closed'
$$;

alter table posts enable row level security;
-- One's own words stay one's own, also after one left: what became of them is told.
create policy readers on posts using (
  not closed or (select viewer_is_node()) or author_id = (select viewer_person()) or community_id in (select viewer_rooms()))
  with check (true);

-- Its versions, whom it names and who found it useful are seen with the post.
alter table post_revisions enable row level security;
create policy readers on post_revisions using (
  (select viewer_is_node()) or exists (select 1 from posts p where p.id = post_id)) with check (true);
alter table mentions enable row level security;
create policy readers on mentions using (
  (select viewer_is_node()) or exists (select 1 from posts p where p.id = post_id)) with check (true);
alter table useful_marks enable row level security;
create policy readers on useful_marks using (
  (select viewer_is_node()) or exists (select 1 from posts p where p.id = post_id)) with check (true);
