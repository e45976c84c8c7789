-- Which connected nodes were sent a removal in a community here, and which have said, signed, that they obeyed (G15).
create table removal_receipts (
  -- The Delete.
  removal_iri text not null,
  peer_id uuid not null references peers on delete cascade,
  community_id uuid not null references communities on delete cascade,
  sent timestamptz not null,
  -- When it was last laid in the lane again.
  chased timestamptz,
  confirmed timestamptz,
  -- The receipt as it came, with its proof.
  receipt bytea,
  primary key (removal_iri, peer_id)
);
create index removal_receipts_outstanding on removal_receipts (peer_id, sent) where confirmed is null;
