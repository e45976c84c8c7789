-- Invitations by e-mail address: the mail that carries one, so that one that no mail server takes is told.
alter table invitations add column mail_id uuid;

-- The mail domains of the councils that a connected node serves, as it says: an invited address of one is sent there.
alter table peers add column mail_domains text[] not null default '{}';

-- Addresses that want no invitations by mail, as slow hashes (node/invitations/opt-outs.ts): those who said so here, and those
-- who said so at connected nodes.
create table invitation_opt_outs (
  hash bytea primary key,
  since timestamptz not null
);
create table peer_opt_outs (
  peer_id uuid not null references peers on delete cascade,
  hash bytea not null,
  primary key (peer_id, hash)
);
create index peer_opt_outs_hash on peer_opt_outs (hash);
