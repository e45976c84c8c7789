-- Invitations to communities: of people who were found, and of e-mail addresses (profile B.3). Each stands on the inviter's
-- node, on the community's and on the invited person's; one node may be all three.
create table invitations (
  id uuid primary key default uuidv7(),
  -- The Invite, the same on every node.
  iri text not null unique,
  community_id uuid not null references communities on delete cascade,
  inviter_id uuid not null references actors,
  -- Null while only an address is known here.
  invitee_id uuid references actors,
  -- Of an invitation by address, in lower case; emptied when it has ended.
  address text,
  -- The node of the council that the address belongs to, where that node has to find the person; else null.
  node_iri text,
  words text not null default '',
  -- The inviter has read that the invited person's node begins to hold copies with them (profile B-17).
  confirmed boolean not null default false,
  state text not null default 'pending'
    check (state in ('pending', 'accepted', 'declined', 'withdrawn', 'returned')),
  -- Why it came back: member, opted-out, bounced, or a code of a refusal.
  why text,
  created timestamptz not null,
  ends timestamptz not null,
  -- Since when the invited person may know of it here: the community has judged who invites. Null elsewhere.
  arrived timestamptz,
  reminded timestamptz,
  decided timestamptz,
  check (invitee_id is not null or address is not null or state <> 'pending')
);
create unique index invitations_person on invitations (community_id, invitee_id) where state = 'pending';
create unique index invitations_address on invitations (community_id, address) where state = 'pending';
create index invitations_invitee on invitations (invitee_id, created);
create index invitations_inviter on invitations (inviter_id, created);
create index invitations_waiting on invitations (arrived) where state = 'pending' and reminded is null;

-- The second lock (0900): seen by whoever is invited, whoever invited, and who facilitates the community.
alter table invitations enable row level security;
create policy readers on invitations using (
  (select viewer_is_node()) or invitee_id = (select viewer_person()) or inviter_id = (select viewer_person())
  or community_id in (select m.community_id from memberships m
    where m.actor_id = (select viewer_person()) and m.state = 'active' and m.role <> 'member')) with check (true);
