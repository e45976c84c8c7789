-- Archives that facilitators made of their communities: who, when and what for. Its members read it in the moderation log.
create table community_exports (
  id uuid primary key,
  community_id uuid not null references communities on delete cascade,
  account_id uuid not null references accounts,
  actor_id uuid not null references actors,
  reason text not null,
  made timestamptz not null
);
create index community_exports_community on community_exports (community_id, made desc);
alter table community_exports enable row level security;
create policy readers on community_exports using ((select viewer_is_node())) with check (true);
