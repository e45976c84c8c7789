-- Hidden communities are read by reference: their members' nodes ask for each page and keep nothing (profile, level confidential).

-- Whether a node says of itself that it reads them so (`#confidential-1`); asked at each invitation and each request.
alter table peers add column reads_hidden boolean not null default false;

-- Where a person of this node is invited to, or a member of, a hidden community elsewhere. The address tells nothing; its
-- name, purpose and words are asked for when they are shown, and stand in no table.
create table hidden_places (
  id uuid primary key,
  actor_id uuid not null references actors on delete cascade,
  group_iri text not null,
  peer_id uuid not null references peers on delete cascade,
  state text not null check (state in ('invited', 'member')),
  -- Something waits there that the person has not looked at.
  unread boolean not null default false,
  since timestamptz not null,
  unique (actor_id, group_iri)
);
alter table hidden_places enable row level security;
create policy readers on hidden_places using ((select viewer_is_node()) or actor_id = (select viewer_person())) with check (true);

-- Whom a hidden community of this node invites at other nodes, until they answer or the time is up.
create table hidden_invitations (
  community_id uuid not null references communities on delete cascade,
  actor_id uuid not null references actors on delete cascade,
  invited_by uuid not null references actors,
  made timestamptz not null,
  ends timestamptz not null,
  primary key (community_id, actor_id)
);
alter table hidden_invitations enable row level security;
create policy readers on hidden_invitations using ((select viewer_is_node()) or actor_id = (select viewer_person())
  or community_id in (select viewer_rooms())) with check (true);

-- Members of hidden communities of this node whose own node was told that something waits, until they look.
create table hidden_tellings (
  community_id uuid not null references communities on delete cascade,
  actor_id uuid not null references actors on delete cascade,
  told timestamptz not null,
  primary key (community_id, actor_id)
);
