-- What the last member of a council leaves behind in a closed community is erased at their node (profile D.4, D-11, D-12).
create table erasures (
  -- The Erase.
  iri text primary key,
  community_id uuid not null references communities (id) on delete cascade,
  -- The node that a community of this node asked; null where the community's node asked this one.
  peer_id uuid references peers (id) on delete cascade,
  asked timestamptz not null,
  -- By when it is to be done.
  until timestamptz not null,
  -- When the other node says that it did, or this one has.
  erased timestamptz,
  -- Why nothing may be erased just now, and whom to ask, as the node that was asked says.
  legal_hold text not null default '',
  answered timestamptz
);
create index erasures_community on erasures (community_id, asked);
create index erasures_open on erasures (until) where answered is null;

-- Communities elsewhere of which nothing may be erased at this node, as its administrator says: why, and whom to ask.
create table legal_holds (
  community_id uuid primary key references communities (id) on delete cascade,
  words text not null
);
