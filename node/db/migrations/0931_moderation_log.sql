-- What facilitators did in each community, and why: its moderation log (profile F.2). No text of what it was done to.
create table moderation_acts (
  id uuid primary key,
  community_id uuid not null references communities on delete cascade,
  kind text not null,
  actor_id uuid references actors,
  post_id uuid references posts on delete set null,
  post_iri text,
  reason text not null,
  -- The Delete, Lock or Undo that says it to other nodes.
  activity_iri text,
  happened timestamptz not null
);
create index moderation_acts_community on moderation_acts (community_id, happened desc, id);
create index moderation_acts_post on moderation_acts (post_id, happened desc);
create unique index moderation_acts_activity on moderation_acts (activity_iri, community_id);

-- The log of a closed or hidden community is for whoever may read it (migration 0900).
alter table moderation_acts enable row level security;
create policy readers on moderation_acts using (
  (select viewer_is_node()) or community_id in (select viewer_rooms())
  or exists (select 1 from communities c where c.id = community_id and not c.closed)) with check (true);

-- Authors are told of what is done to what they wrote, and of their appeal.
alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check check (kind in
  ('reply', 'mention', 'accepted', 'request', 'decided', 'declined', 'removed', 'report', 'report-closed', 'new-post',
   'late-letter', 'peer', 'role', 'held', 'employer', 'post-restored', 'locked', 'unlocked', 'appeal', 'appeal-closed'));
